// Package graph is the GraphQL layer: resolvers over entities, connections,
// errors, and the handler that serves them.
package graph

import (
	"cmp"
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/events"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/viewer"
)

// Resolver is what all resolvers share.
type Resolver struct {
	Mapping *mapping.Mapping
	// Publications are the posts on their way; nil where none are kept.
	Publications *publish.Service
	// Events tell when they change; nil with Publications.
	Events *events.Bus
}

// modelOf returns an entity as the model that it is; nil for none.
func modelOf[T any](e entity.Entity, err error) (*T, error) {
	if e == nil || err != nil {
		return nil, err
	}
	return any(e).(*T), nil
}

// modelsOf returns entities as the models that they are, with an error for each that is
// missing among them.
func modelsOf[T any](ctx context.Context, found []entity.Entity, err error) ([]*T, error) {
	if err := withoutLost(ctx, err); err != nil {
		return nil, err
	}
	list := make([]*T, len(found))
	for i, e := range found {
		list[i] = any(e).(*T)
	}
	return list, nil
}

// errNoToken is the error of a field that needs the Graph API, in a request
// without an access token.
var errNoToken = problem.New(problem.Unauthenticated, "an access token is needed",
	"Send the header Authorization: Bearer <access token>.")

// nobody returns the error of a field that needs a viewer, in a request that has none.
func nobody(ctx context.Context) error {
	return cmp.Or(viewer.WhyNobody(ctx), error(errNoToken))
}

// viewerLoader returns the operation's loader, or the error of nobody when the request has
// no viewer.
func viewerLoader(ctx context.Context) (*loader.Loader, error) {
	if l := runningFrom(ctx).loader; l != nil {
		return l, nil
	}
	return nil, nobody(ctx)
}

// plannedRoot returns the operation's loader, and what is planned for the root field that is
// resolved: the error of one that could not be planned.
func plannedRoot(ctx context.Context) (*loader.Loader, *plan.Root, error) {
	l, err := viewerLoader(ctx)
	if err != nil {
		return nil, nil, err
	}
	root := runningFrom(ctx).plan.Root(graphql.GetFieldContext(ctx).Field.Alias)
	return l, root, root.Err
}

// me returns the token's own account.
func me(ctx context.Context) (entity.Entity, error) {
	l, err := viewerLoader(ctx)
	if err != nil {
		return nil, err
	}
	return l.Me()
}

// accounts returns all accounts of the token, or all that the person has connected.
func accounts(ctx context.Context) ([]*model.User, error) {
	l, err := viewerLoader(ctx)
	if err != nil {
		return nil, err
	}
	if r := runningFrom(ctx); r.connected != nil && r.connected.viewer.Others {
		return r.connected.users(ctx, r)
	}
	found, err := l.Accounts()
	return modelsOf[model.User](ctx, found, err)
}

// pages returns all Facebook Pages of the token.
func pages(ctx context.Context) ([]*model.Page, error) {
	l, err := viewerLoader(ctx)
	if err != nil {
		return nil, err
	}
	found, err := l.FacebookPages()
	return modelsOf[model.Page](ctx, found, err)
}

// byID returns the node that a root field asks for by its id; nil for one that
// the Graph API does not show.
func byID(ctx context.Context) (entity.Entity, error) {
	found, errs, err := byIDs(ctx)
	if err != nil {
		return nil, err
	}
	return found[0], errs[0]
}

// byIDs returns the nodes that a root field asks for by their ids.
func byIDs(ctx context.Context) ([]entity.Entity, []error, error) {
	l, root, err := plannedRoot(ctx)
	if err != nil {
		return nil, nil, err
	}
	if r := runningFrom(ctx); r.connected != nil && r.connected.viewer.Others {
		return r.connected.lookUp(ctx, r, root)
	}
	found, errs := l.Root(root)
	return found, errs, nil
}

// search returns the node that a root field looks for by its name; nil for none.
func search(ctx context.Context) (entity.Entity, error) {
	l, root, err := plannedRoot(ctx)
	if err != nil {
		return nil, err
	}
	return l.Search(root.Search)
}

// answer returns what the call of a root field answers; nil for what the Graph API
// does not show.
func answer[T any](ctx context.Context) (*T, error) {
	l, root, err := plannedRoot(ctx)
	if err != nil {
		return nil, err
	}
	found, err := l.CallPath(root.Call)
	if found == nil || err != nil {
		return nil, err
	}
	return found.(*T), nil
}

// answers returns the nodes that the call of a root field answers.
func answers[T any](ctx context.Context) ([]*T, error) {
	l, root, err := plannedRoot(ctx)
	if err != nil {
		return nil, err
	}
	found, err := l.List(root)
	return modelsOf[T](ctx, found, err)
}

// nodes returns the nodes of a list, with an error at the place of each that
// could not be had.
func (r *Resolver) nodes(ctx context.Context) ([]model.Node, error) {
	found, errs, err := byIDs(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]model.Node, len(found))
	for i, e := range found {
		if list[i], err = r.nodeOf(ctx, e, errs[i]); err != nil {
			ctx := graphql.WithPathContext(ctx, graphql.NewPathWithIndex(i))
			graphql.AddError(ctx, gqlerror.WrapPath(graphql.GetPath(ctx), err))
		}
	}
	return list, nil
}

// nodeOf returns a node of any type: an entity, or what this server keeps itself; nil for
// none.
func (r *Resolver) nodeOf(ctx context.Context, e entity.Entity, err error) (model.Node, error) {
	if kept, ok := errors.AsType[plan.KeptError](err); ok {
		return r.kept(ctx, kept)
	}
	if e == nil || err != nil {
		return nil, err
	}
	return any(e).(model.Node), nil
}
