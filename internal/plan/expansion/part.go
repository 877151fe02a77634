package expansion

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
)

// Part is a plain field, an object or an edge anywhere below a node: what can be
// left out of a call.
type Part struct {
	// Of is the expansion that the part belongs to.
	Of *Expansion
	// Place is how the node of that expansion is reached: the type of the node at the top, and the
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

// Field reports whether the part is a field, with a node in it or without, and no edge: a
// field is never left to a call of its own.
func (p Part) Field() bool { return p.Of.Edge(p.Key) == nil }

// OfMany reports whether the part belongs to several nodes, some of which may have it.
func (p Part) OfMany() bool { return p.Of.PerNode }

// Again reports whether the part is an edge or finder that the call is made for, because
// it was refused before.
func (p Part) Again() bool {
	e := p.Of.Edge(p.Key)
	return e != nil && e.Again
}

// Deferrable reports whether the part can be left to calls of its own.
func (p Part) Deferrable() bool {
	e := p.Of.Edge(p.Key)
	return e != nil && !e.Again
}

// Finds reports whether the part is a finder: what is behind it depends on an argument.
func (p Part) Finds() bool {
	e := p.Of.Edge(p.Key)
	return e != nil && e.Finder
}

// FindsAgain reports whether the part is a finder that the call is made for again.
func (p Part) FindsAgain() bool { return p.Again() && p.Finds() }

// Is reports whether two parts of one plan are the same.
func (p Part) Is(other Part) bool {
	return p.Of == other.Of && p.Key == other.Key && p.Metric == other.Metric
}

// LeadsTo reports whether the node of an expansion is behind the part, at any depth.
func (p Part) LeadsTo(n *Expansion) bool {
	behind := p.Of.Object(p.Key)
	if e := p.Of.Edge(p.Key); e != nil {
		behind = e.Node
	}
	return behind != nil && (behind == n || slices.ContainsFunc(behind.Parts(), func(below Part) bool { return below.Of == n }))
}

// Metrics returns the metrics that the part is asked for, when it is an edge with
// metrics.
func (p Part) Metrics() []string {
	if e := p.Of.Edge(p.Key); e != nil {
		return e.metrics()
	}
	return nil
}

// Asked returns the part, or the one metric of it, with all parameters on the way to it
// and of its own: of one node at the top, the same text asks for the same.
func (p Part) Asked() string {
	own := descent{before: p.descent, name: p.Name}
	if e := p.Of.Edge(p.Key); e != nil {
		own.params = e.Params
		if p.Metric != "" {
			own.params = withMetrics(e.Edge, e.Params, []string{p.Metric})
		}
	}
	return own.String()
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
