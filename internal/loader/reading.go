package loader

import (
	"cmp"
	"sync"

	"github.com/graph-gophers/dataloader/v7"

	"github.com/gramql/gramql/internal/connection"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/loader/rows"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// reading is how an operation's nodes are read, each once however many fields ask.
type reading struct {
	me            func() ([]entity.Entity, error)
	accounts      func() ([]entity.Entity, error)
	facebookPages func() ([]entity.Entity, error)
	roots         func() nodes.Results
	lookups       *dataloader.Loader[lookupKey, entity.Entity]
	edges         *connection.Edges
	rows          *rows.Rows
}

// lookupKey is the id of a node, what is wanted of the node, and whether it has been
// read already.
type lookupKey struct {
	id    string
	node  *expansion.Expansion
	known bool
}

// newReading returns how the operation's nodes are read.
func (l *Loader) newReading() *reading {
	return &reading{
		me:            sync.OnceValues(l.ownAccount),
		accounts:      sync.OnceValues(l.allAccounts),
		facebookPages: sync.OnceValues(l.allFacebookPages),
		roots:         sync.OnceValue(l.lookUpRoots),
		lookups: dataloader.NewBatchedLoader(l.lookUpTogether,
			dataloader.WithWait[lookupKey, entity.Entity](cmp.Or(l.shared.Wait, defaultWait)),
			dataloader.WithBatchCapacity[lookupKey, entity.Entity](plan.MaxNodes)),
		edges: connection.NewEdges(source{l}),
		rows:  rows.New(l.Lookups, l.models, source{l}),
	}
}
