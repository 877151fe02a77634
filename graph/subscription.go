package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
	"github.com/gramql/gramql/internal/viewer"
)

// A subscription's resolver returns the state as it is, as a query's would, and says how the
// state goes on: the transport carries the operation out again when it has changed.

// once returns a channel with the value of the subscription that is resolved. The fields below
// it belong to the subscription's own from then on: gqlgen begins anew with each value.
func once[T any](ctx context.Context, value *T) <-chan *T {
	field := *graphql.GetFieldContext(ctx)
	field.Result = value
	runningFrom(ctx).followed = &field
	one := make(chan *T, 1)
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
	before := httpx.Told(ctx)
	found, by, err := r.seenPublication(ctx, graphID, before)
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, errNoPublication
	}
	following := httpx.Following{Position: position, Farewell: true, Seen: found}
	if !found.State.Final() {
		following.Quiet = before.Last // it goes on, and is for others to see
		following.Changed = func(ctx context.Context, after int64) (int64, error) {
			return r.Events.Wait(ctx, publish.Topic(graphID), after)
		}
	}
	httpx.Follow(ctx, following)
	return once(ctx, by.shown(shownPublication(found))), nil
}

// seenPublication returns the viewer's publication with an id, and who has it; nil for none.
// Whoever was told of the publication before hears how it has ended, though its account is not
// the viewer's any more.
func (r *Resolver) seenPublication(ctx context.Context, id string, before httpx.Before) (p *publication.Publication, by keeper, err error) {
	seen, _ := before.Seen.(*publication.Publication)
	if !before.Last || seen == nil {
		p, by, err = r.ownPublication(ctx, id)
		if p != nil || seen == nil || err != nil && graphapi.KindOf(err) != graphapi.Unauthenticated {
			return p, by, err
		}
	}
	last, failed := r.Publications.Last(ctx, seen)
	if failed != nil || before.Last || last.State.Final() {
		return last, keeper{}, failed
	}
	return nil, by, err
}

// newest returns the position of a topic; 0 where no events are kept.
func (r *Resolver) newest(ctx context.Context, topic string) (int64, error) {
	if r.Events == nil {
		return 0, nil
	}
	return r.Events.Newest(ctx, topic)
}

// followAccounts returns the account of the person who asks whose state has changed first
// since they were told of one, and follows those of all. One that is not connected any more is
// told as revoked, as it was seen before.
func (r *Resolver) followAccounts(ctx context.Context) (<-chan *model.ConnectedAccount, error) {
	v, ok := viewer.FromContext(ctx)
	switch {
	case !ok:
		return nil, cmp.Or(viewer.WhyNobody(ctx), error(errNobody))
	case v.Person == "", r.Events == nil:
		return nil, errPerson
	}
	topic := login.AccountsTopic(v.Person)
	// Before the accounts themselves: what changes in between is told next.
	position, err := r.newest(ctx, topic)
	if err != nil {
		return nil, err
	}
	accounts, err := runningFrom(ctx).people.AccountsOf(ctx, v.Person)
	if err != nil {
		return nil, err
	}
	accounts = slices.DeleteFunc(accounts, func(a login.Connected) bool { return !shows(v, a) })
	following := httpx.Following{Position: position, Each: true, Farewell: true, Seen: accounts, Changed: func(ctx context.Context, after int64) (int64, error) {
		return r.Events.Wait(ctx, topic, after)
	}}
	before := httpx.Told(ctx)
	gone, changed := missing(before, accounts), changedSince(before, accounts)
	var news *model.ConnectedAccount
	switch {
	case len(gone) > 0:
		news = connectedAccount(gone[0])
		following.Seen = slices.Concat(accounts, gone[1:])
		if len(gone)+len(changed) > 1 { // else nobody waits for those
			following.Position = before.Position
		}
	case len(changed) > 0:
		news, following.Position = connectedAccount(changed[0]), changed[0].Told
	default:
		following.Quiet = true
	}
	httpx.Follow(ctx, following)
	return once(ctx, news), nil
}

// missing returns the accounts that were seen before and are not connected any more: as
// revoked, unless that was told of them.
func missing(before httpx.Before, now []login.Connected) (gone []login.Connected) {
	seen, _ := before.Seen.([]login.Connected)
	for _, a := range seen {
		if a.State != login.Revoked && !slices.ContainsFunc(now, func(other login.Connected) bool { return other.ID == a.ID }) {
			a.State = login.Revoked
			gone = append(gone, a)
		}
	}
	return gone
}

// changedSince returns the accounts of whose states a person was not told who was told of
// others before, the one that changed first first. Who is told for the last time hears of those
// that are revoked, and who was told of none of none.
func changedSince(before httpx.Before, accounts []login.Connected) (changed []login.Connected) {
	for _, a := range accounts {
		if before.Position != httpx.Nothing && a.Told > before.Position && (!before.Last || a.State == login.Revoked) {
			changed = append(changed, a)
		}
	}
	slices.SortFunc(changed, func(a, b login.Connected) int { return cmp.Compare(a.Told, b.Told) })
	return changed
}

// errPerson is the error of a subscription to the accounts of nobody.
var errPerson = problem.New(problem.Forbidden, "only people who are signed in have connected accounts",
	"Sign in at /login, and ask with the session's cookie or an API key: not with an access token.")
