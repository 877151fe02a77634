package suspect

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// AnyBehind reports whether any of the parts are of several nodes behind the one that
// was called for: then the error can be about some of those nodes only.
func AnyBehind(n *expansion.Expansion, parts []expansion.Part) bool {
	return slices.ContainsFunc(parts, func(p expansion.Part) bool { return p.Of != n && p.OfMany() })
}

// ConcernsNode reports whether an error can say that a node is not there, or that
// nothing is answered, for now or to this token. Such an error is about a part only if the node can be
// read without that part.
func ConcernsNode(refusal *graphapi.Error) bool {
	return refusal.Kind() == graphapi.NotFound || refusal.Kind() == graphapi.Blocked || refusal.OfAnyCall() || refusal.Retryable() && !refusal.TooMuch()
}

// DiffersByNode reports whether an error about a part can be about that part of one
// node, while others have it.
func DiffersByNode(refusal *graphapi.Error) bool {
	switch refusal.Kind() {
	case graphapi.NotFound, graphapi.BadInput, graphapi.Failed:
		return !refusal.Retryable()
	case graphapi.Unsupported:
		return !refusal.OfAnyNode()
	}
	return false
}

// OfARow reports whether an error about an edge can be about one of the nodes behind it, whatever
// its code: what the error does not name, nor says to be the cursor's.
func OfARow(p expansion.Part, refusal *graphapi.Error) bool {
	_, _, lacks := refusal.Lacks()
	return !lacks && refusal.Separable() && !refusal.OfCursor() && !slices.Contains(refusal.Named(), p.Name)
}

// OfItsPermission reports whether an error about an edge can say that the edge's own permission is
// missing, as it is where the edge needs one.
func OfItsPermission(d *dialect.Dialect, p expansion.Part, refusal *graphapi.Error) bool {
	return refusal.Kind() == graphapi.Forbidden && special(d, p)
}

// MayDiffer reports whether an error is a refusal that can be about one node of several.
func MayDiffer(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && DiffersByNode(refusal)
}

// Separable returns the error of a call for a node if it can be about a part of the
// node, so that the rest may be answered. An error about a field of another type of node
// is about the node itself, or the path to it.
func Separable(n *expansion.Expansion, err error) (*graphapi.Error, bool) {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || !refusal.Separable() {
		return nil, false
	}
	field, node, lacks := refusal.Lacks()
	return refusal, !lacks || len(named(n.Parts(), refusal)) > 0 || !unlike(n, field, node)
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

// OneMedia reports whether an error says that it is about one media.
func OneMedia(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.OneMedia()
}

// MayBeThere reports whether an error that says that a node is not there can be about a
// part of what was asked of the node.
func MayBeThere(n *expansion.Expansion, err error) bool {
	alone := IDAlone(n, err)
	return graphapi.KindOf(err) == graphapi.NotFound && !alone.Empty() && alone.String() != n.String()
}

// IDAlone returns the node without all that can be refused of a node that is there. Where
// a look-up is made again, that is the node which it finds.
func IDAlone(n *expansion.Expansion, err error) *expansion.Expansion {
	all := n.Parts()
	again := expansion.Kept(all, expansion.Part.FindsAgain)
	beside := slices.DeleteFunc(slices.Clone(all), func(p expansion.Part) bool {
		return slices.ContainsFunc(again, func(finder expansion.Part) bool { return p.Is(finder) || p.LeadsTo(finder.Of) })
	})
	return n.Without(beside, err, false)
}
