package app_test

import (
	"testing"
)

func TestInsights_ofOneMediaThatIsTooOldLeaveTheOthersAnswered(t *testing.T) {
	t.Parallel()
	const token = "EAAdemometricsaurus"
	w := start(t)
	edges := list(w.ask(token, `{ me { media(first: 250) { edges { cursor } } } }`, nil), "me", "media", "edges")
	// The oldest 20 media are from before the account became a business.
	before := at(edges[len(edges)-20-25], "cursor")
	w.drain()
	a := w.do(token, `query ($after: String) { me { media(first: 25, after: $after) { nodes { caption insights(metrics: [REACH]) { values { value } } } } } }`,
		map[string]any{"after": before})
	if len(a.Errors) != 1 || len(a.Errors[0].Path) != 5 || a.Errors[0].Path[3] != float64(24) || a.Errors[0].Path[4] != "insights" {
		t.Fatalf("errors %+v, want one at the insights of the last media", a.Errors)
	}
	answered := 0
	for _, node := range list(a.Data, "me", "media", "nodes") {
		if at(node, "insights") != nil { // empty where the numbers are no longer kept
			answered++
		}
	}
	if calls := w.drain(); answered != 24 || len(calls) > 4 {
		t.Errorf("%d media answered by %d calls, want 24 by 4 at most", answered, len(calls))
	}
}
