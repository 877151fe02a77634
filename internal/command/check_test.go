package command_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/command"
	"github.com/gramql/gramql/internal/config"
)

func check(t *testing.T, manifest string, most int) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := command.Check(&out, config.Settings{TrustedDocuments: manifest, GraphVersion: "v25.0"}, most)
	return out.String(), err
}

func TestCheck_tellsTheMostThatEachDocumentCanTake(t *testing.T) {
	t.Parallel()
	table, err := check(t, "testdata/manifest.json", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"DOCUMENT OPERATION LOGIN CALLS COST",
		"feed Feed Instagram Login 10 1301", // 1,000 media, a hundred at a time, seven repairs, and thirteen calls that tell media apart
		"feed Feed Facebook Login 11 1311",  // the first Page may have no account
		"name Name Instagram Basic Display 1 21",
		"nodes Nodes Instagram Basic Display 10 10800", // 500 nodes, by ?ids=, or one by one if one is unknown
		"nodes Nodes Instagram Login 500 10700",
		"nodes Nodes Facebook Login 12 1320", // by batches
		"none  Instagram Login 0 0",
		"switch Switch Instagram Login 10 1300", // nothing is skipped; both begin with the same page
		"metrics Metrics Facebook Login unknown unknown",
		"opaque Opaque Facebook Login unknown unknown",
	} {
		if !strings.Contains(strings.Join(strings.Fields(table), " ")+" ", strings.Join(strings.Fields(line), " ")+" ") {
			t.Errorf("no line %q in\n%s", line, table)
		}
	}
}

func TestCheck_namesEachDocumentThatCanTakeMoreThanItMay(t *testing.T) {
	t.Parallel()
	_, err := check(t, "testdata/manifest.json", 5)
	if err == nil {
		t.Fatal("nothing takes too many calls")
	}
	text := err.Error()
	for _, id := range []string{`"feed"`, `"nodes"`, `"opaque"`} {
		if !strings.Contains(text, id) {
			t.Errorf("%s is not named: %s", id, text)
		}
	}
	if strings.Contains(text, `"name"`) || strings.Contains(text, `"none"`) {
		t.Errorf("what takes few calls is named: %s", text)
	}
}

func TestCheck_tellsAnInvalidDocumentFromAManifestThatIsNone(t *testing.T) {
	t.Parallel()
	for text, usage := range map[string]bool{`{"odd": "{ nothing }"}`: false, `[]`: true} {
		path := filepath.Join(t.TempDir(), "manifest.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := check(t, path, 0)
		if _, is := errors.AsType[*config.Error](err); err == nil || is != usage {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := check(t, "", 0); err == nil {
		t.Error("no manifest is none to check")
	}
}
