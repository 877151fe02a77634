package app_test

import (
	"testing"

	"github.com/gramql/gramql/internal/localgraph"
)

func TestQuota_thatIsSpentIsNotAskedAndOtherTokensGoOn(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{Kind: localgraph.AccountThrottled, Minutes: 19, Token: "IGAA"}})
	for round, want := range []int{1, 0, 0} {
		a := w.do(localgraph.DemoToken, "{ __typename me { username } }", nil)
		if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "RATE_LIMITED" || at(a.Data, "__typename") != "Query" {
			t.Fatalf("round %d: %+v", round, a)
		}
		if wait, _ := a.Errors[0].Extensions["retryAfter"].(float64); wait < 1000 || wait > 1140 {
			t.Errorf("round %d: to be asked again after %v seconds, want 19 minutes at most", round, wait)
		}
		if calls := w.drain(); len(calls) != want {
			t.Errorf("round %d: %d calls, want %d", round, len(calls), want)
		}
	}
	if a := w.do("IGQVdemojayposiris", "{ me { username } }", nil); len(a.Errors) > 0 {
		t.Errorf("another token is refused: %+v", a.Errors)
	}
}
