package loader

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// Error codes that point at one field or edge.
//
// Source: Meta, Instagram Platform, Error Codes, and its forums.
const (
	codeParameter  = 100
	codeDiscovery  = 110
	codeVideo      = 9005
	edgeInsights   = "insights"
	fieldDiscovery = "business_discovery"
	fieldCopyright = "copyright_check_information"
)

// suspects returns the parts of a node that an error can be about; later tells
// that they may be answered by calls of their own, for the error can be about
// one node of many.
func (l *Loader) suspects(n *plan.Node, refusal *graphapi.Error) (parts []plan.Part, later bool) {
	all := n.Parts()
	of := func(name string) []plan.Part {
		return slices.DeleteFunc(slices.Clone(all), func(p plan.Part) bool { return p.Name != name })
	}
	if field, node, ok := refusal.Lacks(); ok {
		return lacking(all, field, node), false
	}
	if id, ok := refusal.Unknown(); ok {
		return finding(all, id), false
	}
	switch {
	case refusal.Code == codeDiscovery:
		return of(fieldDiscovery), false
	case refusal.Code == codeVideo:
		return of(fieldCopyright), false
	case refusal.Code == codeParameter && (refusal.TooOld() || refusal.Subcode == 0 && !n.Aliased()):
		return nested(n, of(edgeInsights))
	case refusal.Kind() == graphapi.Forbidden:
		return l.forbidden(n, all)
	}
	return nil, false
}

// lacking returns the parts with a name that are of nodes of a type, by Meta's
// name for it.
func lacking(all []plan.Part, field, node string) []plan.Part {
	return slices.DeleteFunc(slices.Clone(all), func(p plan.Part) bool { return p.Name != field || p.Of.Type.Unlike(node) })
}

// finding returns the look-ups by an id; all of them when the id is not known.
func finding(all []plan.Part, id string) []plan.Part {
	return slices.DeleteFunc(slices.Clone(all), func(p plan.Part) bool {
		e := p.Of.Edge(p.Key)
		return e == nil || !e.Finder || id != "" && !slices.ContainsFunc(e.Params, func(q fields.Param) bool { return q.Value == id })
	})
}

// misled reports whether a node that was looked up turned out to be of another type:
// what the error says its type lacks is asked of no other node. An id of another
// type is an id that nobody has.
func misled(n *plan.Node, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok {
		return false
	}
	field, node, ok := refusal.Lacks()
	return ok && n.Type.Unlike(node) && len(lacking(n.Parts(), field, node)) == 0
}

// lacks reports whether an error names a field that a type of nodes does not have.
func lacks(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok {
		return false
	}
	_, _, ok = refusal.Lacks()
	return ok
}

// forbidden returns the parts that need one permission. Where several are
// needed, it may be another one that is missing.
func (l *Loader) forbidden(n *plan.Node, all []plan.Part) ([]plan.Part, bool) {
	d := l.plan.Dialect
	special := slices.DeleteFunc(all, func(p plan.Part) bool {
		return p.Permission == dialect.None || slices.Equal(d.Names(p.Permission), d.Names(dialect.Basic))
	})
	if len(special) == 0 {
		return nil, false
	}
	first := slices.MaxFunc(special, func(a, b plan.Part) int { return int(a.Permission) - int(b.Permission) }).Permission
	parts := slices.DeleteFunc(slices.Clone(special), func(p plan.Part) bool { return p.Permission != first })
	if _, inside := nested(n, parts); inside && first == dialect.Insights {
		return parts, true // a story with too few viewers is refused by the same code
	}
	return parts, len(parts) < len(special)
}

// nested returns the parts, and whether they are of other nodes than the one
// that was asked for: then the error can be about some of these only.
func nested(n *plan.Node, parts []plan.Part) ([]plan.Part, bool) {
	return parts, slices.ContainsFunc(parts, func(p plan.Part) bool { return p.Of != n })
}

// ofOneNode reports whether an error can be about one of the nodes that were asked
// for together, rather than about what was asked of them.
func ofOneNode(n *plan.Node, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || lacks(err) {
		return false
	}
	if refusal.Kind() != graphapi.BadInput && refusal.Kind() != graphapi.Forbidden {
		return false
	}
	return slices.ContainsFunc(n.Parts(), func(p plan.Part) bool { return p.Name == edgeInsights })
}

// ofOneMedia reports whether what is said against a part can be about the media
// that it was asked of: insights depend on the media's product type, and on how
// many have seen it, and a copyright check on whether its video is there.
func ofOneMedia(p plan.Part) bool {
	f := p.Of.Type.EdgeNamed(p.Name)
	return p.Name == fieldCopyright || f != nil && f.ByProduct()
}

// cuttable reports whether an error is about a part of a node for all nodes of its
// type.
func (l *Loader) cuttable(n *plan.Node, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || ofOneNode(n, err) {
		return false
	}
	if hidden(n, err) {
		return true
	}
	parts, later := l.suspects(n, refusal)
	return len(parts) > 0 && !later
}
