package repair

import (
	"errors"
	"maps"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// suspicion is a set of parts of a node that an error can be about.
type suspicion struct {
	parts []expansion.Part
	// deferred reports that the error can be about one of the parts, or one node of
	// many, so that the parts are left to calls of their own.
	deferred bool
	// named reports that the error names the parts.
	named bool
}

// suspicions returns what an error can be about by its words and by its code, the
// likeliest first; none when these point at nothing in the call.
func (s *Session) suspicions(n *expansion.Expansion, refusal *graphapi.Error) []suspicion {
	all := n.Parts()
	found := append(namedMetrics(n, all, refusal), named(all, refusal)...)
	if refusal.Kind() == graphapi.Forbidden {
		return append(found, s.forbidden(n, all)...)
	}
	if parts, deferred := s.byCode(n, all, refusal); len(parts) > 0 {
		found = append(found, suspicion{parts: parts, deferred: deferred})
	}
	return found
}

// maxPlaces is at how many places a field is suspected one by one.
const maxPlaces = 3

// named returns the parts that an error names. It can be about any place with such
// nodes: each is suspected by itself, and then all together.
func named(all []expansion.Part, refusal *graphapi.Error) []suspicion {
	names := refusal.Named()
	_, node, lacks := refusal.Lacks()
	var parts []expansion.Part
	var places []suspicion
	for _, p := range all {
		if !slices.Contains(names, p.Name) || lacks && unlike(p.Of, p.Name, node) {
			continue
		}
		parts = append(parts, p)
		i := slices.IndexFunc(places, func(s suspicion) bool { return s.parts[0].Place == p.Place })
		if i < 0 {
			places = append(places, suspicion{named: true})
			i = len(places) - 1
		}
		places[i].parts = append(places[i].parts, p)
	}
	switch {
	case len(parts) == 0:
		return nil
	case len(places) == 1 || len(places) > maxPlaces:
		return []suspicion{{parts: parts, named: true}}
	}
	return append(places, suspicion{parts: parts, named: true})
}

// namedMetrics returns the metrics that an error names, or the edges that are asked for
// no others. A metric that one media lacks can be had of others, by calls for each.
func namedMetrics(n *expansion.Expansion, all []expansion.Part, refusal *graphapi.Error) []suspicion {
	names := refusal.Named()
	at, counted := refusal.MetricAt()
	var parts []expansion.Part
	for _, p := range all {
		metrics := p.Metrics()
		refused := slices.DeleteFunc(slices.Clone(metrics), func(metric string) bool {
			return !slices.Contains(names, metric) && (!counted || slices.Index(metrics, metric) != at)
		})
		switch behind := p.Of != n && refusal.OneMedia(); {
		case len(refused) == 0:
		case behind || len(refused) == len(metrics):
			parts = append(parts, p)
		default:
			for _, p.Metric = range refused {
				parts = append(parts, p)
			}
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []suspicion{{parts: parts, deferred: refusal.OneMedia() && anyBehind(n, parts)}}
}

// byCode returns the parts that an error is about by its code.
func (s *Session) byCode(n *expansion.Expansion, all []expansion.Part, refusal *graphapi.Error) (parts []expansion.Part, deferred bool) {
	if id, ok := refusal.Unknown(); ok {
		return s.lookupsOf(all, id)
	}
	about := partsThat(all, func(p expansion.Part) bool { return p.Of.Type.RefusedWith(refusal.Code, p.Name) })
	switch {
	case len(about) > 0:
		return about, refusal.FindsNothing() && len(about) > 1 // the error does not say which
	case refusal.TooOld(), refusal.TooFew(), refusal.BadParameter():
		insights := partsThat(all, measures)
		return insights, anyBehind(n, insights)
	}
	return nil, false
}

// partsThat returns the parts that fit.
func partsThat(all []expansion.Part, fit func(expansion.Part) bool) []expansion.Part {
	return slices.DeleteFunc(slices.Clone(all), func(p expansion.Part) bool { return !fit(p) })
}

// measures reports whether a part is an edge with metrics.
func measures(p expansion.Part) bool { return p.Of.Type.Measures(p.Name) }

// unlike reports whether an error that names a field and a type of node, by Meta's
// name for it, shows that a node is not of the type it was taken for.
func unlike(n *expansion.Expansion, field, node string) bool {
	return node != "" && n.Type.Unlike(node) || n.Telltale == field && !n.Type.Named(node)
}

// lookupsOf returns the look-ups by an id. When the error names no id, or one look-up
// after the other finds nothing, it returns all look-ups, deferred.
func (s *Session) lookupsOf(all []expansion.Part, id string) (parts []expansion.Part, deferred bool) {
	var lookups []expansion.Part
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
	if id == "" || len(parts) > 0 && s.Repairs() > 1 {
		return lookups, len(lookups) > 1
	}
	return parts, false
}

// forbidden returns the parts that need one permission, for each of a few permissions.
// Where there are several, all parts that need any come second: if it is none of them, the
// others need not be tried.
func (s *Session) forbidden(n *expansion.Expansion, all []expansion.Part) []suspicion {
	special := slices.DeleteFunc(slices.Clone(all), func(p expansion.Part) bool { return !s.special(p) })
	groups := map[dialect.Permission]suspicion{}
	for _, p := range special {
		g := groups[p.Permission]
		g.parts = append(g.parts, p)
		// A story with too few viewers is refused by the same code.
		g.deferred = p.Permission == dialect.Insights && anyBehind(n, g.parts)
		groups[p.Permission] = g
	}
	var each []suspicion
	for _, needed := range slices.Backward(slices.Sorted(maps.Keys(groups))) {
		each = append(each, groups[needed])
	}
	if len(each) > 1 {
		each = slices.Insert(each[:min(len(each), maxPlaces)], 1, suspicion{parts: special})
	}
	return each
}

// special reports whether a part needs a permission beyond that to read an account
// and its media. Such parts are refused more often than others.
func (s *Session) special(p expansion.Part) bool {
	d := s.dialect
	return p.Permission != dialect.None && !slices.Equal(d.Names(p.Permission), d.Names(dialect.Basic))
}

// doubtful returns what is likely to be refused of a node that can be read: the
// special parts with all that is below them or, where there are none and the error can
// be about the node itself, everything but its plain fields.
func (s *Session) doubtful(n *expansion.Expansion, refusal *graphapi.Error) []expansion.Part {
	all := n.Parts()
	var doubtful []expansion.Part
	for i := 0; i < len(all); i++ {
		if s.special(all[i]) {
			below := all[i].Within
			doubtful = append(doubtful, all[i:i+1+below]...)
			i += below
		}
	}
	if len(doubtful) == 0 && concernsNode(refusal) {
		return expansion.Kept(all, func(p expansion.Part) bool { return p.Of != n || p.Branch() })
	}
	return doubtful
}

// anyBehind reports whether any of the parts are of several nodes behind the one that
// was called for: then the error can be about some of those nodes only.
func anyBehind(n *expansion.Expansion, parts []expansion.Part) bool {
	return slices.ContainsFunc(parts, func(p expansion.Part) bool { return p.Of != n && p.OfMany() })
}

// concernsNode reports whether an error can say that a node is not there, or that
// nothing is answered for now. Such an error is about a part only if the node can be
// read without that part.
func concernsNode(refusal *graphapi.Error) bool {
	return refusal.Kind() == graphapi.NotFound || refusal.Kind() == graphapi.Blocked || refusal.Retryable()
}

// differsByNode reports whether an error about a part can be about that part of one
// node, while others have it.
func differsByNode(refusal *graphapi.Error) bool {
	switch refusal.Kind() {
	case graphapi.NotFound, graphapi.BadInput, graphapi.Failed:
		return !refusal.Retryable()
	}
	return false
}

// MayDiffer reports whether an error is a refusal that can be about one node of several.
func MayDiffer(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && differsByNode(refusal)
}

// separable returns the error of a call for a node if it can be about a part of the
// node, so that the rest may be answered. An error about a field that was not asked for
// is about the node itself, or the path to it.
func Separable(n *expansion.Expansion, err error) (*graphapi.Error, bool) {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || !refusal.Separable() {
		return nil, false
	}
	_, _, lacks := refusal.Lacks()
	return refusal, !lacks || len(named(n.Parts(), refusal)) > 0
}

// WrongType reports whether a node that was looked up turned out to be of another
// type: the error names a field that only such a node would lack. The id is then
// treated as unknown.
func WrongType(n *expansion.Expansion, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok {
		return false
	}
	field, node, ok := refusal.Lacks()
	return ok && unlike(n, field, node) && len(named(n.Parts(), refusal)) == 0
}

// MayConcernOneNode reports whether an error can be about one of several nodes in a
// call, rather than about what is wanted of all of them.
func MayConcernOneNode(n *expansion.Expansion, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || len(named(n.Parts(), refusal)) > 0 {
		return false
	}
	if refusal.Kind() != graphapi.BadInput && refusal.Kind() != graphapi.Forbidden {
		return false
	}
	return slices.ContainsFunc(n.Parts(), measures)
}

// TooOld reports whether an error says that a media is from before its account
// became a professional one.
func TooOld(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.TooOld()
}
