package refusals

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
)

// Around is where a page is refused for some of its nodes. Runs are how many nodes can be read before
// each of those that are found, behind the one before; Good can be read behind the last of them, and
// so many behind these hold one more. The zero value knows nothing.
type Around struct {
	Runs        []int
	Good, Among int
}

// Around returns where a page is remembered to be refused for some of its nodes.
func (k *Known) Around(m entity.Missing) Around {
	v, _ := k.Recall(around(m))
	return v.Around
}

// RememberAround keeps where a page is refused for some of its nodes, when that is not going to
// pass by itself.
func (k *Known) RememberAround(m entity.Missing, where Around, err error) {
	if !graphapi.Retryable(err) {
		k.Keep(around(m), Verdict{Err: err, Around: where})
	}
}

func around(m entity.Missing) Refusal { return ofEdge(m, "around in "+m.Edge.Words()) }

// Impassable reports whether no node of an edge is remembered to be readable where its page is
// refused.
func (k *Known) Impassable(m entity.Missing) bool {
	_, tried := k.Recall(impassable(m))
	return tried
}

// RememberImpassable keeps that no node of an edge can be read where its page is refused, when that
// is not going to pass by itself.
func (k *Known) RememberImpassable(m entity.Missing, err error) {
	if !graphapi.Retryable(err) {
		k.Keep(impassable(m), Verdict{Err: err})
	}
}

func impassable(m entity.Missing) Refusal { return ofEdge(m, "around "+m.Edge.Words()) }
