package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/parallel"
	"github.com/gramql/gramql/internal/viewer"
)

// user returns a connected account as the Graph API shows it.
func (r *Resolver) user(ctx context.Context, of *model.ConnectedAccount) (*model.User, error) {
	running, ok := transport.OperationFrom(ctx).(*running)
	if !ok || running.connected == nil {
		return nil, nobody(ctx)
	}
	id := keptName(connectedType, of.ID)
	beside := []string{id}
	for _, each := range besides(graphql.GetFieldContext(ctx)) {
		beside = append(beside, keptName(connectedType, each.ID))
	}
	p, err := running.connected.open(ctx, running, id, beside)
	if err != nil {
		return nil, err
	}
	return p.user(of.GraphID)
}

// besides returns the connected accounts that stand in one list with the one whose field is
// resolved.
func besides(fc *graphql.FieldContext) []*model.ConnectedAccount {
	if fc.Parent == nil || fc.Parent.Index == nil || fc.Parent.Parent == nil {
		return nil
	}
	list, _ := fc.Parent.Parent.Result.([]*model.ConnectedAccount)
	return list
}

// users returns all connected accounts as the Graph API shows them, the first first, side by
// side. One that could not be read is left out, with an error in its place. An account that is
// connected by two login types is there once.
func (c *connected) users(ctx context.Context, main *running) ([]*model.User, error) {
	accounts, err := c.accounts(ctx)
	if err != nil {
		return nil, err
	}
	var each []login.Account
	for _, a := range accounts {
		before := slices.IndexFunc(each, func(b login.Account) bool { return b.Graph == a.Graph })
		switch {
		case before < 0:
			each = append(each, a)
		case each[before].Token == "": // the other login type may work
			each[before] = a
		}
	}
	ids := make([]string, len(each))
	for i, a := range each {
		ids[i] = a.ID
	}
	found, errs := make([]*model.User, len(each)), make([]error, len(each))
	var calls parallel.Calls
	for i, a := range each {
		p, err := c.open(ctx, main, a.ID, ids)
		if errs[i] = err; err != nil {
			continue
		}
		calls.Start(func() {
			if found[i], errs[i] = p.user(a.Graph); found[i] != nil {
				c.show(found[i], p)
			}
		})
	}
	calls.Wait()
	list := make([]*model.User, 0, len(each))
	for i, u := range found {
		switch {
		case errs[i] != nil:
			graphql.AddError(viewer.NewContext(ctx, c.viewerOf(c.viewer, each[i])), gqlerror.WrapPath(graphql.GetPath(ctx), errs[i]))
		case u != nil:
			list = append(list, u)
		}
	}
	return list, nil
}

// user returns one of the accounts that the part asks for.
func (p *part) user(account string) (*model.User, error) {
	if p.found == nil {
		return modelOf[model.User](p.running.loader.Me())
	}
	found, errs := p.found()
	i := slices.Index(p.accounts, account)
	return modelOf[model.User](found[i], errs[i])
}
