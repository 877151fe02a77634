package publish

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/gramql/gramql/internal/content"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish/publication"
	"github.com/gramql/gramql/internal/viewer"
)

// Service is what clients do with publications. Each call is one of the context's viewer,
// who has the publications of all accounts of the access token, and no others. It may be
// used by many goroutines at once.
type Service struct {
	store    Store
	lent     Vault
	accounts *accounts
	now      func() time.Time
}

// NewService returns a service over a store, which keeps the tokens of callers who have
// connected no account in a vault, with the Graph API and the clock that publications are
// scheduled by.
func NewService(store Store, lent Vault, graph graphapi.Doer, now func() time.Time) *Service {
	return &Service{store, lent, newAccounts(graph, now), now}
}

// Request is what is to be published.
type Request struct {
	Content content.Content
	// Account is the Graph API's id of the account that posts; empty for the token's own.
	Account string
	// Key is the idempotency key; nil for none.
	Key *string
	// PublishAt is when to publish; nil for as soon as possible.
	PublishAt *time.Time
}

// Limits of a request.
const (
	maxKey   = 255
	farthest = 75 * 24 * time.Hour
)

// check returns what is wrong with a request, whenever it comes.
func (r *Request) check(now time.Time) error {
	const keyHint = "Give each post a key of its own, such as a UUID."
	switch k := r.Key; {
	case k == nil:
	case *k == "", utf8.RuneCountInString(*k) > maxKey:
		return problem.Input("input.idempotencyKey", "does not have 1 to 255 characters", keyHint)
	default:
		if reason, _ := content.Unsendable(*k); reason != "" { // two keys that were cut would be one
			return problem.Input("input.idempotencyKey", reason, keyHint)
		}
	}
	if at := r.PublishAt; at != nil && at.After(now.Add(farthest)) {
		return problem.Input("input.publishAt", "is more than 75 days ahead", "Give a time within 75 days.")
	}
	return r.Content.Check("input.content")
}

// late returns the error of a request that comes too late to be accepted. One that was
// accepted before may be repeated at any time.
func (r *Request) late(now time.Time) error {
	if r.PublishAt != nil && !r.PublishAt.After(now) {
		return problem.Input("input.publishAt", "is in the past", "Give a time in the future, or leave it out to publish now.")
	}
	return nil
}

// fingerprint tells the input of a request from any other.
func (r *Request) fingerprint() string {
	text := r.Content.Text()
	if r.PublishAt != nil {
		text += strconv.FormatInt(r.PublishAt.UnixMilli(), 10)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// errOtherInput is the error of an idempotency key that is not new.
var errOtherInput = problem.New(problem.Conflict, "the idempotencyKey was used for another input",
	"Send the input that the key was first used with, or a new key. A key is kept for 30 days after its publication has ended.")

// Publish accepts a request, or returns the publication that it was accepted as before.
func (s *Service) Publish(ctx context.Context, r Request) (*publication.Publication, error) {
	now := s.now().Truncate(time.Millisecond)
	if err := r.check(now); err != nil {
		return nil, err
	}
	if err := r.late(now); err != nil && r.Key == nil {
		return nil, err
	}
	v, ok := viewer.FromContext(ctx)
	if !ok {
		return nil, graphapi.ErrNoToken
	}
	if err := r.Content.Supports(v.Dialect.Login); err != nil {
		return nil, err
	}
	list, err := s.accounts.allowed(ctx)
	if err != nil {
		return nil, err
	}
	account, err := choose(list, r.Account)
	if err != nil {
		return nil, err
	}
	if r.Key != nil {
		known, err := s.store.Known(ctx, account.ID, *r.Key, now.Add(-KeyLifetime))
		if err != nil || known != nil {
			return s.again(ctx, r, known, err)
		}
		if err := r.late(now); err != nil {
			return nil, err
		}
	}
	if r.Key == nil {
		parked, err := s.parked(ctx, account.ID, r.fingerprint())
		if err != nil || parked != nil {
			return s.again(ctx, r, parked, err)
		}
	}
	p := r.publication(now)
	p.Account, p.Login, p.Lent = account.ID, v.Dialect.Login, v.Person == ""
	if err := s.keep(ctx, account.ID); err != nil {
		return nil, err
	}
	known, err := s.store.Add(ctx, p, v.Access)
	if err != nil || known != nil {
		return s.again(ctx, r, known, err)
	}
	// The last publication that needed the token before may have ended meanwhile, and given
	// it back.
	return p, s.keep(ctx, account.ID)
}

// again returns the publication that a request was accepted as before. If that waits for a
// good token, it goes on with the viewer's.
func (s *Service) again(ctx context.Context, r Request, known *publication.Publication, err error) (*publication.Publication, error) {
	if known, err = r.same(known, err); err != nil || known.State.Final() {
		return known, err
	}
	if err := s.keep(ctx, known.Account); err != nil {
		return nil, err
	}
	return s.store.Get(ctx, known.ID)
}

// parked returns the account's publication of an input without a key that waits for a good
// token; nil if there is none. Whoever is told so sends the same again with one.
func (s *Service) parked(ctx context.Context, account, fingerprint string) (found *publication.Publication, err error) {
	err = s.eachParked(ctx, account, func(p *publication.Publication) error {
		if p.Key == "" && p.Fingerprint == fingerprint {
			found = p
		}
		return nil
	})
	return found, err
}

// publication returns a new publication of the request.
func (r *Request) publication(now time.Time) *publication.Publication {
	p := &publication.Publication{
		ID: newID(now), Content: r.Content, Fingerprint: r.fingerprint(),
		State: publication.Queued, CreatedAt: now, UpdatedAt: now,
	}
	if r.Key != nil {
		p.Key = *r.Key
	}
	if r.PublishAt != nil {
		p.State, p.PublishAt = publication.Scheduled, r.PublishAt.Truncate(time.Millisecond)
	}
	return p
}

// same returns the publication of the request's key, if the request is the same.
func (r *Request) same(known *publication.Publication, err error) (*publication.Publication, error) {
	if err == nil && known.Fingerprint != r.fingerprint() {
		return nil, errOtherInput
	}
	return known, err
}

// keep keeps the viewer's token, for what is to be published, and for what waits for one. The
// account of someone who is signed in is connected, and its token is kept by the sign-in.
func (s *Service) keep(ctx context.Context, account string) error {
	v, _ := viewer.FromContext(ctx)
	if v.Person == "" {
		if err := s.lent.Keep(ctx, account, v.Dialect.Login, v.Token); err != nil {
			return err
		}
	}
	return s.Resume(ctx, account)
}

// Resume lets an account's publications go on that wait for a good token.
func (s *Service) Resume(ctx context.Context, account string) error {
	return s.eachParked(ctx, account, func(p *publication.Publication) error {
		if !p.Resume() {
			return nil
		}
		p.UpdatedAt = s.now()
		if err := s.store.Save(ctx, p, Change{Seen: true, Woken: true}); !errors.Is(err, ErrStale) {
			return err
		}
		return nil
	})
}

// eachParked calls do for each of an account's publications that wait for a good token, the
// newest first.
func (s *Service) eachParked(ctx context.Context, account string, do func(*publication.Publication) error) error {
	for before := ""; ; {
		parked, err := s.store.List(ctx, Query{Account: account, States: []publication.State{publication.NeedsReauthentication}, Before: before, Limit: 100})
		if err != nil || len(parked) == 0 {
			return err
		}
		for _, p := range parked {
			before = p.ID
			if err := do(p); err != nil {
				return err
			}
		}
	}
}

// newID returns the id of a new publication: digits, so that it fits into a global id, of
// which later ones come after earlier ones.
func newID(now time.Time) string {
	const bits = 22
	var chance [4]byte
	_, _ = rand.Read(chance[:]) // it never fails
	low := binary.BigEndian.Uint32(chance[:]) >> (32 - bits)
	return strconv.FormatInt(now.UnixMilli()<<bits|int64(low), 10)
}
