package command_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/command"
	"github.com/gramql/gramql/internal/config"
)

func TestDoctor_failsWhereAnythingDoes(t *testing.T) {
	t.Parallel()
	for want, flags := range map[string][]string{
		"":                nil,
		"1 check failed":  {"-graph", "http://127.0.0.1:1"},
		"2 checks failed": {"-graph", "http://127.0.0.1:1", "-app-id", "1"},
	} {
		flags = append([]string{"doctor", "-data", t.TempDir(), "-local-addr", "127.0.0.1:1", "-addr", "127.0.0.1:1"}, flags...)
		_, s, err := config.Parse(flags, nil)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		err = command.Doctor(t.Context(), &out, s)
		if text := ""; err != nil {
			if text = err.Error(); text != want {
				t.Errorf("%q, not %q:\n%s", text, want, out.String())
			}
		} else if want != "" || strings.Contains(out.String(), "\nfail") {
			t.Errorf("no error %q:\n%s", want, out.String())
		}
	}
}
