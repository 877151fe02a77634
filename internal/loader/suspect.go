package loader

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// Error codes that point at one field, and the fields and edges that are refused
// more often than others.
//
// Source: Meta, Instagram Platform, Error Codes, and its forums.
const (
	codeDiscovery  = 110
	codeVideo      = 9005
	edgeInsights   = "insights"
	fieldDiscovery = "business_discovery"
	fieldCopyright = "copyright_check_information"
)

// suspects returns the parts of a node that an error can be about. They are deferred
// to calls of their own when the error can be about one of them, or one node of many.
func (l *Loader) suspects(n *plan.Node, refusal *graphapi.Error) (parts []plan.Part, deferred bool) {
	all := n.Parts()
	if field, node, ok := refusal.Lacks(); ok {
		return partsOfType(all, field, node), false
	}
	if id, ok := refusal.Unknown(); ok {
		return l.lookupsOf(all, id)
	}
	switch {
	case refusal.Code == codeDiscovery:
		parts = partsNamed(all, fieldDiscovery)
		return parts, len(parts) > 1 // the error does not say which
	case refusal.Code == codeVideo:
		return partsNamed(all, fieldCopyright), false
	case refusal.TooOld(), refusal.BadParameter():
		insights := partsNamed(all, edgeInsights)
		return insights, anyBehind(n, insights)
	case refusal.Kind() == graphapi.Forbidden:
		return l.forbidden(n, all)
	}
	return nil, false
}

// partsNamed returns the parts with a name.
func partsNamed(all []plan.Part, name string) []plan.Part {
	return slices.DeleteFunc(slices.Clone(all), func(p plan.Part) bool { return p.Name != name })
}

// partsOfType returns the parts with a name that are of nodes of a type, by Meta's
// name for it.
func partsOfType(all []plan.Part, field, node string) []plan.Part {
	return slices.DeleteFunc(slices.Clone(all), func(p plan.Part) bool { return p.Name != field || unlike(p.Of, field, node) })
}

// unlike reports whether an error that names a field and a type of node, by Meta's
// name for it, shows that a node is not of the type it was taken for.
func unlike(n *plan.Node, field, node string) bool {
	return n.Type.Unlike(node) || n.Telltale == field && !n.Type.Named(node)
}

// lookupsOf returns the look-ups by an id. When the error names no id, or one look-up
// after the other finds nothing, it returns all look-ups, deferred.
func (l *Loader) lookupsOf(all []plan.Part, id string) (parts []plan.Part, deferred bool) {
	var lookups []plan.Part
	for _, p := range all {
		e := p.Of.Edge(p.Key)
		if e == nil || !e.Finder {
			continue
		}
		lookups = append(lookups, p)
		if slices.ContainsFunc(e.Params, func(q fields.Param) bool { return q.Value == id }) {
			parts = append(parts, p)
		}
	}
	if id == "" || len(parts) > 0 && l.Repairs() > 1 {
		return lookups, len(lookups) > 1
	}
	return parts, false
}

// forbidden returns the parts that need one permission. Where they need different
// ones, it is not known which is missing.
func (l *Loader) forbidden(n *plan.Node, all []plan.Part) (parts []plan.Part, deferred bool) {
	d := l.plan.Dialect
	special := slices.DeleteFunc(all, func(p plan.Part) bool {
		return p.Permission == dialect.None || slices.Equal(d.Names(p.Permission), d.Names(dialect.Basic))
	})
	if len(special) == 0 {
		return nil, false
	}
	first := slices.MaxFunc(special, func(a, b plan.Part) int { return int(a.Permission) - int(b.Permission) }).Permission
	parts = slices.DeleteFunc(slices.Clone(special), func(p plan.Part) bool { return p.Permission != first })
	if first == dialect.Insights && anyBehind(n, parts) {
		return parts, true // a story with too few viewers is refused by the same code
	}
	return parts, len(parts) < len(special)
}

// anyBehind reports whether any of the parts are of other nodes than the one that
// was called for: then the error can be about some of those nodes only.
func anyBehind(n *plan.Node, parts []plan.Part) bool {
	return slices.ContainsFunc(parts, func(p plan.Part) bool { return p.Of != n })
}

// wrongType reports whether a node that was looked up turned out to be of another
// type: the error names a field that only such a node would lack. The id is then
// treated as unknown.
func wrongType(n *plan.Node, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok {
		return false
	}
	field, node, ok := refusal.Lacks()
	return ok && unlike(n, field, node) && len(partsOfType(n.Parts(), field, node)) == 0
}

// mayConcernOneNode reports whether an error can be about one of several nodes in a
// call, rather than about what is wanted of all of them.
func mayConcernOneNode(n *plan.Node, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || namesField(err) {
		return false
	}
	if refusal.Kind() != graphapi.BadInput && refusal.Kind() != graphapi.Forbidden {
		return false
	}
	return slices.ContainsFunc(n.Parts(), func(p plan.Part) bool { return p.Name == edgeInsights })
}

// mayConcernOneMedia reports whether an error about a part can be about one media
// only: insights depend on a media's product type and on how many have seen it, and
// a copyright check on its video.
func mayConcernOneMedia(p plan.Part) bool {
	f := p.Of.Type.EdgeNamed(p.Name)
	return p.Name == fieldCopyright || f != nil && f.ByProduct()
}

// concernsPart reports whether an error is about a part of a node, for all nodes of
// its type.
func (l *Loader) concernsPart(n *plan.Node, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || mayConcernOneNode(n, err) {
		return false
	}
	if unnamedFault(n, err) {
		return true
	}
	parts, deferred := l.suspects(n, refusal)
	return len(parts) > 0 && !deferred && !n.Without(parts, err, false).Empty()
}
