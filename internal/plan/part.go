package plan

import (
	"maps"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
)

// Part is a plain field, an object or an edge anywhere below a node: what can be
// left out of a call.
type Part struct {
	// Of is the node that the part belongs to.
	Of *Expansion
	// Place is how that node is reached: the type of the node at the top, and the
	// edges and fields from there on. Nodes of one type can have fewer fields in one
	// place than in another.
	Place string
	// descent is how the node is reached, with the parameters of the edges on the way; nil for
	// the node at the top.
	descent *descent
	// Name is the Graph API field or edge.
	Name string
	// Key is the key of an edge, and the name of any other part.
	Key string
	// Metric is one of several metrics that the edge is asked for, when only that is
	// meant; empty for the whole part.
	Metric string
	// Permission is what a token needs to read it.
	Permission dialect.Permission
	// Within is the number of parts after it, in the list of Parts, that are below it.
	Within int
}

// Owned reports whether the part is a page that only one node has.
func (p Part) Owned() bool {
	e := p.Of.Edge(p.Key)
	return e != nil && e.Owner != 0
}

// Branch reports whether there is a node behind the part.
func (p Part) Branch() bool { return !p.Plain() }

// Plain reports whether the part is a field without a node behind it.
func (p Part) Plain() bool { return p.Of.Edge(p.Key) == nil && p.Of.Object(p.Key) == nil }

// OfMany reports whether the part belongs to several nodes, some of which may have it.
func (p Part) OfMany() bool { return p.Of.perNode }

// Again reports whether the part is an edge or look-up that the call is made for, because
// it was refused before.
func (p Part) Again() bool {
	e := p.Of.Edge(p.Key)
	return e != nil && e.Again
}

// FindsAgain reports whether the part is a look-up that the call is made for again.
func (p Part) FindsAgain() bool { return p.Again() && p.Of.Edge(p.Key).Finder }

// Is reports whether two parts of one plan are the same.
func (p Part) Is(other Part) bool {
	return p.Of == other.Of && p.Key == other.Key && p.Metric == other.Metric
}

// descent is a field or edge on the way to a node, with its parameters, and what is before it.
type descent struct {
	before *descent
	name   string
	params []fields.Param
}

// String returns the names and parameters, the outermost first.
func (d *descent) String() string {
	if d == nil {
		return ""
	}
	return d.before.String() + "." + fields.Field{Name: d.name, Params: d.params}.String()
}

// Asked returns the part, or the one metric of it, with all parameters on the way to it
// and of its own: of one node at the top, the same text asks for the same.
func (p Part) Asked() string {
	own := descent{before: p.descent, name: p.Name}
	if e := p.Of.Edge(p.Key); e != nil {
		own.params = e.Params
		if p.Metric != "" {
			own.params = slices.Clone(e.Params)
			for i, param := range own.params {
				if param.Name == paramMetric {
					own.params[i].Value = p.Metric
				}
			}
		}
	}
	return own.String()
}

// Metrics returns the metrics that the part is asked for, when it is an edge with
// metrics.
func (p Part) Metrics() []string {
	if e := p.Of.Edge(p.Key); e != nil {
		return e.metrics()
	}
	return nil
}

// paramMetric is the parameter of edges with metrics.
//
// Source: Meta, Instagram Platform, Insights.
const paramMetric = "metric"

func (e *Edge) metrics() []string { return metricsIn(e.Params) }

// withoutMetrics returns the edge without some of its metrics, which are refused with
// an error. It keeps its key.
func (e *Edge) withoutMetrics(refused []string, err error) *Edge {
	kept := *e
	kept.Params, kept.Refused = slices.Clone(e.Params), slices.Clone(e.Refused)
	for i, p := range kept.Params {
		if p.Name == paramMetric {
			left := slices.DeleteFunc(e.metrics(), func(metric string) bool { return slices.Contains(refused, metric) })
			kept.Params[i].Value = strings.Join(left, ",")
		}
	}
	for _, metric := range refused {
		kept.Refused = append(kept.Refused, &MetricError{metric, err})
	}
	return &kept
}

// WithoutMetrics returns the edge without metrics that are refused. It keeps its key.
func (e *Edge) WithoutMetrics(refused []*MetricError) *Edge {
	for _, r := range refused {
		e = e.withoutMetrics(r.names(), r.cause)
	}
	return e
}

// Outermost returns those of a list of parts that are below no other part in the list.
func Outermost(parts []Part) []Part {
	var outer []Part
	for i := 0; i < len(parts); i++ {
		p := parts[i]
		for i+1 < len(parts) && p.LeadsTo(parts[i+1].Of) {
			i++
		}
		p.Within = 0
		outer = append(outer, p)
	}
	return outer
}

// LeadsTo reports whether a node is behind the part, at any depth.
func (p Part) LeadsTo(n *Expansion) bool {
	behind := p.Of.Object(p.Key)
	if e := p.Of.Edge(p.Key); e != nil {
		behind = e.Node
	}
	return behind != nil && (behind == n || slices.ContainsFunc(behind.Parts(), func(below Part) bool { return below.Of == n }))
}

// Kept returns those of a list of parts that are to be kept.
func Kept(parts []Part, keep func(Part) bool) []Part {
	var kept []Part
	for i, p := range parts {
		if !keep(p) {
			continue
		}
		for _, below := range parts[i+1 : i+1+parts[i].Within] {
			if !keep(below) {
				p.Within--
			}
		}
		kept = append(kept, p)
	}
	return kept
}

// Parts returns all parts of a node, each followed by the parts below it. A call for an
// edge in the path has none.
func (n *Expansion) Parts() []Part {
	if n.ByPath {
		return nil
	}
	return n.parts(n.Type.Name, nil)
}

func (n *Expansion) parts(place string, at *descent) []Part {
	var parts []Part
	add := func(p Part, inner []Part) {
		p.Of, p.Place, p.descent, p.Within = n, place, at, len(inner)
		parts = append(append(parts, p), inner...)
	}
	for _, name := range n.Names {
		add(Part{Name: name, Key: name, Permission: n.permission(name)}, nil)
	}
	for _, o := range n.Objects {
		add(Part{Name: o.Name, Key: o.Name, Permission: n.permission(o.Name)}, o.Node.parts(place+"."+o.Name, &descent{at, o.Name, nil}))
	}
	for _, e := range n.Edges {
		if e.Asked == Here {
			add(Part{Name: e.Name, Key: e.Key, Permission: n.edgePermission(e)}, e.Node.parts(place+"."+e.Name, &descent{at, e.Name, e.Params}))
		}
	}
	return parts
}

// permission returns what a token needs to read a plain field or an object.
func (n *Expansion) permission(name string) dialect.Permission {
	for _, f := range n.Type.Fields {
		if f.Edge == nil && slices.Contains(f.Names, name) && f.Requires.Permission != dialect.None {
			return f.Requires.Permission
		}
	}
	return dialect.None
}

// edgePermission returns what a token needs to read an edge or, if it needs
// nothing, the nodes behind it.
func (n *Expansion) edgePermission(e *Edge) dialect.Permission {
	if f := n.Type.EdgeNamed(e.Name); f != nil && f.Requires.Permission != dialect.None {
		return f.Requires.Permission
	}
	return e.Node.Type.Requires.Permission
}

// Without returns the node without some of its parts. They are marked as refused
// with the error; if deferred is set, the edges among them are left to calls of
// their own instead.
func (n *Expansion) Without(parts []Part, err error, deferred bool) *Expansion {
	cut := map[*Expansion][]Part{}
	for _, p := range parts {
		cut[p.Of] = append(cut[p.Of], p)
	}
	return n.without(cut, err, deferred)
}

// Holding returns the node without what its call asks of the node itself and has not
// come, refused with an error. What came is given by the names in the answer.
func (n *Expansion) Holding(came []string, err error) *Expansion {
	missing := Kept(n.Parts(), func(p Part) bool {
		edge := n.Edge(p.Key)
		return p.Of == n && (edge == nil || edge.Asked == Here) && !slices.Contains(came, p.Name)
	})
	return n.Without(missing, err, false)
}

func (n *Expansion) without(cut map[*Expansion][]Part, err error, deferred bool) *Expansion {
	kept := &Expansion{Type: n.Type, wantsID: n.wantsID, perNode: n.perNode, Products: n.Products, Absent: n.Absent, View: n.View, Through: n.Through, Telltale: n.Telltale, ByPath: n.ByPath, apart: n.apart, References: n.References, Refused: maps.Clone(n.Refused), Lost: n.Lost}
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
			lose(e.Key, ofAllMetrics(edge.Refused))
			continue
		}
		kept.Edges = append(kept.Edges, &edge)
	}
	return kept
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

// Limit returns how many items the edge's page is asked for.
func (e *Edge) Limit() int { return limit(e.Params) }

// Paged reports whether the edge's page can be asked for in parts.
func (e *Edge) Paged() bool { return e.Paging != mapping.Unpaged && !e.Finder }

// SmallerPages returns the node with pages that are no larger than size allows, or the
// node itself where none is larger; 0 allows any size. The edges keep their keys, so that
// what is missing is followed up.
func (n *Expansion) SmallerPages(size func(*Edge) int) *Expansion {
	less, changed := *n, false
	less.Edges = make([]*Edge, len(n.Edges))
	for i, e := range n.Edges {
		inner, most := e.Node.SmallerPages(size), 0
		if e.Paged() {
			most = size(e)
		}
		switch {
		case most > 0 && most < e.Limit():
			e = e.WithLimit(most, inner)
		case inner != e.Node:
			edge := *e
			edge.Node, e = inner, &edge
		}
		less.Edges[i], changed = e, changed || e != n.Edges[i]
	}
	less.Objects = make([]*Object, len(n.Objects))
	for i, o := range n.Objects {
		inner := o.Node.SmallerPages(size)
		if inner != o.Node {
			o = &Object{Name: o.Name, Node: inner}
		}
		less.Objects[i], changed = o, changed || o != n.Objects[i]
	}
	if !changed {
		return n
	}
	return &less
}

// Halved returns a node that asks for half of each page, and reports whether there
// was a page to halve. The edges keep their keys, so that the other halves are
// followed up.
func (n *Expansion) Halved() (*Expansion, bool) {
	less := *n
	less.Edges = make([]*Edge, len(n.Edges))
	halved := false
	for i, e := range n.Edges {
		edge := *e
		inner, ok := e.Node.Halved()
		edge.Node, halved = inner, halved || ok
		if e.Paging != mapping.Unpaged && limit(e.Params) > 1 {
			edge.Params, halved = fields.WithLimit(e.Params, limit(e.Params)/2), true
		}
		less.Edges[i] = &edge
	}
	less.Objects = make([]*Object, len(n.Objects))
	for i, o := range n.Objects {
		inner, ok := o.Node.Halved()
		less.Objects[i], halved = &Object{Name: o.Name, Node: inner}, halved || ok
	}
	return &less, halved
}

// WithLimit returns the edge with another limit and another node behind it. It
// keeps its key.
func (e *Edge) WithLimit(limit int, n *Expansion) *Edge {
	limited := *e
	limited.Params, limited.Node = fields.WithLimit(e.Params, limit), n
	return &limited
}

// limit returns the page size that parameters ask for.
func limit(params []fields.Param) int {
	if n, ok := fields.Limit(params); ok {
		return n
	}
	return paging.DefaultPageSize
}
