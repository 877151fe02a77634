package refusals

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// RefusedPart returns the error with which a part of what is called for is remembered to be
// refused; nil when it is not.
func (k *Known) RefusedPart(of string, p expansion.Part) error {
	if v, ok := k.Recall(OfPart(of, p)); ok {
		return v.Err
	}
	return nil
}

// RememberAll keeps that all nodes on an edge are refused a part, when that is not going to
// pass by itself. One of the nodes says which edge.
func (k *Known) RememberAll(on entity.Missing, p expansion.Part, err error) {
	if graphapi.KindOf(err) != graphapi.NotFound && !graphapi.Retryable(err) {
		k.Keep(ofAll(on, p), Verdict{Err: err})
	}
}

// RefusedAll returns the error with which all nodes on an edge are remembered to be refused a
// part; nil when they are not.
func (k *Known) RefusedAll(on entity.Missing, p expansion.Part) error {
	if v, ok := k.Recall(ofAll(on, p)); ok {
		return v.Err
	}
	return nil
}

// ofAll is the refusal of a part of all nodes on the edge that a node is on.
func ofAll(on entity.Missing, p expansion.Part) Refusal {
	return Of("of all", on.From.GraphID, on.On.Key, p.Asked())
}

// RememberEdge keeps that one node is refused an edge, when that is not going to
// pass by itself.
func (k *Known) RememberEdge(m entity.Missing, err error) {
	switch kind := graphapi.KindOf(err); {
	case err == nil || kind == graphapi.Unknown || graphapi.Retryable(err):
	case suspect.TooOld(err):
		k.Keep(ofEdge(m, m.Edge.Name), Verdict{Err: err})
	default: // the node may have other metrics
		k.Keep(ofEdge(m, m.Edge.Words()), Verdict{Err: err})
	}
}

// RefusedEdge returns the error with which a node is remembered to be refused an
// edge; nil when it is not.
func (k *Known) RefusedEdge(m entity.Missing) error {
	for _, of := range []string{m.Edge.Name, m.Edge.Words()} {
		if v, ok := k.Recall(ofEdge(m, of)); ok {
			return v.Err
		}
	}
	return nil
}
