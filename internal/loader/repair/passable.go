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
	if _, tried := s.recall(impassable(m)); tried || !suspect.OfARow(s.dialect, p, refusal) {
		return nil
	}
	return refusal
}

// Around is where a page is refused for one of its nodes: so many nodes before can be read, and
// so many behind these hold the one. The zero value knows nothing.
type Around struct{ Good, Among int }

// Around returns where a page is remembered to be refused for one of its nodes.
func (s *Session) Around(m entity.Missing) Around {
	v, _ := s.recall(around(m))
	return v.around
}

// RememberAround keeps where a page is refused for one of its nodes.
func (s *Session) RememberAround(m entity.Missing, where Around, err error) {
	s.keep(around(m), verdict{err: err, around: where})
}

func around(m entity.Missing) refusal { return ofEdge(m, "around in "+m.Edge.Words()) }

// RememberImpassable keeps that no node of an edge can be read where its page is refused.
func (s *Session) RememberImpassable(m entity.Missing, err error) {
	s.keep(impassable(m), verdict{err: err})
}

func impassable(m entity.Missing) refusal { return ofEdge(m, "around "+m.Edge.Words()) }
