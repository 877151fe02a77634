package graph

import (
	"context"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish"
)

// publishMedia accepts a post.
func (r *Resolver) publishMedia(ctx context.Context, input model.PublishMediaInput) (*model.PublishMediaPayload, error) {
	if _, err := viewerLoader(ctx); err != nil {
		return nil, err
	}
	if r.Publications == nil {
		return nil, errNotKept
	}
	request := publish.Request{Content: *input.Content, Key: input.IdempotencyKey.Value(), PublishAt: input.PublishAt.Value()}
	if id := input.AccountID.Value(); id != nil && runningFrom(ctx).main == nil { // else the viewer is the account's
		var err error
		if request.Account, err = accountID(*id); err != nil {
			return nil, err
		}
	}
	p, err := r.Publications.Publish(ctx, request)
	if err != nil {
		return nil, notPosted(err)
	}
	return &model.PublishMediaPayload{Publication: shownPublication(p)}, nil
}

// notPosted returns the error of a post that was not accepted: no call has written anything.
func notPosted(err error) error {
	if graphapi.KindOf(err) != graphapi.Unknown && graphapi.OutcomeOf(err) == graphapi.OutcomeUnknown {
		return &graphapi.WriteError{Err: err, Outcome: graphapi.OutcomeNotSent}
	}
	return err
}

// accountID returns the Graph API's id of an account that a client gives as an argument.
func accountID(text string) (string, error) {
	if globalid.IsGraphID(text) {
		return text, nil
	}
	id, err := globalid.Parse(text)
	if err != nil || id.Type != userType || len(id.Way.Steps) > 0 {
		return "", problem.Input("input.accountId", "is not the id of an account", "Give the id, graphId or userId of one of accounts, or leave it out.")
	}
	return id.GraphID, nil
}

// cancelPublication ends a publication that is not being published yet.
func (r *Resolver) cancelPublication(ctx context.Context, input model.CancelPublicationInput) (*model.CancelPublicationPayload, error) {
	if _, err := viewerLoader(ctx); err != nil {
		return nil, err
	}
	if r.Publications == nil {
		return nil, errNotKept
	}
	id, err := publicationID("input.publicationId", input.PublicationID)
	if err != nil {
		return nil, err
	}
	by, err := r.keeper(ctx, id)
	if err != nil {
		return nil, err
	}
	p, err := r.Publications.Cancel(by.context(ctx), id)
	if err != nil {
		return nil, notPosted(err)
	}
	return &model.CancelPublicationPayload{Publication: by.shown(shownPublication(p))}, nil
}
