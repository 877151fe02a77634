package app_test

import (
	"testing"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
)

const username = "{ __typename me { username } }"

// refused checks that the operation is answered, but for what needs the Graph API,
// and that it cost so many calls.
func (w *world) refused(token, query string, wait, calls int) {
	w.t.Helper()
	a := w.do(token, query, nil)
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "RATE_LIMITED" || at(a.Data, "__typename") != "Query" {
		w.t.Fatalf("%+v", a)
	}
	if after, _ := a.Errors[0].Extensions["retryAfter"].(float64); after < float64(wait)*0.9 || after > float64(wait) {
		w.t.Errorf("to be asked again after %v seconds, want %d at most", after, wait)
	}
	if made := len(w.drain()); made != calls {
		w.t.Errorf("%d calls, want %d", made, calls)
	}
}

func TestQuota_thatIsSpentIsNotAskedAndOtherTokensGoOn(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{Kind: localgraph.AccountThrottled, Minutes: 19, Token: "IGAA"}})
	for _, calls := range []int{1, 0, 0} {
		w.refused(localgraph.DemoToken, username, 19*60, calls)
	}
	if a := w.do("IGQVdemojayposiris", username, nil); len(a.Errors) > 0 {
		t.Errorf("another token is refused: %+v", a.Errors)
	}
}

func TestQuota_ofWhichLittleIsLeftIsForNobodyButTheCache(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{Kind: localgraph.NearlySpent, Percent: 96, Token: "IGAA"}},
		func(s *config.Settings) { s.Cache = "memory" })
	if a := w.do(localgraph.DemoToken, username, nil); len(a.Errors) > 0 || len(w.drain()) != 1 {
		t.Fatalf("the call that tells it: %+v", a.Errors)
	}
	w.refused(localgraph.DemoToken, "{ __typename me { biography } }", 10*60, 0)
	if a := w.do(localgraph.DemoToken, username, nil); len(a.Errors) > 0 || len(w.drain()) != 0 {
		t.Errorf("what is kept: %+v", a.Errors)
	}
	if a := w.do("IGQVdemojayposiris", username, nil); len(a.Errors) > 0 {
		t.Errorf("another token is refused: %+v", a.Errors)
	}
}
