package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/config"
)

func TestParse_refusesVariablesThatNoSettingHas(t *testing.T) {
	t.Parallel()
	for name, nearest := range map[string]string{
		"GRAMQL_GRAPH_URL":        "GRAMQL_GRAPH",
		"GRAMQL_GRAPHS":           "GRAMQL_GRAPH",
		"GRAMQL_APP_SECERT":       "GRAMQL_APP_SECRET",
		"GRAMQL_APP_SECRET_FILES": "GRAMQL_APP_SECRET_FILE",
		"GRAMQL_CORS_ORIGIN":      "GRAMQL_CORS_ORIGINS",
		"GRAMQL_MAX-COST":         "GRAMQL_MAX_COST",
		"GRAMQL_log_level":        "GRAMQL_LOG_LEVEL",
		"GRAMQL_LOG":              "GRAMQL_",
		"GRAMQL_":                 "GRAMQL_",
		"GRAMQL_PORT":             "GRAMQL_",
		"GRAMQL_SERVICE":          "GRAMQL_",
	} {
		_, _, err := config.Parse([]string{"-addr", ":0"}, environment(map[string]string{name: "s3cret", "GRAMQL_ADDR": ":0", "HOME": "/"}))
		wrong, ok := errors.AsType[*config.Error](err)
		if !ok || wrong.Source != name || !strings.Contains(err.Error(), nearest) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v, want one line that names %s", name, err, nearest)
		}
	}
}

// A Service of the name gramql, or gramql-admin, in the same namespace.
func TestParse_readsOverWhatKubernetesSets(t *testing.T) {
	t.Parallel()
	_, s, err := config.Parse(nil, environment(map[string]string{
		"GRAMQL_SERVICE_HOST": "10.0.0.11", "GRAMQL_SERVICE_PORT": "80", "GRAMQL_SERVICE_PORT_HTTP": "80",
		"GRAMQL_PORT": "tcp://10.0.0.11:80", "GRAMQL_PORT_80_TCP": "tcp://10.0.0.11:80", "GRAMQL_PORT_80_TCP_PROTO": "tcp",
		"GRAMQL_PORT_80_TCP_PORT": "80", "GRAMQL_PORT_80_TCP_ADDR": "10.0.0.11",
		"GRAMQL_ADMIN_SERVICE_HOST": "10.0.0.12", "GRAMQL_ADMIN_PORT": "tcp://10.0.0.12:8082", "GRAMQL_ADDR": ":1",
	}))
	if err != nil || s.Addr != ":1" {
		t.Errorf("%q, %v", s.Addr, err)
	}
}

func TestParse_takesAGraphOnThisMachineUnencrypted(t *testing.T) {
	t.Parallel()
	for _, graph := range []string{
		"http://localhost:8081", "http://LOCALHOST", "http://127.0.0.1", "http://127.8.0.1:1", "http://[::1]:8081",
		"https://graph.example", "http://graph.example -insecure=on",
	} {
		args := strings.Fields("-graph " + graph)
		if _, s := parse(t, args...); s.LocalGraph() {
			t.Errorf("%s is not taken", graph)
		}
	}
}

func TestParse_takesBasePathsWithAndWithoutTheirLastSlash(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"/": "", "/gramql": "/gramql", "/gramql/": "/gramql", "/api/v1.0/gram-ql": "/api/v1.0/gram-ql"} {
		if _, s := parse(t, "-base-path", text); s.BasePath != want {
			t.Errorf("%s is %q, want %q", text, s.BasePath, want)
		}
	}
}
