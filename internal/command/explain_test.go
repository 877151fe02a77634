package command_test

import (
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/command"
	"github.com/gramql/gramql/internal/config"
)

func TestExplain_printsCallsAndTheWayOfAnswering(t *testing.T) {
	t.Parallel()
	for operation, want := range map[string]string{
		`{ me { username } }`: "GET /v27.0/me?fields=id,username\n# at most 1\n# direct\n",
		`{ me { username } rateLimit { pace } }`: "GET /v27.0/me?fields=id,username\n# at most 1\n" +
			"# resolved: the plan takes more than one call, or one for no nodes\n",
	} {
		var printed strings.Builder
		if err := command.Explain(&printed, config.Settings{GraphVersion: "v27.0"}, operation, nil); err != nil {
			t.Fatal(err)
		}
		if printed.String() != want {
			t.Errorf("%s: %s\nwant %s", operation, printed.String(), want)
		}
	}
}
