// Package expand answers field expansions: it checks one against the catalog,
// reads each level of it with a single SQL statement, and writes the JSON.
//
//	compile  fields=… → a tree of levels; what is unknown or forbidden is refused
//	load     one statement per level, for all of the rows above it at once
//	write    rows → JSON, with paging blocks and links
//
// Source: Meta, Graph API, "Field Expansion" and "Paginated Results".
package expand

import (
	"context"
	"time"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/store"
)

// Call is what someone asks about some nodes.
type Call struct {
	Viewer Viewer
	// Fields is nil for the default fields.
	Fields fields.List
	// Aliases are taken where Fields name some; else the call is refused.
	Aliases bool
	// Param returns a parameter of the edge in the path; "" if it is missing.
	Param func(name string) string
	Link  Link
	Now   time.Time
	// Quirk reports whether to misbehave in a way now: on an edge or, where edge is
	// "", on a node. Nil is never.
	Quirk func(quirk Quirk, edge string) bool

	rows int // reserved so far
}

// Quirk is a way in which Meta's answers were seen to be awkward though right.
type Quirk string

// The quirks.
const (
	ShortPage      Quirk = "ShortPage"      // a page holds half of its rows; next leads to the others
	EmptyPage      Quirk = "EmptyPage"      // a page holds no rows; next leads to them
	NoLinks        Quirk = "NoLinks"        // a page has cursors, but no next and no previous
	SameCursor     Quirk = "SameCursor"     // a page has the cursor that it was asked for by, and next leads back to it
	ByOffset       Quirk = "ByOffset"       // a page has no cursors, and next leads on by offset
	ByAfterID      Quirk = "ByAfterID"      // a page has no cursors, and next leads on by __after_id
	ByTime         Quirk = "ByTime"         // a page has no cursors, and next leads on by until and __paging_token
	NoMediaURL     Quirk = "NoMediaURL"     // media_url is missing, as on media with claimed music
	IgnoredAliases Quirk = "IgnoredAliases" // .as(…) is overlooked, so that the later of two pages of an edge wins
	NoAliases      Quirk = "NoAliases"      // .as(…) is refused though others are taken
)

func (c *Call) quirk(quirk Quirk, edge string) bool { return c.Quirk != nil && c.Quirk(quirk, edge) }

// Graph answers calls out of a store.
type Graph struct {
	db    *store.DB
	walks walks
}

// New returns a Graph that reads db.
func New(db *store.DB) *Graph { return &Graph{db: db, walks: walks{places: map[string]int64{}}} }

// Answer holds the result of each node of a call, in the call's order.
type Answer struct {
	call    *Call
	results []result
}

// result is where the answer about one node is: in a row of a level or, for an
// edge, in the rows of one parent.
type result struct {
	level *level
	row   int
}

// Nodes reads nodes of any types. The error is an *apierror.Error if the call is
// refused.
func (g *Graph) Nodes(ctx context.Context, call *Call, nodes []Node) (*Answer, error) {
	return g.each(nodes, call, func(c *compiler, t *catalog.Type, ids []int64) (*level, error) {
		l, err := c.node(t)
		if err != nil {
			return nil, err
		}
		return l, g.loadNodes(ctx, call, l, ids)
	})
}

// Check returns why nodes of a type could not be read by a call; nil if they could. It
// reads nothing.
func Check(call *Call, t *catalog.Type) error {
	_, err := (&compiler{call: call}).node(t)
	return err
}

// Edge reads one edge of nodes that all have it.
func (g *Graph) Edge(ctx context.Context, call *Call, name string, nodes []Node) (*Answer, error) {
	return g.each(nodes, call, func(c *compiler, t *catalog.Type, ids []int64) (*level, error) {
		edge := t.Edge(name, call.Viewer.Login)
		l, err := c.edge(edge, call.Fields, call.Param)
		if err != nil {
			return nil, err
		}
		if edge.Subject == "" {
			return l, g.loadEdge(ctx, call, l, ids)
		}
		parents := &level{typ: t}
		it := item{level: l}
		if it.column, l.query, err = c.insights(parents, l); err != nil {
			return nil, err
		}
		parents.items = []item{it}
		return l, g.loadNodes(ctx, call, parents, ids)
	})
}

// each reads all nodes of the same type at once.
func (g *Graph) each(nodes []Node, call *Call, read func(*compiler, *catalog.Type, []int64) (*level, error)) (*Answer, error) {
	answer := &Answer{call: call, results: make([]result, len(nodes))}
	c := &compiler{call: call}
	done := map[*catalog.Type]*level{}
	for _, first := range nodes {
		if done[first.Type] != nil {
			continue
		}
		var ids []int64
		places := map[int]int{}
		for i, node := range nodes {
			if node.Type == first.Type {
				places[i] = len(ids)
				ids = append(ids, node.ID)
			}
		}
		l, err := read(c, first.Type, ids)
		if err != nil {
			return nil, err
		}
		done[first.Type] = l
		for i, row := range places {
			answer.results[i] = result{l, row}
		}
	}
	return answer, nil
}

// AppendNode writes the i-th node as JSON.
func (a *Answer) AppendNode(text []byte, i int) []byte {
	w := writer{text, a.call}
	w.node(a.results[i].level, a.results[i].row)
	return w.text
}

// AppendEdge writes the edge of the i-th node as JSON.
func (a *Answer) AppendEdge(text []byte, i int) []byte {
	w := writer{text, a.call}
	w.edge(a.results[i].level, a.results[i].row)
	return w.text
}
