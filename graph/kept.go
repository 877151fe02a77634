package graph

import (
	"context"
	"slices"
	"sync"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/plan"
)

// The schema's names of the types of nodes that this server keeps.
const (
	publicationType = "Publication"
	connectedType   = "ConnectedAccount"
	keyType         = "ApiKey"
	sessionType     = "Session"
)

// keptName returns this server's name of a node of a type, which a client names by its global
// id; any other text as it is.
func keptName(typeName, text string) string {
	if id, err := globalid.ParseKept(text); err == nil && id.Type == typeName {
		return id.GraphID
	}
	return text
}

// asker is who is signed in, read once for all nodes of theirs.
type asker struct {
	once   sync.Once
	viewer *model.Viewer
	err    error
}

func (a *asker) read(ctx context.Context) (*model.Viewer, error) {
	a.once.Do(func() { a.viewer, a.err = person(ctx) })
	return a.viewer, a.err
}

// kept returns a node that this server keeps; nil for none, and for one that the viewer may not
// see.
func (r *Resolver) kept(ctx context.Context, named plan.KeptError) (model.Node, error) {
	if named.Type == publicationType {
		p, err := r.publication(ctx, named.ID)
		if p == nil || err != nil {
			return nil, err
		}
		return p, nil
	}
	p, err := runningFrom(ctx).asker.read(ctx)
	if p == nil || err != nil {
		return nil, err
	}
	id := globalid.NewKept(named.Type, named.ID)
	switch named.Type {
	case connectedType:
		return found(p.Accounts, func(a *model.ConnectedAccount) bool { return a.ID == id }), nil
	case keyType:
		return found(p.APIKeys, func(k *model.APIKey) bool { return k.ID == id }), nil
	case sessionType:
		return found(p.Sessions, func(s *model.Session) bool { return s.ID == id }), nil
	}
	return nil, nil
}

// found returns the node of a list that a condition is true of; nil for none.
func found[T model.Node](nodes []T, is func(T) bool) model.Node {
	at := slices.IndexFunc(nodes, is)
	if at < 0 {
		return nil
	}
	return nodes[at]
}
