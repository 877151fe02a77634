package faults_test

import (
	"fmt"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
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
		doubtful     int // are left out at first, for want of further trials
		calls, again int
	}{
		{"Facebook Login, one too old", apptest.FacebookToken, dialect.Auto, 1, 0, 3, 2},
		{"Facebook Login, most too old", apptest.FacebookToken, dialect.Auto, 17, 0, 3, 2},
		{"Facebook Login by batches alone", apptest.FacebookToken, dialect.Batch, 3, 0, 3, 2},
		{"Instagram Login, one too old", "IGAAdemometricsaurus", dialect.Auto, 1, 0, 3, 2},
		{"Instagram Login without look-ups of many ids", "IGAAdemometricsaurus", dialect.Single, 1, 0, 3, 2},
		{"Instagram Login, three too old", "IGAAdemometricsaurus", dialect.Single, 3, 0, 8, 3},
		{"Instagram Login, most too old", "IGAAdemometricsaurus", dialect.Single, 20, 0, 8, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := apptest.Start(t, func(s *config.Settings) { s.Lookups = c.lookups })
			before := oldest(w, c.token, tooOld-c.old+25)
			for round, most := range []int{c.calls, c.again} {
				a := w.Do(c.token, `query ($after: String) { me { media(first: 25, after: $after) { nodes { graphId insights(metrics: [REACH]) { values { value } } } } } }`,
					map[string]any{"after": before})
				doubtful := 0
				if round == 0 {
					doubtful = c.doubtful
				}
				if len(a.Errors) != doubtful {
					t.Errorf("round %d: %d errors, want %d: %+v", round, len(a.Errors), doubtful, a.Errors)
				}
				for i, node := range apptest.List(a.Data, "me", "media", "nodes") {
					if _, listed := apptest.At(node, "insights").([]any); listed != (i < 25-c.old-doubtful || i >= 25-c.old) {
						t.Errorf("round %d: media %d of 25, %d of them too old, has a list of insights: %v", round, i, c.old, listed)
					}
				}
				if calls := w.Drain(); len(calls) > most {
					t.Errorf("round %d: %d calls, want %d at most: %q", round, len(calls), most, calls)
				}
			}
		})
	}
}

// oldest returns a cursor that only so many media stand behind.
func oldest(w *apptest.World, token string, n int) any {
	w.T.Helper()
	total := apptest.At(w.Ask(token, `{ me { media { totalCount } } }`, nil), "me", "media", "totalCount").(float64)
	end := w.Ask(token, `query ($first: Int) { me { media(first: $first) { pageInfo { endCursor } } } }`, map[string]any{"first": int(total) - n})
	w.Drain()
	return apptest.At(end, "me", "media", "pageInfo", "endCursor")
}

func TestInsights_ofAStoryThatFewHaveSeenSayNothingOfOthers(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, func(s *config.Settings) { s.Lookups = dialect.Single })
	story := apptest.First(w.Ask(localgraph.DemoToken, "{ me { stories(first: 1) { nodes { graphId } } } }", nil), "graphId")
	const operation = `query ($id: ID!) { media(id: $id) { insights(metrics: [REACH]) { name } } }`
	if data := w.Ask(localgraph.DemoToken, operation, map[string]any{"id": story}); len(apptest.List(data, "media", "insights")) != 0 {
		t.Fatalf("%v", data)
	}
	media := apptest.First(w.Ask(localgraph.DemoToken, "{ me { media(first: 1) { nodes { graphId } } } }", nil), "graphId")
	if data := w.Ask(localgraph.DemoToken, operation, map[string]any{"id": media}); len(apptest.List(data, "media", "insights")) != 1 {
		t.Errorf("%v", data)
	}
}

func TestInsights_ofOneMediaOnAPageReadBackwardsLeaveAllOthersAnswered(t *testing.T) {
	t.Parallel()
	for _, refused := range []int{0, 7, 18, 19} {
		quiet := apptest.Start(t, func(*config.Settings) {})
		read := quiet.Ask(localgraph.DemoToken, `{ me { media(first: 22) { nodes { graphId } edges { cursor } } } }`, nil)
		cursor := apptest.At(apptest.List(read, "me", "media", "edges")[21], "cursor")
		id := apptest.At(apptest.List(read, "me", "media", "nodes")[refused+1], "graphId").(string)
		w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{
			Kind: fault.OtherError, Node: id, Field: "insights", Body: `{"error":{"message":"An error","type":"OAuthException","code":36110}}`,
		}}, func(*config.Settings) {})
		const operation = `query ($c: String) { me { media(last: 20, before: $c) { nodes { graphId insights(metrics: [REACH]) { name } } } } }`
		for round, most := range []int{12, 5} {
			a := w.Do(localgraph.DemoToken, operation, map[string]any{"c": cursor})
			if calls := w.Drain(); len(calls) > most || len(calls) > a.Extensions.Explain.Bound {
				t.Errorf("round %d: %d calls, want %d at most, and at most the bound of %d: %q", round, len(calls), most, a.Extensions.Explain.Bound, calls)
			}
			if len(a.Errors) != 1 || len(a.Errors[0].Path) != 5 || a.Errors[0].Path[3] != float64(refused) {
				t.Errorf("round %d: %+v, want one error at media %d", round, a.Errors, refused)
			}
			for i, node := range apptest.List(a.Data, "me", "media", "nodes") {
				if had := apptest.At(node, "insights") != nil; had != (i != refused) {
					t.Errorf("round %d: media %d has insights: %v", round, i, had)
				}
			}
		}
	}
}

// One media of a page is refused its insights, in words that say neither which nor why.
func TestInsights_ofOneMediaThatIsRefusedLeaveAllOthersAnswered(t *testing.T) {
	t.Parallel()
	const (
		gone       = `{"error":{"message":"Unsupported get request. Object does not exist","type":"GraphMethodException","code":100,"error_subcode":33}}`
		forbidden  = `{"error":{"message":"(#10) Not allowed","type":"OAuthException","code":10}}`
		unheardOf  = `{"error":{"message":"An error","type":"OAuthException","code":36110}}`
		wrongPath  = `{"error":{"message":"An error","type":"OAuthException","code":2500}}`
		oneMetric  = "[REACH]"
		twoMetrics = "[REACH, LIKES]"
	)
	for _, c := range []struct {
		name, token, body, metrics, code string
		media, refused                   int // of the media, which is refused
		calls, again                     int // at most
	}{
		{"Instagram Login, not found", localgraph.DemoToken, gone, oneMetric, "NOT_FOUND", 10, 4, 9, 9},
		{"Instagram Login, the first", localgraph.DemoToken, forbidden, oneMetric, "FORBIDDEN", 10, 0, 9, 4},
		{"Instagram Login, the last", localgraph.DemoToken, forbidden, oneMetric, "FORBIDDEN", 10, 9, 9, 4},
		{"Instagram Login, the last but one", localgraph.DemoToken, unheardOf, oneMetric, "UPSTREAM_ERROR", 10, 8, 9, 4},
		{"Instagram Login, of many", localgraph.DemoToken, wrongPath, oneMetric, "BAD_USER_INPUT", 25, 16, 10, 4},
		{"Instagram Login, of very many", localgraph.DemoToken, forbidden, oneMetric, "FORBIDDEN", 100, 40, 12, 4},
		{"Instagram Login, of few", localgraph.DemoToken, wrongPath, oneMetric, "BAD_USER_INPUT", 4, 1, 7, 5},
		{"Instagram Login, two metrics", localgraph.DemoToken, unheardOf, twoMetrics, "UPSTREAM_ERROR", 25, 3, 13, 5},
		{"Facebook Login, not found", apptest.FacebookToken, gone, oneMetric, "NOT_FOUND", 10, 4, 3, 3},
		{"Facebook Login, of many", apptest.FacebookToken, forbidden, oneMetric, "FORBIDDEN", 25, 16, 3, 2},
		{"Facebook Login, unheard of", apptest.FacebookToken, unheardOf, oneMetric, "UPSTREAM_ERROR", 25, 16, 5, 2},
		{"Facebook Login, two metrics", apptest.FacebookToken, wrongPath, twoMetrics, "BAD_USER_INPUT", 10, 4, 7, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			quiet := apptest.Start(t, func(*config.Settings) {})
			operation := fmt.Sprintf(`{ me { username media(first: %d) { nodes { graphId insights(metrics: %s) { name } } } } }`, c.media, c.metrics)
			id := apptest.At(apptest.List(quiet.Ask(c.token, operation, nil), "me", "media", "nodes")[c.refused], "graphId").(string)
			w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.OtherError, Node: id, Field: "insights", Body: c.body}}, func(*config.Settings) {})
			for round, most := range []int{c.calls, c.again} {
				a := w.Do(c.token, operation, nil)
				if calls := w.Drain(); len(calls) > most || len(calls) > a.Extensions.Explain.Bound {
					t.Errorf("round %d: %d calls, want %d at most, and at most the bound of %d: %q", round, len(calls), most, a.Extensions.Explain.Bound, calls)
				}
				if len(a.Errors) != 1 || len(a.Errors[0].Path) != 5 || a.Errors[0].Path[3] != float64(c.refused) || a.Errors[0].Extensions["code"] != c.code {
					t.Errorf("round %d: %+v, want one error at media %d", round, a.Errors, c.refused)
				}
				for i, node := range apptest.List(a.Data, "me", "media", "nodes") {
					if had := apptest.At(node, "insights") != nil; had != (i != c.refused) {
						t.Errorf("round %d: media %d has insights: %v", round, i, had)
					}
				}
			}
		})
	}
}
