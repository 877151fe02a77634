package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
	"github.com/gramql/gramql/internal/viewer"
)

// A subscription's resolver returns the state as it is, as a query's would, and says how the
// state goes on: the transport carries the operation out again when it has changed.

// once returns a channel with a value.
func once[T any](value T) <-chan T {
	one := make(chan T, 1)
	one <- value
	close(one)
	return one
}

// errNoPublication is the error of a subscription to what is not there, or not the viewer's.
var errNoPublication = problem.New(problem.NotFound, "there is no publication with this id among those of the access token's accounts",
	"Give an id as publishMedia answered it, with a token of the same account.")

// followPublication returns the viewer's publication with an id, and follows it until its
// state is final.
func (r *Resolver) followPublication(ctx context.Context, id string) (<-chan *model.Publication, error) {
	graphID, err := publicationID("id", id)
	if err != nil {
		return nil, err
	}
	// Before the publication itself: a change in between is told once more, or is no news.
	position, err := r.newest(ctx, publish.Topic(graphID))
	if err != nil {
		return nil, err
	}
	found, err := r.publication(ctx, graphID)
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, errNoPublication
	}
	following := httpx.Following{Position: position}
	if !publication.State(found.State).Final() {
		following.Changed = func(ctx context.Context, after int64) (int64, error) {
			return r.Events.Wait(ctx, publish.Topic(graphID), after)
		}
	}
	httpx.Follow(ctx, following)
	return once(found), nil
}

// newest returns the position of a topic; 0 where no events are kept.
func (r *Resolver) newest(ctx context.Context, topic string) (int64, error) {
	if r.Events == nil {
		return 0, nil
	}
	return r.Events.Newest(ctx, topic)
}

// followAccounts returns the account of the person who asks whose state has changed first
// since they were told of one, and follows those of all.
func (r *Resolver) followAccounts(ctx context.Context) (<-chan *model.ConnectedAccount, error) {
	v, _ := viewer.FromContext(ctx)
	if v.Person == "" || r.Events == nil {
		return nil, errPerson
	}
	topic := login.AccountsTopic(v.Person)
	// Before the accounts themselves: what changes in between is told next.
	position, err := r.newest(ctx, topic)
	if err != nil {
		return nil, err
	}
	following := httpx.Following{Position: position, Each: true, Quiet: true, Changed: func(ctx context.Context, after int64) (int64, error) {
		return r.Events.Wait(ctx, topic, after)
	}}
	told := httpx.Told(ctx)
	if told == httpx.Nothing {
		httpx.Follow(ctx, following)
		return once[*model.ConnectedAccount](nil), nil
	}
	accounts, err := runningFrom(ctx).people.AccountsOf(ctx, v.Person)
	if err != nil {
		return nil, err
	}
	accounts = slices.DeleteFunc(accounts, func(a login.Connected) bool { return a.Told <= told || !shows(v, a) })
	if len(accounts) == 0 {
		httpx.Follow(ctx, following)
		return once[*model.ConnectedAccount](nil), nil
	}
	first := slices.MinFunc(accounts, func(a, b login.Connected) int { return cmp.Compare(a.Told, b.Told) })
	following.Position, following.Quiet = first.Told, false
	httpx.Follow(ctx, following)
	return once(connectedAccount(first)), nil
}

// errPerson is the error of a subscription to the accounts of nobody.
var errPerson = problem.New(problem.Forbidden, "only people who are signed in have connected accounts",
	"Sign in at /login, and ask with the session's cookie or an API key: not with an access token.")
