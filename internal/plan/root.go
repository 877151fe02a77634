package plan

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Root is a root field and how its nodes are found.
type Root struct {
	Key     string
	Field   *mapping.Field
	Lookups []lookup.Lookup
	// Search is set for a root field that finds a node by its name.
	Search *lookup.Search
	// Call is set for a root field that is the whole answer of one call.
	Call *graphapi.Call
	// Node is what is asked of each node on the page that the Call answers, and Most how
	// many there can be; nil where the answer is one value.
	Node *expansion.Expansion
	Most int
	// Write is set for a mutation that is one of the Graph API's.
	Write *Write
	// Err says why the root field cannot be planned at all.
	Err error
	// variable is the one that holds the ids of the look-ups; empty where none holds them all.
	variable string
}

// Known returns the number of valid ids.
func (r *Root) Known() int {
	known := 0
	for _, l := range r.Lookups {
		if l.Err == nil {
			known++
		}
	}
	return known
}

// root plans a root field, unless it needs nothing of the Graph API.
func (c *compiler) root(p *Plan, f *mapping.Field, selected graphql.CollectedField) {
	if f == nil {
		return
	}
	if f.RootKind == mapping.RootNone {
		c.keepRoot(f.Name, selected)
		return
	}
	if !f.SupportedBy(c.dialect.Login) {
		c.refused = true
		return
	}
	if f.RootKind == mapping.RootAccounts && c.own.Others {
		c.keepConnected(selected, f.Name)
		return
	}
	root := &Root{Key: selected.Alias, Field: f}
	p.roots[root.Key] = root
	p.order = append(p.order, root)
	switch f.RootKind {
	case mapping.RootMe, mapping.RootAccounts:
		if f.RootKind == mapping.RootAccounts && c.dialect.MeIsPage && !c.joint {
			if p.Accounts == nil {
				p.Accounts = &expansion.Expansion{Type: f.Target, WantsID: true, PerNode: true}
			}
			c.among(maxFacebookPages, func() { c.node(p.Accounts, selected.Selections) })
			p.Accounts.Arrange()
			return
		}
		n := c.me(p, root)
		c.node(n, selected.Selections)
		n.Arrange()
		n.WantsID = n.WantsID || !n.Empty() // it is answered even if everything else is refused
		if f.RootKind == mapping.RootAccounts {
			n.WantsID = true // it takes a call to know how many there are
		}
	case mapping.RootFacebookPages:
		if p.FacebookPages == nil {
			p.FacebookPages = &expansion.Expansion{Type: f.Target, WantsID: true, PerNode: true}
		}
		c.among(maxFacebookPages, func() { c.node(p.FacebookPages, selected.Selections) })
		p.FacebookPages.Arrange()
	case mapping.RootQuotas:
		c.quotas(p, root, selected)
	case mapping.RootByID, mapping.RootByGlobalID:
		c.lookups(root, selected)
	case mapping.RootByName:
		c.search(root, selected)
	case mapping.RootByPath:
		c.path(root, selected)
	case mapping.RootWrite:
		c.write(root, selected)
	}
}

// me returns what the plan asks of the token's own account, for a root field.
func (c *compiler) me(p *Plan, root *Root) *expansion.Expansion {
	if p.Chosen != nil {
		return p.Chosen.Lookups[0].Node
	}
	if p.Me != nil {
		return p.Me
	}
	n := &expansion.Expansion{Type: c.mapping.Type("Query").Fields["me"].Target, PerNode: c.joint}
	if c.own.ID != "" && !c.joint {
		n.Mark = paging.Mark(c.own.ID)
	}
	if c.own.Chosen {
		p.Chosen, root.variable = root, OwnAccount
		root.Lookups = []lookup.Lookup{{ID: c.own.ID, Node: n}}
	} else {
		p.Me = n
	}
	return n
}

// OwnAccount stands for the variable that holds the id of the token's own account, where that
// is chosen.
const OwnAccount = "/me"

// quotas asks the token's account for the quotas that no response header reports.
func (c *compiler) quotas(p *Plan, root *Root, selected graphql.CollectedField) {
	t := root.Field.Target
	for _, part := range graphql.CollectFields(c.operation, selected.Selections, t.Satisfies) {
		switch f := t.Fields[part.Name]; {
		case f == nil || !f.Computed:
		case !f.SupportedBy(c.dialect.Login):
			c.refused = true
		default:
			me := c.me(p, root)
			me.Need(f.Needs)
			me.Arrange()
		}
	}
}
