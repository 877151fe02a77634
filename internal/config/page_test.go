package config_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/config"
)

func TestPage_isTheOneThatIsCommitted(t *testing.T) {
	t.Parallel()
	committed, err := os.ReadFile("../../docs/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := config.WritePage(&page); err != nil {
		t.Fatal(err)
	}
	if page.String() != string(committed) {
		t.Error("docs/settings.md is not what the settings are; run go generate ./...")
	}
	for _, row := range []string{
		"| `-addr` | `GRAMQL_ADDR` | `127.0.0.1:8080` | ",
		"| `-app-secret-file` | `GRAMQL_APP_SECRET_FILE` | – | ",
		"## Meta app and login\n\n| flag | variable | default | what it sets |\n",
		`appsecret\_proof`,
	} {
		if !strings.Contains(page.String(), row) {
			t.Errorf("no %q in the page", row)
		}
	}
	for line := range strings.Lines(page.String()) {
		if strings.HasPrefix(line, "|") && strings.Count(strings.ReplaceAll(line, `\|`, ""), "|") != 5 {
			t.Errorf("not four columns: %s", line)
		}
	}
}
