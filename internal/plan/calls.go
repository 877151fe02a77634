package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
)

// Page is the Facebook Page field that holds the Instagram account.
//
// Source: Meta, Graph API reference, Page.
const AccountField = "instagram_business_account"

// AccountsPage is how many Pages are asked for at once, and MaxAccountsPages how
// often, when all of a token's Pages or accounts are wanted.
const (
	FacebookPagesPerCall  = 25
	MaxFacebookPagesCalls = 10
)

// Call is one Graph API call of a plan, as explain shows it.
type Call struct {
	Method string   `json:"method"`
	Path   string   `json:"path"`
	Fields string   `json:"fields"`
	IDs    []string `json:"ids"`
	// Params are further parameters of the call itself.
	Params []fields.Param `json:"params,omitempty"`
	// Batch are the calls that travel in a batch POST.
	Batch []Call `json:"batch,omitempty"`
}

// Calls returns the calls that the plan starts with. Follow-up calls, for pages
// that cannot be known before, are in Bound only.
func (p *Plan) Calls(way dialect.LookupMode) []Call {
	calls := []Call{}
	if p.Me != nil && !p.Me.Empty() {
		calls = append(calls, p.me())
	}
	if p.FacebookPages != nil {
		calls = append(calls, ofPages(p.FacebookPages.String(), FacebookPagesPerCall))
	}
	for _, g := range Groups(p.Lookups(), way, p.Dialect.Aliases) {
		calls = append(calls, g.Call(way))
	}
	for _, root := range p.order {
		if root.Search != nil {
			calls = append(calls, root.Search.calls()...)
		}
		if root.Call != nil {
			calls = append(calls, *root.Call)
		}
	}
	return calls
}

// calls are the search, and the look-up of what it finds if more than its id is
// wanted. What is known only then stands in braces.
func (s *Search) calls() []Call {
	calls := []Call{{Method: "GET", Path: HashtagSearch, IDs: []string{}, Params: s.Params(Actor)}}
	if !s.Node.IDOnly() {
		calls = append(calls, Group{{ID: "{hashtag}", Node: s.Node}}.Call(dialect.Single))
	}
	return calls
}

func (p *Plan) me() Call {
	if !p.Dialect.MeIsPage {
		return Call{Method: "GET", Path: "/me", Fields: p.Me.String(), IDs: []string{}}
	}
	limit := 1
	if p.Accounts {
		limit = FacebookPagesPerCall
	}
	return ofPages(AccountFields(p.Me), limit)
}

// ofPages is a call for the token's Facebook Pages.
func ofPages(expansion string, limit int) Call {
	return Call{
		Method: "GET", Path: "/me/accounts", Fields: expansion, IDs: []string{},
		Params: []fields.Param{{Name: "limit", Value: strconv.Itoa(limit)}},
	}
}

// AccountFields returns the field expansion that asks Pages for their Instagram
// account.
func AccountFields(n *Node) string { return AccountField + "{" + n.String() + "}" }

// Lookups returns the nodes that all root fields look up.
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

// Group is the look-ups that one call answers, each id once.
type Group []Lookup

// IDs returns the ids of the group's look-ups.
func (g Group) IDs() []string {
	ids := make([]string, len(g))
	for i, l := range g {
		ids[i] = l.ID
	}
	return ids
}

// Groups shares look-ups out into as few calls as a way to look up allows. The
// same id asked for twice is asked for once, with all that is wanted of it.
func Groups(lookups []Lookup, way dialect.LookupMode, aliases bool) []Group {
	var groups []Group
	for _, l := range unite(lookups, aliases) {
		i := slices.IndexFunc(groups, func(g Group) bool { return g.takes(l, way) })
		if i < 0 {
			groups = append(groups, Group{l})
			continue
		}
		groups[i] = append(groups[i], l)
	}
	if way == dialect.IDs {
		for _, g := range groups {
			g.share(aliases)
		}
	}
	return groups
}

// unite merges the look-ups of one id, but for what one field expansion cannot
// ask for without an alias.
func unite(lookups []Lookup, aliases bool) []Lookup {
	var united []Lookup
	at := map[string][]int{}
next:
	for _, l := range lookups {
		key := l.Key()
		for _, i := range at[key] {
			if merged := Merge(united[i].Node, l.Node, aliases); merged.serves(l.Node) {
				united[i].Node, united[i].Indexes = merged, slices.Concat(united[i].Indexes, l.Indexes)
				continue next
			}
		}
		at[key] = append(at[key], len(united))
		united = append(united, l)
	}
	return united
}

// takes reports whether a look-up can travel with the group.
func (g Group) takes(l Lookup, way dialect.LookupMode) bool {
	switch way {
	case dialect.IDs:
		return len(g) < dialect.MaxIDs && !slices.ContainsFunc(g, func(other Lookup) bool {
			return other.Node != l.Node && !other.Node.CompatibleWith(l.Node)
		})
	case dialect.Batch:
		return len(g) < dialect.MaxBatch
	}
	return false
}

// share gives all look-ups of a group the same wanted node, for ?ids= has one
// field expansion for all ids.
func (g Group) share(aliases bool) {
	shared := g[0].Node
	for _, l := range g[1:] {
		shared = Merge(shared, l.Node, aliases)
	}
	for i := range g {
		g[i].Node = shared
	}
}

// Call returns the call that answers the group.
func (g Group) Call(way dialect.LookupMode) Call {
	if len(g) == 1 {
		return Call{Method: "GET", Path: "/" + g[0].ID, Fields: g[0].Node.String(), IDs: []string{}}
	}
	if way == dialect.IDs {
		return Call{Method: "GET", Path: "/", Fields: g[0].Node.String(), IDs: g.IDs()}
	}
	call := Call{Method: "POST", Path: "/", IDs: g.IDs()}
	for i := range g {
		call.Batch = append(call.Batch, g[i:i+1].Call(dialect.Single))
	}
	return call
}

// String returns the plan as gramql explain prints it: a line a call.
func (c Call) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", c.Method, c.Path)
	sep := byte('?')
	param := func(name, value string) {
		b.WriteByte(sep)
		b.WriteString(name + "=" + value)
		sep = '&'
	}
	if len(c.IDs) > 0 && c.Batch == nil {
		param("ids", strings.Join(c.IDs, ","))
	}
	if c.Fields != "" {
		param("fields", c.Fields)
	}
	for _, p := range c.Params {
		param(p.Name, p.Value)
	}
	for _, item := range c.Batch {
		b.WriteString("\n  " + item.String())
	}
	return b.String()
}
