package publish

import (
	"context"
	"errors"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish/publication"
)

// Kind is the kind of the jobs that work on publications.
const Kind = "publish"

// Topic returns the topic of a publication's events.
func Topic(id string) string { return Kind + "/" + id }

// KeyLifetime is for how long an idempotency key is kept after the end of its publication.
const KeyLifetime = 30 * 24 * time.Hour

// ErrTakenBack says that the access by which a post was asked for has ended meanwhile.
var ErrTakenBack = problem.New(problem.Unauthenticated, "the access to the account was taken back, or given anew, before the post was accepted",
	"Nothing was accepted: look whether the account is still connected, connect it again if not, and post again.")

// ErrStale says that a row was written by someone else since it was read.
var ErrStale = errors.New("the publication has changed meanwhile")

// Store keeps publications. What is written together is written whole, or not at all.
type Store interface {
	// Add writes a new publication with its job and its event. If the account has one of
	// the same idempotency key, which did not end KeyLifetime ago, nothing is written and
	// that one is returned. The access is the connected account's, by which the post is asked
	// for; empty for a token that is lent. Where it has ended, the error is ErrTakenBack.
	Add(ctx context.Context, p *publication.Publication, access string) (known *publication.Publication, err error)
	// Known returns the account's publication of an idempotency key, unless it ended before
	// a time; nil if there is none.
	Known(ctx context.Context, account, key string, ended time.Time) (*publication.Publication, error)
	// Get returns a publication; nil if there is none.
	Get(ctx context.Context, id string) (*publication.Publication, error)
	// Save writes a publication, with an event if clients see the change, and a job if it
	// is to go on now. With the end of an account's last publication, what was lent for the
	// account is given back. The error is ErrStale if it was written by someone else since it was
	// read; else Version counts on.
	Save(ctx context.Context, p *publication.Publication, change Change) error
	// List returns an account's publications, newest first.
	List(ctx context.Context, q Query) ([]*publication.Publication, error)
	// Taken returns those of an account's media that publications are known to have become.
	Taken(ctx context.Context, account string, media []string) ([]string, error)
}

// Change is what a write means to others.
type Change struct {
	// Seen reports that clients see it.
	Seen bool
	// Woken reports that the publication is to be worked on now.
	Woken bool
}

// Query chooses some of an account's publications.
type Query struct {
	Account string
	// States are those that are wanted; none stands for all.
	States []publication.State
	// Before is the id of the publication before which the others are older; empty for the
	// newest.
	Before string
	Limit  int
}

// Vault keeps the tokens that publish.
type Vault interface {
	// Keep keeps a good token of an account.
	Keep(ctx context.Context, account string, login dialect.Login, token string) error
	// Open returns an account's token of a login type; empty if there is none that is good.
	Open(ctx context.Context, account string, login dialect.Login) (token string, err error)
	// Bury notes that a token is dead, unless there is another by now.
	Bury(ctx context.Context, account string, login dialect.Login, token string) error
}

// save writes a publication that clients have seen as it was.
func save(ctx context.Context, store Store, p *publication.Publication, seen publication.View, now time.Time) error {
	p.Measure()
	changed := p.View() != seen
	if changed {
		p.UpdatedAt = now
	}
	if p.State.Final() && p.EndedAt.IsZero() {
		p.EndedAt = now
	}
	return store.Save(ctx, p, Change{Seen: changed})
}
