package apptest

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/command"
	"github.com/gramql/gramql/internal/config"
)

// promised holds the calls that came to those that gramql explain prints for the
// operation: each came, by itself or within a batch, as often as it is printed.
func (c Case) promised(t testing.TB, s config.Settings, token string, came []string) {
	t.Helper()
	s.Login = s.DialectOf(token).Login
	variables, err := json.Marshal(c.Variables)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := command.Explain(&out, s, c.Operation, variables); err != nil {
		return // an operation that is refused before any call
	}
	left := slices.Clone(came)
	for _, line := range callsIn(out.String()) {
		i := slices.IndexFunc(left, asPrinted(line).MatchString)
		if i < 0 {
			t.Errorf("explain prints a call that did not come: %s\ncame:\n  %s", line, strings.Join(came, "\n  "))
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
}

// withheld reports whether the case expects a write not to be made, which gramql explain
// prints: what a look-up says it does not know.
func (c Case) withheld() bool {
	return slices.ContainsFunc(c.Errors, func(e WantedError) bool { return e.Extensions["outcome"] == "NOT_SENT" })
}

// callsIn returns the calls in what gramql explain prints, those within a batch each by
// itself, as a tap describes them. Calls for nodes that only answers name are left out,
// for there may be none.
func callsIn(printed string) []string {
	var calls []string
	version := ""
	for line := range strings.Lines(printed) {
		line = strings.TrimSpace(line)
		method, rest, _ := strings.Cut(line, " ")
		path, query, _ := strings.Cut(rest, "?")
		switch {
		case method == "#":
			continue
		case method == "POST":
			version = strings.TrimSuffix(path, "/")
			continue
		case strings.Contains(path, "{"):
			continue
		case !strings.HasPrefix(path, "/v"):
			path = version + path
		}
		values := url.Values{}
		for _, param := range strings.Split(query, "&") {
			name, value, _ := strings.Cut(param, "=")
			values.Set(name, value)
		}
		calls = append(calls, strings.TrimSuffix(method+" "+path+"?"+plain(values), "?="))
	}
	return calls
}

// asPrinted matches a call that is printed with a placeholder for the token's own account.
func asPrinted(line string) *regexp.Regexp {
	return regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(line), regexp.QuoteMeta("{me}"), "[0-9]+") + "$")
}
