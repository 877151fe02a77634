package rows

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// rowPart is an edge or a field that nodes on a page are asked for apart from each other,
// because one of the nodes may be refused that part.
type rowPart interface {
	// wanted returns an expansion that asks for the part and nothing else.
	wanted(entity.Missing) *expansion.Expansion
	// alone asks for the part of one node by the node's id, and gives what came to the node.
	alone(entity.Missing) error
	// give gives a node the part that came with a page.
	give(m entity.Missing, from entity.Entity)
	// refuse gives a node the error of the part, and remembers the error.
	refuse(m entity.Missing, err error)
	// leave gives a node the error of a part that the node itself was not asked for.
	leave(m entity.Missing, err error)
	// refused returns the error with which a node is remembered to be refused the part; nil
	// when no such error is remembered.
	refused(entity.Missing) error
}

// rowEdge is an edge that was left out of the call for a page.
type rowEdge struct{ *Rows }

func (rowEdge) wanted(m entity.Missing) *expansion.Expansion {
	return expansion.EdgeOnly(m.Edge.Parent, m.Edge)
}

func (p rowEdge) alone(m entity.Missing) error {
	page, err := p.source.FollowUpAlone(m.Node, m.Edge)
	if err == nil {
		m.Node.Put(m.Edge.Key, page, nil)
	}
	return err
}

func (rowEdge) give(m entity.Missing, from entity.Entity) {
	if page, _ := from.EntityBase().Page(m.Edge.Key); page != nil && !m.Node.Has(m.Edge.Key) {
		m.Node.Put(m.Edge.Key, page, nil)
	}
}

func (p rowEdge) refuse(m entity.Missing, err error) {
	if known := p.RefusedEdge(m); known != nil {
		err = known
	}
	m.Node.Put(m.Edge.Key, nil, m.Edge.Refusal(err))
	p.RememberEdge(m, err)
}

func (p rowEdge) leave(m entity.Missing, err error) {
	if m.Node.Has(m.Edge.Key) {
		return
	}
	m.Node.Put(m.Edge.Key, nil, m.Edge.Refusal(err))
	if !suspect.MayDiffer(err) {
		p.RememberEdge(m, err)
	}
}

func (p rowEdge) refused(m entity.Missing) error { return p.RefusedEdge(m) }

// rowField is a field, or an object, that the nodes on a page have lost.
type rowField struct {
	*Rows
	// node asks for the part alone.
	node *expansion.Expansion
	part expansion.Part
}

func (p rowField) wanted(entity.Missing) *expansion.Expansion { return p.node }

func (p rowField) alone(m entity.Missing) error {
	found, err := p.Get(m.Node.GraphID, p.node)
	if err == nil {
		p.give(m, found)
	}
	return err
}

func (p rowField) give(m entity.Missing, from entity.Entity) {
	if m.Node.Plan.Refused[p.part.Key] == nil {
		return // it was asked by itself before
	}
	p.fill(m, p.node, from, map[string]error{p.part.Key: nil})
}

func (p rowField) refuse(m entity.Missing, err error) {
	p.RememberPart(m.Node.GraphID, p.part, err)
	p.fill(m, p.node, nil, map[string]error{p.part.Key: (*expansion.Edge)(nil).Refusal(err)})
}

func (p rowField) leave(m entity.Missing, err error) {
	p.fill(m, p.node, nil, map[string]error{p.part.Key: (*expansion.Edge)(nil).Refusal(err)})
}

func (p rowField) refused(m entity.Missing) error {
	return p.RefusedPart(m.Node.GraphID, p.part)
}

// forbidden reports whether an error says that a permission is missing, or seems to.
func forbidden(err error) bool { return graphapi.KindOf(err) == graphapi.Forbidden }
