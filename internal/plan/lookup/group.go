package lookup

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/expansion"
)

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

// Call returns the call that answers the group.
func (g Group) Call(mode dialect.LookupMode) graphapi.Call {
	if mode == dialect.IDs && len(g) > 1 {
		return IDsCall(g[0].Node, g.IDs())
	}
	calls := make([]graphapi.Call, len(g))
	for i, l := range g {
		calls[i] = l.Call()
	}
	return graphapi.Together(calls)
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

// takes reports whether a look-up can join the group's call.
func (g Group) takes(l Lookup, mode dialect.LookupMode) bool {
	switch mode {
	case dialect.IDs:
		return len(g) < dialect.MaxIDs && !l.Node.ByPath && !g[0].Node.ByPath && !l.Node.Owned() && !slices.ContainsFunc(g, func(other Lookup) bool {
			return other.ID == l.ID || other.Node != l.Node && !other.Node.CompatibleWith(l.Node) || other.Node.Owned()
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
		shared = expansion.Merge(shared, l.Node)
	}
	for i := range g {
		g[i].Node = shared
	}
}

// Opening returns the groups that answer look-ups and their supplements, when nothing of
// them has been read yet.
func Opening(lookups []Lookup, mode dialect.LookupMode) []Group {
	return Groups(Expansions(Unite(lookups)), mode)
}
