// Package lookup shares out what is asked of nodes among Graph API calls: which look-ups
// join one call, and how each call is written.
package lookup

import (
	"slices"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Lookup is a node that is looked up by its id.
type Lookup struct {
	// ID is the Graph API's own id.
	ID   string
	Node *expansion.Expansion
	// Way leads from the node with the ID to the one that is wanted; it is empty when
	// they are the same.
	Way []Step
	// Indexes are for the caller of Unite: which of its look-ups this one answers.
	// When look-ups are merged, so are their indexes.
	Indexes []int
	// Apart reports whether the look-up needs an error of its own, so that it is not
	// merged with others of the same node.
	Apart bool
	// Supplement reports whether the look-up asks for what a field expansion of the
	// same node has no room for.
	Supplement bool
	// Known reports whether the node has been read already, so that an error about it
	// is about what is wanted of it now.
	Known bool
	// Err says why the id is invalid; then nothing else is set.
	Err error
}

// Key identifies the node, or the edge of it that the path of the call names.
func (l Lookup) Key() string { return l.Node.Type.Name + ":" + l.Node.Path(l.ID) }

// Call returns the call for the node of a look-up, or for the one edge of the node that
// the path of the call names.
func (l Lookup) Call() graphapi.Call { return callAt(l.Node, l.Node.Path(l.ID)) }

// Unite merges the look-ups of each id. Of those that are kept apart it merges the ones
// that ask for the very same, which get the same answer.
func Unite(lookups []Lookup) []Lookup {
	united := make([]Lookup, 0, len(lookups))
	at := map[string]int{}
	for _, l := range lookups {
		key := l.Key()
		if l.Apart {
			key += "?" + l.Node.String()
		}
		i, known := at[key]
		switch {
		case known && expansion.Mergeable(united[i].Node, l.Node):
			united[i].Node, united[i].Indexes = expansion.Merge(united[i].Node, l.Node), slices.Concat(united[i].Indexes, l.Indexes)
			united[i].Known = united[i].Known || l.Known
		default:
			if !known {
				at[key] = len(united)
			}
			united = append(united, l)
		}
	}
	return united
}

// Expansions returns the look-ups with a supplement each for what their field
// expansions have no room for. It follows the look-up, which is not changed.
func Expansions(lookups []Lookup) []Lookup {
	if !slices.ContainsFunc(lookups, func(l Lookup) bool { return l.Node.Crowded() }) {
		return lookups
	}
	all := make([]Lookup, 0, 2*len(lookups))
	supplements := map[*expansion.Expansion][]*expansion.Expansion{} // many look-ups share a node
	for _, l := range lookups {
		all = append(all, l)
		if _, known := supplements[l.Node]; !known {
			supplements[l.Node] = l.Node.Supplements()
		}
		for _, n := range supplements[l.Node] {
			all = append(all, Lookup{ID: l.ID, Node: n, Apart: l.Apart, Supplement: true, Known: true})
		}
	}
	return all
}
