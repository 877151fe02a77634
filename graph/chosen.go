package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/viewer"
)

// The type whose fields are carried out in the names of the accounts that their inputs choose.
const mutationType = "Mutation"

// choose returns the part of the mutation that is resolved: in the name of the connected
// account that its input chooses. It is nil where the input chooses none, or none that is
// connected: the Graph API may know more of the viewer's accounts.
func (c *connected) choose(ctx context.Context, main *running) (*part, error) {
	fc, operation := graphql.GetFieldContext(ctx), graphql.GetOperationContext(ctx)
	text := plan.ChosenAccount(operation, fc.Field)
	isConnection := plan.ConnectionOf(text) != ""
	if _, err := accountID(text); err != nil && !isConnection {
		return nil, nil
	}
	account, err := c.people.AccountNamed(ctx, c.viewer.Person, text, c.viewer.Among())
	if err != nil {
		return nil, err
	}
	switch named := account.Graph != "" && !isPerson(account, text); {
	case !named && isConnection:
		return nil, problem.ErrOtherAccount
	case !named:
		return nil, nil
	}
	v := c.viewer
	if isConnection || account.Graph != v.Account {
		v = c.viewerOf(c.viewer, account)
	}
	if refused := c.narrowField(v, operation, fc); refused != nil {
		return nil, refused
	}
	compiled := plan.CompileChosen(c.own(v), c.mapping, v.Dialect, operation, fc.Field)
	p := c.begin(ctx, main, v, compiled)
	main.plan.Leave(fc.Field.Alias)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.parts = append(c.parts, p)
	c.chosen[fc.Field.Alias] = p
	return p, nil
}

// isPerson reports whether a text is no id of an account, but of the person at Facebook who
// has it.
func isPerson(account login.Account, text string) bool {
	if id, err := globalid.Parse(text); err == nil {
		text = id.GraphID
	}
	return account.Login == dialect.Facebook && text == account.User && text != account.Graph
}

// begin returns a part that asks in the name of a viewer by a plan of its own.
func (c *connected) begin(ctx context.Context, main *running, v viewer.Viewer, p *plan.Plan) *part {
	r := &running{main: main, quota: c.quotas.Of(v.ID), people: c.people, keys: c.keys, apps: c.apps, prepared: prepared{plan: p}}
	r.read(viewer.NewContext(transport.NewContext(ctx, r), v), c.loaders, main.loader.Anew)
	return &part{running: r, viewer: v, guard: &guard{c.mapping, v.Dialect.Login, p, r.loader, nil}}
}

// bound returns the most calls that the parts can cost which the operation's own plan leaves
// to them.
func (c *connected) bound() (calls int) {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.chosen {
		calls += p.running.loader.Bound()
	}
	return calls
}
