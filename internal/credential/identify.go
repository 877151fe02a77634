package credential

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/origin"
	"github.com/gramql/gramql/internal/problem"
)

// Why a request is of nobody though it brings a key.
var (
	// ErrMalformed means a text that begins as a key, and is none.
	ErrMalformed = problem.New(problem.Unauthenticated, "the API key is incomplete or mistyped: its checksum is wrong",
		"Send all of it, as createApiKey gave it: Authorization: Bearer gq_….")
	// ErrEnded means a key that does not work any more, or that never was.
	ErrEnded = problem.New(problem.Unauthenticated, "the API key was revoked, has expired, or is not of this server",
		"Sign in, and make another by createApiKey.")
	// ErrOrigin means a key that was sent from where it may not be.
	ErrOrigin = problem.New(problem.Forbidden, "the API key is not for requests from here",
		"A key with origins works on web pages of these origins only, whose browsers send Origin. Name the origin in createApiKey, or send a SECRET key without origins from a server.")
)

// seenEvery is how often it is noted that a key is used.
const seenEvery = time.Minute

// Identify returns the key of a secret that a request brings. An error is a problem, unless
// keys cannot be read now.
func (k *Keys) Identify(ctx context.Context, secret string, header http.Header) (Key, error) {
	if !IsWhole(Prefix, secret) {
		return Key{}, ErrMalformed
	}
	now := k.Now()
	key, err := k.Store.Find(ctx, HashOf(secret), now)
	switch {
	case errors.Is(err, ErrNone):
		return Key{}, ErrEnded
	case err != nil:
		return Key{}, err
	case !key.allows(header["Origin"]):
		return Key{}, ErrOrigin
	}
	if now.Sub(key.UsedAt) >= seenEvery {
		if failed := k.Store.See(ctx, key.ID, now); failed != nil && !errors.Is(failed, context.Canceled) {
			k.Log.WarnContext(ctx, "note that an API key is used", "error", failed)
		}
	}
	return key, nil
}

// allows reports whether the key may be used by whoever sends these Origin headers.
func (k Key) allows(sent []string) bool {
	if k.Kind != Public && len(k.Origins) == 0 {
		return true
	}
	return len(sent) == 1 && anyMatches(k.Origins, sent[0])
}

func anyMatches(origins []string, sent string) bool {
	return slices.ContainsFunc(origins, func(text string) bool {
		p, err := origin.Parse(text)
		return err == nil && p.Matches(sent)
	})
}

// originsFor is how long the origins of all public keys are remembered: on other replicas
// than the one that made a key, pages may use it after that time.
const originsFor = 2 * time.Second

// origins remembers the origins of all public keys.
type origins struct {
	mu    sync.Mutex
	all   []string
	until time.Time
}

func (o *origins) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.until = time.Time{}
}

// Allow reports whether a public key is for pages of an origin: then browsers may let these
// pages ask (CORS). A page of whose origin there is a key may ask with what it has, and
// has no more by this.
func (k *Keys) Allow(ctx context.Context, sent string) bool {
	o := &k.origins
	o.mu.Lock()
	defer o.mu.Unlock()
	if now := k.Now(); !now.Before(o.until) || o.until.Sub(now) > originsFor {
		all, err := k.Store.Origins(ctx, now)
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				k.Log.WarnContext(ctx, "read the origins of public API keys", "error", err)
			}
			return false
		}
		o.all, o.until = all, now.Add(originsFor)
	}
	return anyMatches(o.all, sent)
}
