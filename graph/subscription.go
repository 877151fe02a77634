package graph

import (
	"context"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
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
