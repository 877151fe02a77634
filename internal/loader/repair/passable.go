package repair

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Passable returns the error with which a page of an edge was refused, if it may be about one of
// the nodes on the page, so that the others can be read around that; nil where it is not, or
// where that was tried in vain before.
func (s *Session) Passable(m entity.Missing, err error) *graphapi.Error {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || s.Impassable(m) || ofAParameter(m, refusal) || !suspect.OfARow(partOf(m), refusal) || s.MayLack(m, refusal) && m.On != nil || ofAll(m) {
		return nil
	}
	return refusal
}

// MayLack reports whether a page of an edge may have been refused for the want of the edge's own
// permission: nothing shows that the token has it, be it an earlier page, or that of another node.
func (s *Session) MayLack(m entity.Missing, refusal *graphapi.Error) bool {
	return suspect.OfItsPermission(s.dialect, partOf(m), refusal) && !paging.HasPosition(m.Edge.Params) && !beside(m)
}

// ofAParameter reports whether an error names a parameter of a page.
func ofAParameter(m entity.Missing, refusal *graphapi.Error) bool {
	names := refusal.Named()
	return slices.ContainsFunc(m.Edge.Params, func(p fields.Param) bool { return slices.Contains(names, p.Name) })
}

// ofAll reports whether several nodes are on a page, and all of them were refused an edge: then it is
// the edge that is refused.
func ofAll(m entity.Missing) bool { return m.Page != nil && len(m.Page.Items) > 2 && !beside(m) }

// beside reports whether another node on the same page was answered an edge.
func beside(m entity.Missing) bool {
	return m.Page != nil && slices.ContainsFunc(m.Page.Entities(), func(e entity.Entity) bool {
		_, err := e.EntityBase().Page(m.Edge.Key)
		return e.EntityBase().Has(m.Edge.Key) && err == nil
	})
}

// partOf returns the edge that is missing as a part of its node.
func partOf(m entity.Missing) expansion.Part {
	return expansion.Part{Of: m.Node.Plan, Name: m.Edge.Name, Key: m.Edge.Key, Permission: m.Node.Plan.EdgePermission(m.Edge)}
}
