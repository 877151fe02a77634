package expansion

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/refused"
)

// Edge is a page of an edge, and what is asked of the nodes on the page.
type Edge struct {
	*mapping.Edge
	// Params are the edge's parameters: limit, after and so on.
	Params []fields.Param
	// Key is the edge's name and parameters without the limit and the metrics: edges of a
	// node with the same key are one page, as large as the largest of them, and with the
	// metrics of all. The key of a page that is kept apart from those has a number behind.
	Key string
	// Asked says which call asks for the page.
	Asked Asked
	// MaxPages and MaxItems are the most pages, and the most items on them, that the
	// connections on this edge read.
	MaxPages, MaxItems int
	// Owner is the mark of the only node that has the page, because it starts at a
	// cursor; 0 for a page that any node has.
	Owner uint32
	// RefusedWith is the Graph API's error if the edge made the first call fail and is
	// therefore left to a call of its own.
	RefusedWith error
	// Again reports whether that call of its own asks for the edge: refused once more, the
	// edge is left to no further call.
	Again bool
	// Refused are the metrics that the Graph API refused among those that the edge is
	// asked for.
	Refused []*refused.MetricError
	// Finder reports whether the edge leads to one node instead of a page.
	Finder bool
	// Pinned reports whether the page is cut to one of its nodes, which can then be asked
	// for what no other node has.
	Pinned bool
	// Beyond, Cursors and Ends report whether a client selects if the edge goes on in the
	// direction that it is read, the cursor of each item, and the cursors of the first and
	// last item.
	Beyond, Cursors, Ends bool
	Node                  *Expansion
	// fields are the connections in the selection of the edge's node that want the page.
	fields []*ast.Field
}

// Asked says which call asks for a page of an edge. A field expansion has room for
// one page of an edge.
type Asked uint8

// The calls that can ask for a page.
const (
	// Here is the call for the edge's node.
	Here Asked = iota
	// Beside is a supplement of that call, which already asks for another page of
	// the edge.
	Beside
	// Alone is a call for this page only: it belongs to one of many nodes, it made the
	// call for them fail, or no field expansion has the edge there.
	Alone
)

// Pinnable reports whether a page of the edge can be cut to one of its nodes.
func (e *Edge) Pinnable() bool {
	return !e.Finder && e.Paging != mapping.Unpaged && e.Paging != mapping.SameCursor
}

// Divisible reports whether a page of the edge can be read in parts: no call for a part moves a
// cursor.
func (e *Edge) Divisible() bool { return e.Paged() && !e.MovesCursor() }

// PinnedTo returns the page that has nothing but the node with an id, by parameters that
// cut it so. The page is kept apart from all others of the edge.
func (e *Edge) PinnedTo(id string, params []fields.Param) *Edge {
	alone := *e
	alone.Params, alone.Pinned = params, true
	alone.Key = Key(e.Edge, params) + string(ApartMark) + id
	return &alone
}

// Unlinked reports whether the edge leads to nodes whose pages have no links: it is a
// finder, or has none itself.
func (e *Edge) Unlinked() bool { return e.Finder || e.Paging == mapping.Cursors }

// Unsaid reports whether no page of an edge of the node says that it is the last.
func (n *Expansion) Unsaid(e *mapping.Edge) bool {
	return e.Paging == mapping.Cursors || n.found && e.Paging != mapping.Unpaged
}

// Concerns reports whether a node has the edge's page.
func (e *Edge) Concerns(n interface{ Mark() uint32 }) bool {
	return e.Owner == 0 || e.Owner == n.Mark()
}

// Sought returns what a finder finds its node by. Names of accounts in capital letters
// are the same names.
func (e *Edge) Sought() string { return strings.ToLower(e.Params[0].Value) }
