package transport

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/viewer"
)

func as(ctx context.Context, token string) context.Context {
	return viewer.NewContext(ctx, viewer.Viewer{Token: token, Dialect: dialect.Of(dialect.Facebook)})
}

func TestThrottle_sendsNothingUntilTheTimeHasPassed(t *testing.T) {
	for name, c := range map[string]struct {
		refusal         answer
		wait            time.Duration
		tokenToo        bool // the same token's other nodes wait too
		accountOfAllToo bool // other tokens wait for the same node
	}{
		"the app":            {failing(403, `"code":4`), blockTime, true, false},
		"the app, otherwise": {failing(400, `"code":341`), blockTime, true, false},
		"the user":           {failing(400, `"code":17`), blockTime, true, false},
		"a custom limit":     {failing(400, `"code":613`), blockTime, true, false},
		"the Page":           {failing(403, `"code":32`), blockTime, true, true},
		"the account":        {failing(400, `"code":80002`), blockTime, true, true},
		"as long as is said": {answer{status: 400, after: "90", body: `{"error":{"code":17}}`}, 90 * time.Second, true, false},
		"publishing as spam": {failing(400, `"code":4,"error_subcode":2207051`), 0, false, false},
		"a bad parameter":    {failing(400, `"code":100`), 0, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u := &answers{list: []answer{c.refusal, {status: 200, body: good}}}
				client := repeating(t, u)
				sent := func(token, path string) bool {
					before := len(u.made)
					_, err := client.Do(as(t.Context(), token), graphapi.Call{Path: path})
					if blocked := errors.Is(err, graphapi.ErrThrottled); blocked == (len(u.made) > before) {
						t.Errorf("%d calls and error %v", len(u.made)-before, err)
					} else if blocked && (graphapi.KindOf(err) != graphapi.RateLimited || graphapi.RetryAfter(err) != c.wait) {
						t.Errorf("told as %v, to wait %v", err, graphapi.RetryAfter(err))
					}
					return len(u.made) > before
				}
				sent("EAAone", "/17")
				if sent("EAAone", "/17") == c.tokenToo || sent("EAAone", "/me") == c.tokenToo {
					t.Error("the token's own calls")
				}
				if !sent("EAAtwo", "/18") {
					t.Error("another token and account")
				}
				if sent("EAAtwo", "/17") == c.accountOfAllToo {
					t.Error("another token, same account")
				}
				time.Sleep(c.wait)
				if !sent("EAAone", "/me") || !sent("EAAtwo", "/17") {
					t.Error("still blocked when the time has passed")
				}
			})
		})
	}
}
