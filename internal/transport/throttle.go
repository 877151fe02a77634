package transport

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/cache"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/quota"
	"github.com/gramql/gramql/internal/viewer"
)

const (
	// blockTime is how long nothing is asked where nobody says how long.
	blockTime = 5 * time.Minute
	// maxBlocks bounds how many blocks are remembered.
	maxBlocks = 10_000
)

// throttle makes no calls that count against a quota which is spent: calling on
// prolongs the limit.
//
// Source: Meta, Graph API: Rate Limits.
type throttle struct {
	keys  *cache.Keys
	quota *quota.Quota
	next  http.RoundTripper
}

// RoundTrip makes the call. While a quota is spent that it counts against, it
// makes none, and returns graphapi.ErrThrottled.
func (t *throttle) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	v, _ := viewer.FromContext(ctx)
	owner := t.keys.Owner(v.Token, request)
	token := quota.Key{Scope: quota.Token, ID: string(owner[:])}
	_, batch, _ := graphapi.Asked(ctx)
	if wait := t.quota.Wait(append(accounts(ctx), token)...); wait > 0 {
		closeBody(request)
		return nil, graphapi.ErrThrottled.After(wait)
	}
	response, err := t.next.RoundTrip(request)
	answer, failed := graphapi.Outcome(ctx, response, err)
	if failed == nil && len(batch) > 0 {
		failed = graphapi.BatchError(answer, len(batch))
	}
	if refusal, ok := errors.AsType[*graphapi.Error](failed); ok && refusal.Kind() == graphapi.RateLimited {
		t.block(refusal, answer, token, accounts(ctx))
	}
	return response, err
}

// block remembers a spent quota: that which the error's code is about.
//
// Source: Meta, Graph API: Rate Limits, error codes.
func (t *throttle) block(refusal *graphapi.Error, answer *graphapi.Answer, token quota.Key, asked []quota.Key) {
	wait := refusal.RetryAfter
	if wait == 0 {
		wait = blockTime
	}
	switch refusal.Code {
	case 4, 17, 341, 613: // of the app too: tokens may be of several apps
		t.quota.Block(token, wait)
	case 32, 80001, 80002:
		t.quota.Block(token, wait) // whose /me does not say which account it is
		for _, key := range append(asked, spentAccounts(answer)...) {
			t.quota.Block(key, wait)
		}
	}
}

// spentAccounts returns the accounts that an answer says are throttled.
func spentAccounts(answer *graphapi.Answer) (keys []quota.Key) {
	for _, account := range answer.Usage().Accounts {
		if account.Percent >= 100 || account.Regain > 0 {
			keys = append(keys, quota.Key{Scope: quota.Account, ID: account.ID})
		}
	}
	return keys
}

// accounts returns the nodes that a call's path, or those of its batch, begin
// with. One that is no account has no quota, and so no block.
func accounts(ctx context.Context) (keys []quota.Key) {
	call, batch, _ := graphapi.Asked(ctx)
	for _, c := range append([]graphapi.Call{call}, batch...) {
		if id, _, _ := strings.Cut(strings.TrimPrefix(c.Path, "/"), "/"); id != "" && id != "me" {
			keys = append(keys, quota.Key{Scope: quota.Account, ID: id})
		}
	}
	return keys
}
