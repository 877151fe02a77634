package app_test

import (
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
)

// tooOld is how many of metricsaurus's oldest media are from before the account
// became a business.
const tooOld = 20

func TestInsights_ofMediaThatAreTooOldLeaveTheOthersAnswered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, token  string
		lookups      dialect.LookupMode
		old          int // of 25 media
		doubtful     int // may be told to be too old at first, for want of further trials
		calls, again int
	}{
		{"Facebook Login, one too old", facebookToken, dialect.Auto, 1, 0, 3, 2},
		{"Facebook Login, most too old", facebookToken, dialect.Auto, 17, 0, 3, 2},
		{"Facebook Login by batches alone", facebookToken, dialect.Batch, 3, 0, 3, 2},
		{"Instagram Login, one too old", "IGAAdemometricsaurus", dialect.Auto, 1, 0, 3, 2},
		{"Instagram Login without look-ups of many ids", "IGAAdemometricsaurus", dialect.Single, 1, 0, 3, 2},
		{"Instagram Login, three too old", "IGAAdemometricsaurus", dialect.Single, 3, 0, 8, 3},
		{"Instagram Login, most too old", "IGAAdemometricsaurus", dialect.Single, 20, 0, 8, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := start(t, func(s *config.Settings) { s.Lookups = c.lookups })
			before := w.oldest(c.token, tooOld-c.old+25)
			for round, most := range []int{c.calls, c.again} {
				a := w.do(c.token, `query ($after: String) { me { media(first: 25, after: $after) { nodes { graphId insights(metrics: [REACH]) { values { value } } } } } }`,
					map[string]any{"after": before})
				old := c.old
				if round == 0 {
					old += c.doubtful
				}
				if len(a.Errors) != old {
					t.Errorf("round %d: %d errors, want %d", round, len(a.Errors), old)
				}
				for i, e := range a.Errors {
					hint, _ := e.Extensions["hint"].(string)
					if len(e.Path) != 5 || e.Path[4] != "insights" || e.Extensions["code"] != "BAD_USER_INPUT" ||
						!strings.Contains(e.Message, "Before Business Account Conversion") || !strings.Contains(hint, "professional") {
						t.Errorf("round %d: error %d is %+v, want one at the insights of a media, with the reason", round, i, e)
					}
				}
				for i, node := range list(a.Data, "me", "media", "nodes") {
					if had := at(node, "insights") != nil; had != (i < 25-old) {
						t.Errorf("round %d: media %d of 25, %d of them too old, has insights: %v", round, i, old, had)
					}
				}
				if calls := w.drain(); len(calls) > most {
					t.Errorf("round %d: %d calls, want %d at most: %q", round, len(calls), most, calls)
				}
			}
		})
	}
}

// oldest returns a cursor that only so many media stand behind.
func (w *world) oldest(token string, n int) any {
	w.t.Helper()
	total := at(w.ask(token, `{ me { media { totalCount } } }`, nil), "me", "media", "totalCount").(float64)
	end := w.ask(token, `query ($first: Int) { me { media(first: $first) { pageInfo { endCursor } } } }`, map[string]any{"first": int(total) - n})
	w.drain()
	return at(end, "me", "media", "pageInfo", "endCursor")
}

func TestInsights_ofAStoryThatFewHaveSeenSayNothingOfOthers(t *testing.T) {
	t.Parallel()
	w := start(t, func(s *config.Settings) { s.Lookups = dialect.Single })
	story := first(w.ask(localgraph.DemoToken, "{ me { stories(first: 1) { nodes { graphId } } } }", nil), "graphId")
	const operation = `query ($id: ID!) { media(id: $id) { insights(metrics: [REACH]) { name } } }`
	if a := w.do(localgraph.DemoToken, operation, map[string]any{"id": story}); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "FORBIDDEN" {
		t.Fatalf("%+v", a)
	}
	media := first(w.ask(localgraph.DemoToken, "{ me { media(first: 1) { nodes { graphId } } } }", nil), "graphId")
	if data := w.ask(localgraph.DemoToken, operation, map[string]any{"id": media}); len(list(data, "media", "insights")) != 1 {
		t.Errorf("%v", data)
	}
}
