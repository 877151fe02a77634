package graph

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/viewer"
)

// connected are the parts of an operation that ask in the names of connected accounts: each
// by its own token, whoever the operation's viewer is.
type connected struct {
	operations
	viewer viewer.Viewer
	// accounts returns the person's accounts with their tokens.
	accounts func(context.Context) ([]login.Account, error)

	mu sync.Mutex
	// by are the parts by their field's place and the id of the account's connection, and
	// shown those by which accounts and publications were read.
	by    map[string]*part
	shown map[model.Node]*part
	// chosen are the parts of mutations by their keys in the answer.
	chosen map[string]*part
	parts  []*part
	asked  int
}

// part is what an operation asks at one field, in the name of one token: of its account, or
// of all its accounts by a look-up of each.
type part struct {
	running *running
	viewer  viewer.Viewer
	guard   *guard
	// accounts are the Graph API ids of the accounts that are looked up, and found is what
	// comes of it, in their order; nil for the token's own account.
	accounts []string
	found    func() ([]entity.Entity, []error)
}

// newConnected returns the parts of an operation of a viewer, of which there are none yet.
func (o operations) newConnected(v viewer.Viewer) *connected {
	c := &connected{operations: o, viewer: v, by: map[string]*part{}, shown: map[model.Node]*part{}, chosen: map[string]*part{}}
	var once sync.Once
	var accounts []login.Account
	var err error
	c.accounts = func(ctx context.Context) ([]login.Account, error) {
		once.Do(func() { accounts, err = o.people.Opened(ctx, v.Person, v.Among()) })
		return accounts, err
	}
	return c
}

// The field that is resolved in the name of the account that its object is.
const connectedField = "user"

// at returns the part that a field belongs to; nil for one that asks in the viewer's name.
func (c *connected) at(fc *graphql.FieldContext) *part {
	for ; fc != nil; fc = fc.Parent {
		if fc.Object == mutationType && fc.Field.Field != nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			return c.chosen[fc.Field.Alias]
		}
		if p := c.showing(parentOf(fc)); p != nil {
			return p
		}
		if fc.Object == connectedType && fc.Field.Field != nil && fc.Field.Name == connectedField {
			of, ok := parentOf(fc.Parent).(*model.ConnectedAccount)
			if !ok {
				return nil
			}
			c.mu.Lock()
			defer c.mu.Unlock()
			return c.by[placeOf(fc)+keptName(connectedType, of.ID)]
		}
	}
	return nil
}

// showing returns the part by which an object was read; nil for one that was read in the
// viewer's name.
func (c *connected) showing(object any) *part {
	switch node := object.(type) {
	case *model.User:
		return c.shownBy(node)
	case *model.Publication:
		return c.shownBy(node)
	}
	return nil
}

func (c *connected) shownBy(node model.Node) *part {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.shown[node]
}

// show notes by which part a node was read.
func (c *connected) show(node model.Node, p *part) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shown[node] = p
}

// viewerAt returns the viewer in whose name the context's field asks; an empty one for nobody.
func viewerAt(ctx context.Context) viewer.Viewer {
	if r, ok := transport.OperationFrom(ctx).(*running); ok && r.connected != nil {
		if p := r.connected.at(graphql.GetFieldContext(ctx)); p != nil {
			return p.viewer
		}
	}
	v, _ := viewer.FromContext(ctx)
	return v
}

// partOf returns the part in which a field is resolved, which begins with a mutation that
// chooses an account; nil for a field that is resolved in the viewer's name.
func (c *connected) partOf(ctx context.Context, fc *graphql.FieldContext) (*part, error) {
	if main, ok := transport.OperationFrom(ctx).(*running); ok && fc.Object == mutationType {
		return c.choose(ctx, main)
	}
	return c.at(fc.Parent), nil
}

// placeOf returns the place of a field in the operation, whichever items of lists it is in.
func placeOf(fc *graphql.FieldContext) string {
	var place strings.Builder
	for _, step := range fc.Path() {
		if name, ok := step.(ast.PathName); ok {
			place.WriteString(string(name) + ".")
		}
	}
	return place.String()
}

var (
	errDisconnected = problem.New(problem.NotFound, "the account is not connected any more", "Ask for viewer { accounts } again.")
	errTooMany      = problem.New(problem.OperationTooLarge, "one operation asks for no more than 50 connected accounts", "Ask for the others in the name of one at a time: X-GramQL-Account.")
)

// open returns the part of the field that is resolved, for an account by the id of its
// connection. Accounts beside it that the same token is for share the part.
func (c *connected) open(ctx context.Context, main *running, id string, beside []string) (*part, error) {
	fc := graphql.GetFieldContext(ctx)
	place := placeOf(fc)
	accounts, err := c.accounts(ctx)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := c.by[place+id]; p != nil {
		return p, nil
	}
	var account *login.Account
	for i := range accounts {
		if accounts[i].ID == id {
			account = &accounts[i]
		}
	}
	if account == nil {
		return nil, errDisconnected
	}
	var ids, accountIDs []string
	for _, a := range accounts {
		if slices.Contains(beside, a.ID) && (a.ID == id || a.Login == dialect.Facebook && account.Token != "" && a.Token == account.Token) {
			ids, accountIDs = append(ids, a.ID), append(accountIDs, a.Graph)
		}
	}
	if c.asked += len(ids); c.asked > plan.MaxConnected {
		return nil, errTooMany
	}
	v := c.viewerOf(c.viewer, *account)
	if refused := c.narrowAt(v, graphql.GetOperationContext(ctx), fc); refused != nil {
		return nil, refused
	}
	p := c.part(ctx, main, fc, v, accountIDs)
	c.parts = append(c.parts, p)
	for _, id := range ids {
		c.by[place+id] = p
	}
	return p, nil
}

// part makes the part of a field in the name of a viewer, for accounts that the viewer's
// token is for.
func (c *connected) part(ctx context.Context, main *running, fc *graphql.FieldContext, v viewer.Viewer, accounts []string) *part {
	operation := graphql.GetOperationContext(ctx)
	compiled, node := plan.CompileConnected(c.mapping, v.Dialect, operation, fc.Field, len(accounts))
	p := c.begin(ctx, main, v, compiled)
	p.accounts = accounts
	if node != nil {
		p.found = sync.OnceValues(func() ([]entity.Entity, []error) { return p.running.loader.Named(accounts, node) })
	}
	return p
}

// context returns the context in which a field of the part is resolved.
func (p *part) context(ctx context.Context) context.Context {
	return viewer.NewContext(transport.NewContext(ctx, p.running), p.viewer)
}

// nodes returns how many nodes were read for all parts.
func (c *connected) nodes() (n int) {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.parts {
		n += p.running.loader.Nodes()
	}
	return n
}
