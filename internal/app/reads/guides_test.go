package reads_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
)

// An operation of a guide: its token's name, its text, its variables. Operations also
// stand in tables, between backquotes.
var (
	shown     = regexp.MustCompile("(?s)```graphql ?([a-z]*)\n(.*?)```(?:\n+```json\n(.*?)```)?")
	tabulated = regexp.MustCompile("`(\\{ .* \\})` \\|")
)

func TestGuides_showOperationsThatAreAnswered(t *testing.T) {
	t.Parallel()
	w, ran := apptest.Start(t, apptest.InMemory), 0
	guides, err := filepath.Glob("../../../docs/guides/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, guide := range guides {
		text, err := os.ReadFile(guide)
		if err != nil {
			t.Fatal(err)
		}
		blocks := shown.FindAllStringSubmatch(string(text), -1)
		for _, match := range tabulated.FindAllStringSubmatch(string(text), -1) {
			blocks = append(blocks, []string{"", "", match[1], ""})
		}
		for _, block := range blocks {
			ran++
			var variables map[string]any
			if block[3] != "" {
				if err := json.Unmarshal([]byte(block[3]), &variables); err != nil {
					t.Fatalf("%s: %v\n%s", guide, err, block[3])
				}
			}
			token, code := localgraph.DemoToken, ""
			switch block[1] {
			case "forbidden":
				token, code = "IGAAdemobasic", "FORBIDDEN"
			case "facebook":
				token = apptest.FacebookToken
			}
			got := w.Do(token, block[2], variables)
			if got.Code() != code || len(got.Data) == 0 {
				t.Errorf("%s: %s\n%v", guide, block[2], got)
			}
			for name, value := range got.Data {
				if value == nil {
					t.Errorf("%s: %s is null in the answer to %s", guide, name, block[2])
				}
			}
		}
	}
	if ran < 30 {
		t.Errorf("only %d operations were run", ran)
	}
}
