package main

import (
	"testing"
)

func TestRow_isAnsweredByAllItsMediaWithoutAnError(t *testing.T) {
	t.Parallel()
	feed, me := row{name: "feed", media: 2}, row{name: "me"}
	for _, c := range []struct {
		name, body string
		row        row
		status     int
		good       bool
	}{
		{"two media", `{"data":[{"permalink":"a"},{"permalink":null}]}`, feed, 200, true},
		{"two media in a batch", `[{"body":"{\"permalink\":\"a\"}"},{"body":"{\"permalink\":\"b\"}"}]`, feed, 200, true},
		{"one", `{"data":[{"permalink":"a"}]}`, feed, 200, false},
		{"another status", `{"data":[{"permalink":"a"},{"permalink":"b"}]}`, feed, 503, false},
		{"an error beside them", `{"errors":[],"data":[{"permalink":"a"},{"permalink":"b"}]}`, feed, 200, false},
		{"an account", `{"data":{"me":{"username":"metricsaurus"}}}`, me, 200, true},
		{"no account", `{"data":{"me":null}}`, me, 200, false},
	} {
		if err := c.row.check(c.status, c.body); (err == nil) != c.good {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
