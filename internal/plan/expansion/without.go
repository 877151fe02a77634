package expansion

import (
	"maps"
	"slices"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/plan/refused"
)

// Without returns the expansion without some of its parts. The parts are marked as refused
// with the error; if deferred is set, the edges among them are left to calls of
// their own instead.
func (n *Expansion) Without(parts []Part, err error, deferred bool) *Expansion {
	cut := map[*Expansion][]Part{}
	for _, p := range parts {
		cut[p.Of] = append(cut[p.Of], p)
	}
	return n.without(cut, err, deferred)
}

// Holding returns the expansion without those parts of the node itself that the answer to
// its call lacks, refused with an error. came are the names in the answer.
func (n *Expansion) Holding(came []string, err error) *Expansion {
	missing := Kept(n.Parts(), func(p Part) bool {
		edge := n.Edge(p.Key)
		return p.Of == n && (edge == nil || edge.Asked == Here) && !slices.Contains(came, p.Name)
	})
	return n.Without(missing, err, false)
}

func (n *Expansion) without(cut map[*Expansion][]Part, err error, deferred bool) *Expansion {
	kept := &Expansion{Type: n.Type, WantsID: n.WantsID, ShowsID: n.ShowsID, PerNode: n.PerNode, Products: n.Products, Absent: n.Absent, View: n.View, Through: n.Through, Telltale: n.Telltale, SpareTelltale: n.SpareTelltale, ByPath: n.ByPath, order: n.order, apart: n.apart, References: n.References, Refused: maps.Clone(n.Refused), Lost: n.Lost}
	is := func(key string) bool {
		return slices.ContainsFunc(cut[n], func(p Part) bool { return p.Key == key && p.Metric == "" })
	}
	lose := func(key string, err error) {
		if kept.Refused == nil {
			kept.Refused = map[string]error{}
		}
		kept.Refused[key] = err
	}
	refuse := func(key string) bool {
		if is(key) {
			lose(key, n.Edge(key).Refusal(err))
			kept.Lost = kept.Lost.losing(n, key)
		}
		return is(key)
	}
	for _, name := range n.Names {
		if !refuse(name) {
			kept.Names = append(kept.Names, name)
		}
	}
	for _, o := range n.Objects {
		if !refuse(o.Name) {
			kept.Objects = append(kept.Objects, &Object{Name: o.Name, Node: o.Node.without(cut, err, deferred)})
		}
	}
	for _, e := range n.Edges {
		edge := *e
		edge.Node = e.Node.without(cut, err, deferred)
		switch {
		case deferred && is(e.Key) && !e.Again:
			edge.Asked, edge.RefusedWith = Alone, err
		case refuse(e.Key):
			continue
		}
		if metrics := metricsOf(cut[n], e.Key); len(metrics) > 0 {
			edge = *edge.withoutMetrics(metrics, err)
		}
		if len(edge.Refused) > 0 && len(edge.metrics()) == 0 {
			lose(e.Key, refused.OfAll(edge.Refused))
			continue
		}
		kept.Edges = append(kept.Edges, &edge)
	}
	return kept
}

// ToldBySpare returns the expansion with the spare telltale in the place of the first, if that
// has been refused and anything else is asked for.
func (n *Expansion) ToldBySpare() *Expansion {
	if n.SpareTelltale == "" || n.Refused[n.Telltale] == nil || n.Empty() {
		return n
	}
	told := *n
	told.Telltale, told.SpareTelltale = n.SpareTelltale, ""
	if !slices.Contains(n.Names, told.Telltale) && n.Refused[told.Telltale] == nil {
		told.Names = append(slices.Clone(n.Names), told.Telltale)
	}
	return &told
}

// metricsOf returns the metrics of an edge that are to be left out by themselves.
func metricsOf(parts []Part, key string) []string {
	var metrics []string
	for _, p := range parts {
		if p.Key == key && p.Metric != "" {
			metrics = append(metrics, p.Metric)
		}
	}
	return metrics
}

// Refusal returns the error of an edge that was refused, or, for nil, of a plain field. How
// many items are wanted is no parameter that could be wrong.
func (e *Edge) Refusal(err error) error {
	if e != nil && len(fields.WithoutLimit(e.Params)) > 0 {
		return err
	}
	return refused.Absent(err)
}

// AtOnce returns the page with those edges of its nodes that were left to calls of their
// own, as far as they fit: all that the page is asked for is then in one call.
func (e *Edge) AtOnce(fits func(*Edge) bool) *Edge {
	whole, n := *e, *e.Node
	n.Edges = slices.Clone(n.Edges)
	for i, inner := range n.Edges {
		if inner.RefusedWith != nil && fits(inner) {
			n.Edges[i] = EdgeOnly(n.Type, inner).Edges[0]
		}
	}
	whole.Node = &n
	return &whole
}
