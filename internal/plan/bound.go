package plan

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Bound returns the most calls that the plan can cost, follow-up calls included.
func (p *Plan) Bound(mode dialect.LookupMode) int { return p.BoundBeside(0, mode) }

// BoundBeside returns what Bound does where so many calls beside those of the plan bring
// nodes as well, such as the rest of a page that was too large: what follows up on the
// nodes then shares fewer batches. Those calls themselves are not in the number.
func (p *Plan) BoundBeside(others int, mode dialect.LookupMode) int {
	bound, answers := 0, 1+others
	if p.Accounts != nil {
		bound = add(p.pageCalls(p.Accounts, mode), followUps(p.Accounts, reached{maxFacebookPages, answers}, mode))
	}
	if p.Me != nil && p.Me != p.Accounts && !p.Me.Empty() {
		bound = add(bound, add(p.openings(p.Me, mode), followUps(p.Me, reached{1, answers}, mode)))
		if p.Dialect.MeIsPage { // the first Page may have no account
			bound = add(bound, len(p.Me.Expansions()))
		}
	}
	if p.FacebookPages != nil {
		bound = add(bound, add(p.pageCalls(p.FacebookPages, mode), followUps(p.FacebookPages, reached{maxFacebookPages, answers}, mode)))
	}
	bound = add(bound, boundOf(p.Lookups(), answers, mode))
	if p.needsActor() { // the actor may have to be found first
		bound = add(bound, 2)
	}
	bound = add(bound, p.kept.bound(mode))
	for _, root := range p.order {
		if root.Search != nil {
			bound = add(bound, 1)
			if !root.Search.Node.IDOnly() {
				bound = add(bound, boundOf([]lookup.Lookup{{Node: root.Search.Node}}, answers, mode))
			}
		}
		if root.Call != nil {
			bound = add(bound, 1)
		}
		if root.Write != nil {
			bound = add(bound, root.Write.bound(answers, mode))
		}
		if root.Node != nil {
			bound = add(bound, followUps(root.Node, reached{root.Most, answers}, mode))
		}
	}
	return bound
}

// maxFacebookPages is the most Pages of one person that are read.
const maxFacebookPages = lookup.FacebookPagesPerCall * lookup.MaxFacebookPagesCalls

// pageCalls returns the most calls that bring all Pages, or the account behind each.
func (p *Plan) pageCalls(n *expansion.Expansion, mode dialect.LookupMode) int {
	return add(p.openings(n, mode), times(lookup.MaxFacebookPagesCalls-1, len(n.Expansions())))
}

// boundOf returns the most calls that look-ups can cost whose nodes come by so many answers.
func boundOf(lookups []lookup.Lookup, answers int, mode dialect.LookupMode) int {
	united := lookup.Unite(lookups)
	bound := len(lookup.Groups(lookup.Expansions(united), mode))
	alike := map[*expansion.Expansion]int{}
	for _, l := range united {
		alike[l.Node]++
	}
	for n, nodes := range alike {
		bound = add(bound, followUps(n, reached{nodes, answers}, mode))
	}
	return bound
}

// maxBound keeps the sums below from overflowing; no operation near it is executed.
const maxBound = 1 << 30

func add(a, b int) int { return min(a+b, maxBound) }

func times(a, b int) int {
	if a != 0 && b > maxBound/a {
		return maxBound
	}
	return a * b
}

// needsActor reports whether any call acts as the token's own account.
func (p *Plan) needsActor() bool {
	return p.Me != nil && p.Me.Acts() || p.Accounts != nil && p.Accounts.Acts() || p.FacebookPages != nil && p.FacebookPages.Acts() ||
		slices.ContainsFunc(p.order, func(r *Root) bool { return r.Search != nil || r.Write != nil && r.Write.acts(p.Dialect) }) ||
		slices.ContainsFunc(p.Lookups(), func(l lookup.Lookup) bool { return l.ID == expansion.Actor || l.Node.Acts() })
}
