// Package suspect says which parts of a refused call its error can be about: by the names
// in the error's words, by its code, and by what is refused more often than the rest.
//
//	suspect.go  the parts that an error points at, and those to doubt when it points at none
//	about.go    whether an error can be about a part, about one node of many, or about a node itself
package suspect

import (
	"maps"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Suspicion is a set of parts of a node that an error can be about.
type Suspicion struct {
	Parts []expansion.Part
	// Deferred reports that the error can be about one of the parts, or one node of
	// many, so that the parts are left to calls of their own.
	Deferred bool
	// Named reports that the error names the parts.
	Named bool
}

// Of returns what an error can be about by its words and by its code, the likeliest first;
// none when these point at nothing in the call. Tried is how many calls were made for such
// errors before.
func Of(d *dialect.Dialect, n *expansion.Expansion, refusal *graphapi.Error, tried int) []Suspicion {
	all := n.Parts()
	found := append(namedMetrics(n, all, refusal), named(all, refusal)...)
	if refusal.Kind() == graphapi.Forbidden {
		return append(found, forbidden(d, n, all)...)
	}
	if parts, deferred := byCode(n, all, refusal, tried); len(parts) > 0 {
		found = append(found, Suspicion{Parts: parts, Deferred: deferred})
	}
	return found
}

// maxPlaces is at how many places a field is suspected one by one.
const maxPlaces = 3

// named returns the parts that an error names. It can be about any place with such
// nodes: each is suspected by itself, and then all together.
func named(all []expansion.Part, refusal *graphapi.Error) []Suspicion {
	names := refusal.Named()
	_, node, lacks := refusal.Lacks()
	var parts []expansion.Part
	var places []Suspicion
	for _, p := range all {
		if !slices.Contains(names, p.Name) || lacks && unlike(p.Of, p.Name, node) {
			continue
		}
		parts = append(parts, p)
		i := slices.IndexFunc(places, func(s Suspicion) bool { return s.Parts[0].Place == p.Place })
		if i < 0 {
			places = append(places, Suspicion{Named: true})
			i = len(places) - 1
		}
		places[i].Parts = append(places[i].Parts, p)
	}
	switch {
	case len(parts) == 0:
		return nil
	case len(places) == 1 || len(places) > maxPlaces:
		return []Suspicion{{Parts: parts, Named: true}}
	}
	return append(places, Suspicion{Parts: parts, Named: true})
}

// namedMetrics returns the metrics that an error names, or the edges that are asked for
// no others. A metric that one media lacks can be had of others, by calls for each.
func namedMetrics(n *expansion.Expansion, all []expansion.Part, refusal *graphapi.Error) []Suspicion {
	var parts []expansion.Part
	for _, p := range all {
		metrics := p.Metrics()
		refused := slices.DeleteFunc(slices.Clone(metrics), func(metric string) bool { return !NamesMetric(p, metric, refusal) })
		switch behind := p.Of != n && !refusal.NoSuchMetric(); {
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
	return []Suspicion{{Parts: parts, Deferred: !refusal.NoSuchMetric() && AnyBehind(n, parts)}}
}

// NamesMetric reports whether an error names a metric that a part was asked for, or counts it.
func NamesMetric(p expansion.Part, metric string, refusal *graphapi.Error) bool {
	at, counted := refusal.MetricAt()
	return slices.Contains(refusal.Named(), metric) || counted && slices.Index(p.Metrics(), metric) == at
}

// byCode returns the parts that an error is about by its code.
func byCode(n *expansion.Expansion, all []expansion.Part, refusal *graphapi.Error, tried int) (parts []expansion.Part, deferred bool) {
	if id, ok := refusal.Unknown(); ok {
		return lookupsOf(all, id, tried)
	}
	about := partsThat(all, func(p expansion.Part) bool { return p.Of.Type.RefusedWith(refusal.Code, p.Name) })
	switch {
	case len(about) > 0:
		return about, refusal.Kind() == graphapi.NotFound && len(about) > 1 // the error does not say which
	case refusal.TooOld(), refusal.TooFew(), refusal.BadParameter():
		insights := partsThat(all, measures)
		return insights, AnyBehind(n, insights)
	}
	return nil, false
}

// Points reports whether an error's words or code say by themselves that the error is about a
// part, so that it was not refused by chance.
func Points(p expansion.Part, refusal *graphapi.Error) bool {
	id, _ := refusal.Unknown()
	named := func(name string) bool { return slices.Contains(refusal.Named(), name) }
	return refusal.NoFigures() || p.Of.Type.RefusedWith(refusal.Code, p.Name) || named(p.Name) ||
		slices.ContainsFunc(paramsOf(p), func(q fields.Param) bool { return named(q.Name) }) ||
		slices.ContainsFunc(p.Metrics(), func(metric string) bool { return NamesMetric(p, metric, refusal) }) ||
		id != "" && finds(p, id)
}

// finds reports whether a part is the look-up of a node by an id.
func finds(p expansion.Part, id string) bool {
	return p.Finds() && slices.ContainsFunc(paramsOf(p), func(q fields.Param) bool { return q.Value == id })
}

// paramsOf returns the parameters of the edge that a part is; none of a field.
func paramsOf(p expansion.Part) []fields.Param {
	if e := p.Of.Edge(p.Key); e != nil {
		return e.Params
	}
	return nil
}

// partsThat returns the parts that fit.
func partsThat(all []expansion.Part, fit func(expansion.Part) bool) []expansion.Part {
	return slices.DeleteFunc(slices.Clone(all), func(p expansion.Part) bool { return !fit(p) })
}

// measures reports whether a part is an edge with metrics.
func measures(p expansion.Part) bool { return p.Of.Type.Measures(p.Name) }

// unlike reports whether an error that names a field and a type of node, by Meta's
// name for it, shows that a node is not of the type it was taken for. One that does not
// say of which type the node is shows that at the second telltale.
func unlike(n *expansion.Expansion, field, node string) bool {
	return node != "" && n.Type.Unlike(node) || n.Telltale == field && n.SpareTelltale == "" && !n.Type.Named(node)
}

// lookupsOf returns the look-ups by an id. When the error names no id, or one look-up
// after the other finds nothing, it returns all look-ups, deferred.
func lookupsOf(all []expansion.Part, id string, tried int) (parts []expansion.Part, deferred bool) {
	var lookups []expansion.Part
	for _, p := range all {
		e := p.Of.Edge(p.Key)
		if e == nil || !e.Finder {
			continue
		}
		lookups = append(lookups, p)
		if finds(p, id) {
			parts = append(parts, p)
		}
	}
	if id == "" || len(parts) > 0 && tried > 1 {
		return lookups, len(lookups) > 1
	}
	return parts, false
}

// forbidden returns the parts that need one permission, for each of a few permissions.
// Where there are several, all parts that need any come second: if it is none of them, the
// others need not be tried.
func forbidden(d *dialect.Dialect, n *expansion.Expansion, all []expansion.Part) []Suspicion {
	special := slices.DeleteFunc(slices.Clone(all), func(p expansion.Part) bool { return !special(d, p) })
	groups := map[dialect.Permission]Suspicion{}
	for _, p := range special {
		g := groups[p.Permission]
		g.Parts = append(g.Parts, p)
		// A story with too few viewers is refused by the same code.
		g.Deferred = p.Permission == dialect.Insights && AnyBehind(n, g.Parts)
		groups[p.Permission] = g
	}
	var each []Suspicion
	for _, needed := range slices.Backward(slices.Sorted(maps.Keys(groups))) {
		each = append(each, groups[needed])
	}
	if len(each) > 1 {
		each = slices.Insert(each[:min(len(each), maxPlaces)], 1, Suspicion{Parts: special})
	}
	return each
}

// special reports whether a part needs a permission beyond that to read an account
// and its media. Such parts are refused more often than others.
func special(d *dialect.Dialect, p expansion.Part) bool {
	return p.Permission != dialect.None && !slices.Equal(d.Names(p.Permission), d.Names(dialect.Basic))
}

// Doubtful returns what is likely to be refused of a node that can be read: the
// special parts with all that is below them or, where there are none and the error can
// be about the node itself, everything but its plain fields.
func Doubtful(d *dialect.Dialect, n *expansion.Expansion, refusal *graphapi.Error) []expansion.Part {
	all := n.Parts()
	var doubtful []expansion.Part
	for i := 0; i < len(all); i++ {
		if special(d, all[i]) {
			below := all[i].Within
			doubtful = append(doubtful, all[i:i+1+below]...)
			i += below
		}
	}
	if len(doubtful) == 0 && ConcernsNode(refusal) {
		return expansion.Kept(all, func(p expansion.Part) bool { return p.Of != n || p.Branch() })
	}
	return doubtful
}
