package app_test

import (
	"strings"
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
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{Kind: localgraph.AccountThrottled, Minutes: 19, Token: "IGAA"}},
		func(s *config.Settings) { s.AdminAddr = "127.0.0.1:0" })
	for _, calls := range []int{1, 0, 0} {
		w.refused(localgraph.DemoToken, username, 19*60, calls)
	}
	if text := metrics(t, w.admin); !strings.Contains(text, "gramql_upstream_throttled_total 2") {
		t.Error("the two calls that were not made are not counted")
	}
	if a := w.do("IGQVdemojayposiris", username, nil); len(a.Errors) > 0 {
		t.Errorf("another token is refused: %+v", a.Errors)
	}
}

func TestQuota_ofWhichLittleIsLeftIsForNobodyButTheCache(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{Kind: localgraph.NearlySpent, Percent: 96, Token: "IGAA"}},
		func(s *config.Settings) { s.Cache = config.CacheMemory })
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

func TestRateLimit_tellsWhatAnswersHaveTold(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{Kind: localgraph.NearlySpent, Percent: 42}})
	const token = "EAAdemometricsaurus"
	const rateLimit = `{ rateLimit {
		app { calls time cpuTime } accounts { graphId type share { calls } regainMinutes } calls { lastHour lastDay } pace retryAfter
		publishing { quotaUsage } hashtags { used total }
	} }`
	for _, query := range []string{username, `{ hashtag(name: "dinodata") { name } }`, `{ hashtag(name: "DinoData") { id } }`} {
		if a := w.do(token, query, nil); len(a.Errors) > 0 {
			t.Fatalf("%+v", a.Errors)
		}
	}
	before := len(w.drain())
	a := w.do(token, rateLimit, nil)
	if len(a.Errors) > 0 || len(w.drain()) != 1 {
		t.Fatalf("%+v", a.Errors)
	}
	holds(t, "data", a.Data, decoded(map[string]any{"rateLimit": map[string]any{
		"app":      map[string]any{"calls": 42, "time": 21, "cpuTime": 14},
		"accounts": []any{map[string]any{"graphId": business, "type": "instagram", "share": map[string]any{"calls": 42}, "regainMinutes": 0}},
		"pace":     "FREE", "retryAfter": 0, "publishing": map[string]any{"quotaUsage": 3}, "hashtags": map[string]any{"used": 1, "total": 30},
	}}))
	a = w.do(token, "{ __typename rateLimit { calls { lastHour } } }", nil)
	holds(t, "extensions.rateLimit", a.Extensions.RateLimit, decoded(map[string]any{
		"app":      map[string]any{"calls": 42, "time": 21, "cpuTime": 14},
		"accounts": []any{map[string]any{"id": business, "type": "instagram", "calls": 42, "time": 21, "cpuTime": 14, "regainMinutes": 0}},
		"calls":    map[string]any{"lastHour": before + 1, "lastDay": before + 1},
		"hashtags": map[string]any{"used": 1, "total": 30}, "publishing": map[string]any{"used": 3, "total": 100},
		"pace": "FREE", "retryAfter": 0,
	}))
	if got := at(a.Data, "rateLimit", "calls", "lastHour"); got != float64(before+1) || len(w.drain()) != 0 {
		t.Errorf("%v calls in the last hour, want %d", got, before+1)
	}
	if a := w.do("IGAAdemobasic", "{ rateLimit { calls { lastDay } accounts { type } } }", nil); at(a.Data, "rateLimit", "calls", "lastDay") != 0.0 || a.Extensions.RateLimit != nil {
		t.Errorf("another token's: %+v %+v", a.Data, a.Extensions)
	}
}

func TestRateLimit_isToldWhileNothingElseIs(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{Kind: localgraph.AppThrottled, Token: "IGAA", Times: 1}})
	w.refused(localgraph.DemoToken, username, 5*60, 1)
	a := w.do(localgraph.DemoToken, "{ rateLimit { pace retryAfter publishing { quotaUsage } } }", nil)
	if at(a.Data, "rateLimit", "pace") != "BLOCKED" || at(a.Data, "rateLimit", "retryAfter") != 300.0 || at(a.Data, "rateLimit", "publishing") != nil {
		t.Errorf("%+v", a.Data)
	}
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "RATE_LIMITED" || len(w.drain()) != 0 {
		t.Errorf("%+v", a.Errors)
	}
}
