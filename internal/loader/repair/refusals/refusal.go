package refusals

import (
	"crypto/sha256"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// OfMetric is a refusal of a part or, unless that is empty, of one of its metrics.
type OfMetric struct {
	Refusal
	Metric string
}

// OfEach returns all that a part of what is called for can be remembered by.
func OfEach(of string, p expansion.Part) []OfMetric {
	all := []OfMetric{{AtPlace(p), ""}, {OfPart(of, p), ""}}
	several := p.Metric == "" && len(p.Metrics()) > 1
	for _, metric := range p.Metrics() {
		if several {
			p.Metric = metric
			all = append(all, OfMetric{OfPart(of, p), metric})
		}
		all = append(all, OfMetric{OfAnyNode(p, metric), p.Metric})
	}
	return all
}

// AtPlace is the refusal of a part wherever it has the same place.
func AtPlace(p expansion.Part) Refusal { return Of(p.Place, p.Name) }

// OfAnyNode is the refusal of a metric of all nodes of a type, whatever else is asked with it.
func OfAnyNode(p expansion.Part, metric string) Refusal {
	return Of("metric", p.Of.Type.Name, p.Name, metric)
}

// OfPart is the refusal of a part of one call: of what is called for, and with all
// parameters on the way to the part.
func OfPart(of string, p expansion.Part) Refusal {
	return Of("of", of, p.Place, p.Asked())
}

// OfCall is the refusal of some of what one call asks for, to the letter.
func OfCall(of string, n *expansion.Expansion) Refusal {
	return Of("call", of, n.Type.Name, n.String())
}

// InVain is the refusal of one call, to the letter, with or without parts of it.
func InVain(of string, n *expansion.Expansion) Refusal {
	return Of("in vain", of, n.Type.Name, n.String())
}

// ofEdge is the refusal of an edge of one node, by its name or its words. The node is
// known by its id or by the way to it.
func ofEdge(m entity.Missing, edge string) Refusal {
	words, n := []string{edge, m.Node.GraphID}, m.Node
	for ; n.FoundThrough != nil; n = n.FoundThrough.From {
		if n.FoundThrough.Edge != nil {
			words = append(words, n.FoundThrough.Edge.Key)
		} else {
			words = append(words, n.FoundThrough.Object)
		}
	}
	return Of(append(words, n.GraphID)...)
}

// Of is the refusal of what some words say, one after the other.
func Of(words ...string) Refusal {
	h := sha256.New()
	for _, word := range words {
		h.Write([]byte(word))
		h.Write([]byte{0})
	}
	return Refusal(h.Sum(nil))
}

// OfPages is the refusal of large pages of an edge, with what is wanted of their nodes.
func OfPages(e *expansion.Edge) Refusal {
	return Of("pages", e.Parent.Name, e.Name, e.Node.String())
}
