package graph

import (
	"context"
	"errors"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/parallel"
	"github.com/gramql/gramql/internal/plan"
)

// lookUp returns the nodes that a root field asks for by their ids: the person's other accounts
// by tokens of their own, side by side, and all else in the viewer's name.
func (c *connected) lookUp(ctx context.Context, main *running, root *plan.Root) (found []entity.Entity, errs []error, err error) {
	apart, err := c.others(ctx, root)
	if err != nil {
		return nil, nil, err
	}
	if len(apart) == 0 || hasWay(root) {
		found, errs = main.loader.Root(root)
	} else {
		found, errs = without(main, root, apart)
	}
	var beside []string
	for _, a := range apart {
		beside = append(beside, a.ID)
	}
	var calls parallel.Calls
	for i, a := range apart {
		p, err := c.open(ctx, main, a.ID, beside)
		if errs[i] = err; err != nil {
			continue
		}
		calls.Start(func() {
			var u *model.User
			if u, errs[i] = p.user(a.Graph); u != nil {
				found[i] = u
				c.show(u, p)
			}
		})
	}
	calls.Wait()
	return found, errs, nil
}

// hasWay reports whether a node is asked for that is found only as it was reached.
func hasWay(root *plan.Root) bool {
	for _, l := range root.Lookups {
		if len(l.Way) > 0 {
			return true
		}
	}
	return false
}

// without returns the nodes of a root field in the viewer's name, but for those with some indexes.
func without(main *running, root *plan.Root, apart map[int]*login.Account) (found []entity.Entity, errs []error) {
	own := slices.Clone(root.Lookups)
	for i := range apart {
		own[i].Err = errApart // is not looked up
	}
	found, errs = main.loader.LookUp(own...)
	for i := range apart {
		errs[i] = nil
	}
	return found, errs
}

// errApart keeps a look-up from being made in the viewer's name.
var errApart = errors.New("another token is for the account")

// others returns the accounts that a root field asks for, by the indexes of its look-ups, which
// the viewer's token is not for.
func (c *connected) others(ctx context.Context, root *plan.Root) (map[int]*login.Account, error) {
	apart := map[int]*login.Account{}
	for i, l := range root.Lookups {
		if l.Err != nil || l.Node.Type.Name != userType || len(l.Way) > 0 {
			continue
		}
		accounts, err := c.accounts(ctx)
		if err != nil {
			return nil, err
		}
		if a := c.other(accounts, l.ID); a != nil {
			apart[i] = a
		}
	}
	return apart, nil
}

// The type of accounts.
const userType = "User"

// other returns the account with an id, if the viewer's token is not for it; else nil. Of an
// account that is connected by two login types it is the one that works.
func (c *connected) other(accounts []login.Account, id string) (found *login.Account) {
	for i := range accounts {
		a := &accounts[i]
		switch {
		case a.Graph != id && (a.Login == dialect.Facebook || a.User != id):
		case a.Access == c.viewer.Access, a.Token != "" && a.Token == c.viewer.Token:
			return nil
		case found == nil, found.Token == "":
			found = a
		}
	}
	return found
}

// openFor returns the part of the root field that is resolved, in the name of the account with
// an id; nil for one that the viewer's token is for, and for one of another person.
func (c *connected) openFor(ctx context.Context, main *running, id string) (*part, error) {
	accounts, err := c.accounts(ctx)
	if err != nil {
		return nil, err
	}
	account := c.other(accounts, id)
	if account == nil {
		return nil, nil
	}
	fc, operation := graphql.GetFieldContext(ctx), graphql.GetOperationContext(ctx)
	v := c.viewerOf(c.viewer, *account)
	if refused := c.narrowAt(v, operation, fc); refused != nil {
		return nil, refused
	}
	p := c.begin(ctx, main, v, plan.CompileChosen(c.own(v), c.mapping, v.Dialect, operation, fc.Field))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.parts = append(c.parts, p)
	return p, nil
}
