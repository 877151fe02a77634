package repair

import (
	"errors"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Passable returns the error with which a page of an edge was refused, if it may be about one of
// the nodes on the page, so that the others can be read around that; nil where it is not, or
// where that was tried in vain before.
func (s *Session) Passable(m entity.Missing, err error) *graphapi.Error {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok {
		return nil
	}
	p := expansion.Part{Of: m.Node.Plan, Name: m.Edge.Name, Key: m.Edge.Key, Permission: m.Node.Plan.EdgePermission(m.Edge)}
	if s.Impassable(m) || !suspect.OfARow(s.dialect, p, refusal) {
		return nil
	}
	return refusal
}
