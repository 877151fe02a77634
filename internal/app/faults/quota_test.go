package faults_test

import (
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

const username = "{ __typename me { username } }"

// throttled checks that the operation is answered, but for what needs the Graph API,
// and that it cost so many calls.
func throttled(w *apptest.World, token, query string, wait, calls int) {
	w.T.Helper()
	a := w.Do(token, query, nil)
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "RATE_LIMITED" || apptest.At(a.Data, "__typename") != "Query" {
		w.T.Fatalf("%+v", a)
	}
	if after, _ := a.Errors[0].Extensions["retryAfter"].(float64); after < float64(wait)*0.9 || after > float64(wait) {
		w.T.Errorf("to be asked again after %v seconds, want %d at most", after, wait)
	}
	if made := len(w.Drain()); made != calls {
		w.T.Errorf("%d calls, want %d", made, calls)
	}
}

func TestQuota_thatIsSpentIsNotAskedAndOtherTokensGoOn(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.AccountThrottled, Minutes: 19, Token: "IGAA"}},
		func(s *config.Settings) { s.AdminAddr = "127.0.0.1:0" })
	for _, calls := range []int{1, 0, 0} {
		throttled(w, localgraph.DemoToken, username, 19*60, calls)
	}
	if text := w.Metrics(); !strings.Contains(text, "gramql_upstream_throttled_total 2") {
		t.Error("the two calls that were not made are not counted")
	}
	if a := w.Do("IGQVdemojayposiris", username, nil); len(a.Errors) > 0 {
		t.Errorf("another token is refused: %+v", a.Errors)
	}
}

func TestQuota_ofWhichLittleIsLeftIsForNobodyButTheCache(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.NearlySpent, Percent: 96, Token: "IGAA"}},
		func(s *config.Settings) { s.Cache = config.CacheMemory })
	if a := w.Do(localgraph.DemoToken, username, nil); len(a.Errors) > 0 || len(w.Drain()) != 1 {
		t.Fatalf("the call that tells it: %+v", a.Errors)
	}
	throttled(w, localgraph.DemoToken, "{ __typename me { biography } }", 10*60, 0)
	if a := w.Do(localgraph.DemoToken, username, nil); len(a.Errors) > 0 || len(w.Drain()) != 0 {
		t.Errorf("what is kept: %+v", a.Errors)
	}
	if a := w.Do("IGQVdemojayposiris", username, nil); len(a.Errors) > 0 {
		t.Errorf("another token is refused: %+v", a.Errors)
	}
}

// It runs before the parallel tests: the hashtags that those look up count for the same
// account of the demo world.
func TestRateLimit_tellsWhatAnswersHaveTold(t *testing.T) { //nolint:paralleltest // see above
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.NearlySpent, Percent: 42}})
	const token = "EAAdemometricsaurus"
	const rateLimit = `{ rateLimit {
		app { calls time cpuTime } accounts { graphId type share { calls } regainMinutes } calls { lastHour lastDay } pace retryAfter
		publishing { quotaUsage } hashtags { used total }
	} }`
	for _, query := range []string{username, `{ hashtag(name: "dinodata") { name } }`, `{ hashtag(name: "DinoData") { id } }`} {
		if a := w.Do(token, query, nil); len(a.Errors) > 0 {
			t.Fatalf("%+v", a.Errors)
		}
	}
	before := len(w.Drain())
	a := w.Do(token, rateLimit, nil)
	if len(a.Errors) > 0 || len(w.Drain()) != 1 {
		t.Fatalf("%+v", a.Errors)
	}
	apptest.Holds(t, "data", a.Data, apptest.AsJSON(map[string]any{"rateLimit": map[string]any{
		"app":      map[string]any{"calls": 42, "time": 21, "cpuTime": 14},
		"accounts": []any{map[string]any{"graphId": apptest.Business, "type": "instagram", "share": map[string]any{"calls": 42}, "regainMinutes": 0}},
		"pace":     "FREE", "retryAfter": 0, "publishing": map[string]any{"quotaUsage": 3}, "hashtags": map[string]any{"used": 1, "total": 30},
	}}))
	a = w.Do(token, "{ __typename rateLimit { calls { lastHour } } }", nil)
	apptest.Holds(t, "extensions.rateLimit", a.Extensions.RateLimit, apptest.AsJSON(map[string]any{
		"app":      map[string]any{"calls": 42, "time": 21, "cpuTime": 14},
		"accounts": []any{map[string]any{"id": apptest.Business, "type": "instagram", "calls": 42, "time": 21, "cpuTime": 14, "regainMinutes": 0}},
		"calls":    map[string]any{"lastHour": before + 1, "lastDay": before + 1},
		"hashtags": map[string]any{"used": 1, "total": 30}, "publishing": map[string]any{"used": 3, "total": 100},
		"pace": "FREE", "retryAfter": 0,
	}))
	if got := apptest.At(a.Data, "rateLimit", "calls", "lastHour"); got != float64(before+1) || len(w.Drain()) != 0 {
		t.Errorf("%v calls in the last hour, want %d", got, before+1)
	}
	if a := w.Do("IGAAdemobasic", "{ rateLimit { calls { lastDay } accounts { type } } }", nil); apptest.At(a.Data, "rateLimit", "calls", "lastDay") != 0.0 || a.Extensions.RateLimit != nil {
		t.Errorf("another token's: %+v %+v", a.Data, a.Extensions)
	}
}

func TestRateLimit_isToldWhileNothingElseIs(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.AppThrottled, Token: "IGAA", Times: 1}})
	throttled(w, localgraph.DemoToken, username, 5*60, 1)
	a := w.Do(localgraph.DemoToken, "{ rateLimit { pace retryAfter publishing { quotaUsage } } }", nil)
	if apptest.At(a.Data, "rateLimit", "pace") != "BLOCKED" || apptest.At(a.Data, "rateLimit", "retryAfter") != 300.0 || apptest.At(a.Data, "rateLimit", "publishing") != nil {
		t.Errorf("%+v", a.Data)
	}
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "RATE_LIMITED" || len(w.Drain()) != 0 {
		t.Errorf("%+v", a.Errors)
	}
}
