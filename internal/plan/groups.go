package plan

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
)

// Lookups returns the valid look-ups of all root fields.
func (p *Plan) Lookups() []Lookup {
	var all []Lookup
	for _, root := range p.order {
		for _, l := range root.Lookups {
			if l.Err == nil {
				all = append(all, l)
			}
		}
	}
	return all
}

// Group is the look-ups that one call answers. Each id is in it once.
type Group []Lookup

// IDs returns the ids of the group's look-ups.
func (g Group) IDs() []string {
	ids := make([]string, len(g))
	for i, l := range g {
		ids[i] = l.ID
	}
	return ids
}

// Groups divides look-ups into as few calls as the mode allows.
func Groups(lookups []Lookup, mode dialect.LookupMode) []Group {
	var groups []Group
	for _, l := range lookups {
		i := slices.IndexFunc(groups, func(g Group) bool { return g.takes(l, mode) })
		if i < 0 {
			groups = append(groups, Group{l})
			continue
		}
		groups[i] = append(groups[i], l)
	}
	if mode == dialect.IDs {
		for _, g := range groups {
			g.unifyNode()
		}
	}
	return groups
}

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
		case known && mergeable(united[i].Node, l.Node):
			united[i].Node, united[i].Indexes = Merge(united[i].Node, l.Node), slices.Concat(united[i].Indexes, l.Indexes)
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
	if !slices.ContainsFunc(lookups, func(l Lookup) bool { return l.Node.crowded() }) {
		return lookups
	}
	all := make([]Lookup, 0, 2*len(lookups))
	supplements := map[*Expansion][]*Expansion{} // many look-ups share a node
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

// takes reports whether a look-up can join the group's call.
func (g Group) takes(l Lookup, mode dialect.LookupMode) bool {
	switch mode {
	case dialect.IDs:
		return len(g) < dialect.MaxIDs && !l.Node.ByPath && !g[0].Node.ByPath && !l.Node.owned() && !slices.ContainsFunc(g, func(other Lookup) bool {
			return other.ID == l.ID || other.Node != l.Node && !other.Node.CompatibleWith(l.Node) || other.Node.owned()
		})
	case dialect.Batch:
		return len(g) < graphapi.MaxBatch
	}
	return false
}

// unifyNode gives all look-ups of a group the same node, because ?ids= has one
// field expansion for all ids.
func (g Group) unifyNode() {
	shared := g[0].Node
	for _, l := range g[1:] {
		shared = Merge(shared, l.Node)
	}
	for i := range g {
		g[i].Node = shared
	}
}
