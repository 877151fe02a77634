package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish/publication"
)

// errNotKept is the error of a server that keeps no publications.
var errNotKept = problem.New(problem.Unsupported, "this server publishes nothing", "Ask a server that has a database.")

// publication returns the viewer's publication with an id; nil for none.
func (r *Resolver) publication(ctx context.Context, id string) (*model.Publication, error) {
	p, by, err := r.ownPublication(ctx, id)
	return by.shown(shownPublication(p)), err
}

// ownPublication returns the viewer's publication with an id, and who has it; nil for none.
func (r *Resolver) ownPublication(ctx context.Context, id string) (p *publication.Publication, by keeper, err error) {
	if _, err := viewerLoader(ctx); err != nil {
		return nil, by, err
	}
	if r.Publications == nil {
		return nil, by, errNotKept
	}
	if by, err = r.keeper(ctx, id); err != nil {
		return nil, by, err
	}
	p, err = r.Publications.Publication(by.context(ctx), id)
	return p, by, err
}

// keeper is who has a publication: the operation's viewer, or another account of the person.
type keeper struct {
	*connected
	part *part
}

// keeper returns who is to be asked for a publication: the viewer, unless another account of
// the person has published.
func (r *Resolver) keeper(ctx context.Context, id string) (k keeper, err error) {
	main, ok := transport.OperationFrom(ctx).(*running)
	if !ok || main.connected == nil || !main.connected.viewer.Others {
		return k, nil
	}
	account, err := r.Publications.AccountOf(ctx, id)
	if account == "" || err != nil {
		return k, err
	}
	k.connected = main.connected
	k.part, err = k.openFor(ctx, main, account)
	return k, err
}

// context returns the context in which the publication is asked for.
func (k keeper) context(ctx context.Context) context.Context {
	if k.part == nil {
		return ctx
	}
	return k.part.context(ctx)
}

// shown returns the publication, and has what is selected of it read as it was itself.
func (k keeper) shown(p *model.Publication) *model.Publication {
	if k.part != nil && p != nil {
		k.show(p, k.part)
	}
	return p
}

// publicationID returns the id of a publication that a client gives as an argument.
func publicationID(argument, text string) (string, error) {
	if globalid.IsGraphID(text) {
		return text, nil
	}
	id, err := globalid.Parse(text)
	switch {
	case err != nil:
		return "", problem.Input(argument, "is not the id of a publication", "Give an id as publishMedia answered it.")
	case id.Type != publicationType:
		return "", problem.Input(argument, "is the id of a "+id.Type+", not of a Publication", "Give an id as publishMedia answered it.")
	}
	return id.GraphID, nil
}

// shownPublication returns a publication as clients see it; nil for none.
func shownPublication(p *publication.Publication) *model.Publication {
	if p == nil {
		return nil
	}
	shown := &model.Publication{
		ID: globalid.New(publicationType, p.ID), State: model.PublicationState(p.State), Progress: p.Progress,
		PublishAt: orNil(p.PublishAt), RetryAt: orNil(p.RetryAt), CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt,
		MediaID: p.MediaID, ContainerIDs: p.ContainerIDs(),
	}
	if why := p.Failure; why != nil {
		shown.Error = &model.PublicationError{Code: why.Code, Message: why.Message, Hint: why.Hint}
		if why.Outcome != "" {
			outcome := model.WriteOutcome(why.Outcome)
			shown.Error.Outcome = &outcome
		}
	}
	return shown
}

func orNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// wantedBehind returns what is asked of the nodes behind the field that is resolved.
func (r *Resolver) wantedBehind(ctx context.Context) *expansion.Expansion {
	return plan.CompileNode(r.Mapping, runningFrom(ctx).plan.Dialect, graphql.GetOperationContext(ctx), graphql.GetFieldContext(ctx).Field)
}

// knownNodes returns the nodes behind a field, of which their ids are known. One that could not
// be read is left out, with an error in its place.
func knownNodes[T any](ctx context.Context, r *Resolver, ids []string) ([]*T, error) {
	if len(ids) == 0 {
		return []*T{}, nil
	}
	found, errs := runningFrom(ctx).loader.Named(ids, r.wantedBehind(ctx))
	list := make([]*T, 0, len(ids))
	for i, e := range found {
		if errs[i] != nil {
			graphql.AddError(ctx, gqlerror.WrapPath(graphql.GetPath(ctx), errs[i]))
			continue
		}
		list = append(list, any(e).(*T))
	}
	return list, nil
}

// published returns the media that a publication became; nil before, and if the Graph API does
// not show the media.
func published(ctx context.Context, r *Resolver, of *model.Publication) (*model.Media, error) {
	if of.MediaID == "" {
		return nil, nil
	}
	found, errs := runningFrom(ctx).loader.Shown([]string{of.MediaID}, r.wantedBehind(ctx))
	return modelOf[model.Media](found[0], errs[0])
}
