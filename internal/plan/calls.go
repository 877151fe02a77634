package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
)

// AccountField is the field of a Facebook Page that holds its Instagram account.
//
// Source: Meta, Graph API reference, Page.
const AccountField = "instagram_business_account"

// When all of a token's Facebook Pages or accounts are read, one call asks for
// FacebookPagesPerCall of them, and no more than MaxFacebookPagesCalls are made.
const (
	FacebookPagesPerCall  = 25
	MaxFacebookPagesCalls = 10
)

// Call is one Graph API call of a plan, as explain shows it.
type Call struct {
	Method, Path, Fields string
	IDs                  []string
	// Params are the call's other parameters.
	Params []fields.Param
	// Batch are the calls inside a batch POST.
	Batch []Call
}

// Calls returns the calls that the plan starts with, and those for edges that no field
// expansion has. Other follow-up calls, whose pages cannot be known in advance, are in
// Bound only.
func (p *Plan) Calls(mode dialect.LookupMode) []Call {
	calls := []Call{}
	if p.Me != nil && !p.Me.Empty() {
		calls = append(calls, p.opening(p.Me, mode, p.me)...)
	}
	if p.FacebookPages != nil {
		calls = append(calls, p.opening(p.FacebookPages, mode, func(n *Node) Call { return facebookPages(n.String(), FacebookPagesPerCall) })...)
	}
	for _, g := range lookUp(p.Lookups(), mode) {
		calls = append(calls, g.Call(mode))
	}
	for _, root := range p.order {
		if root.Search != nil {
			calls = append(calls, root.Search.calls(mode)...)
		}
		if root.Call != nil {
			calls = append(calls, *root.Call)
		}
	}
	for _, g := range Groups(Unite(p.alone()), mode) {
		calls = append(calls, g.Call(mode))
	}
	return calls
}

// opening returns the first calls for a node's field expansions, which are made
// together: by batch POSTs, where one may carry them.
func (p *Plan) opening(n *Node, mode dialect.LookupMode, call func(*Node) Call) []Call {
	var calls []Call
	for _, expansion := range n.Expansions() {
		calls = append(calls, call(expansion))
	}
	if !p.Dialect.Batches(mode) {
		return calls
	}
	var posts []Call
	for some := range slices.Chunk(calls, graphapi.MaxBatch) {
		posts = append(posts, batchOf(some))
	}
	return posts
}

// openings returns how many calls the opening of a node takes.
func (p *Plan) openings(n *Node, mode dialect.LookupMode) int {
	expansions := n.expansions()
	if !p.Dialect.Batches(mode) {
		return expansions
	}
	return (expansions + graphapi.MaxBatch - 1) / graphapi.MaxBatch
}

// batchOf returns the batch POST that makes several calls; one call is made by itself.
func batchOf(calls []Call) Call {
	if len(calls) == 1 {
		return calls[0]
	}
	return Call{Method: "POST", Path: "/", IDs: []string{}, Batch: calls}
}

// alone returns the look-ups of edges that no field expansion has where they are wanted.
// Of nodes whose ids are not known yet, one stands for all.
func (p *Plan) alone() []Lookup {
	var all []Lookup
	for _, top := range p.tops() {
		all = append(all, top.node.alone(top.id)...)
	}
	return all
}

// alone returns the look-ups of such edges of the node, and of those that it leads to;
// an empty id is unknown.
func (n *Node) alone(id string) []Lookup {
	if id == "" {
		id = "{" + strings.ToLower(n.Type.Name) + "}"
	}
	var all []Lookup
	for _, e := range n.Edges {
		if e.Alone || e.Actor != "" && e.Asked == Alone {
			all = append(all, Lookup{ID: id, Node: EdgeOnly(n.Type, e)})
		}
		all = append(all, e.Node.alone("")...)
	}
	for _, o := range slices.Concat(n.Objects, n.References) {
		all = append(all, o.Node.alone("")...)
	}
	return all
}

// lookUp returns the look-ups that share each call, when the plan starts with them.
func lookUp(lookups []Lookup, mode dialect.LookupMode) []Group {
	return Groups(Expansions(Unite(lookups)), mode)
}

// calls returns the search and, if more than an id is asked for, the look-up of
// what it finds. Braces mark ids that are not known yet.
func (s *Search) calls(mode dialect.LookupMode) []Call {
	calls := []Call{{Method: "GET", Path: HashtagSearch, IDs: []string{}, Params: s.Params(Actor)}}
	if s.Node.IDOnly() {
		return calls
	}
	for _, g := range lookUp([]Lookup{{ID: "{hashtag}", Node: s.Node}}, mode) {
		calls = append(calls, g.Call(mode))
	}
	return calls
}

// me returns a call that reads the token's own account or accounts.
func (p *Plan) me(n *Node) Call {
	if !p.Dialect.MeIsPage {
		return Call{Method: "GET", Path: "/me", Fields: n.String(), IDs: []string{}}
	}
	limit := 1
	if p.Accounts {
		limit = FacebookPagesPerCall
	}
	return facebookPages(AccountFields(n), limit)
}

// facebookPages returns a call for the token's Facebook Pages.
func facebookPages(expansion string, limit int) Call {
	return Call{
		Method: "GET", Path: "/me/accounts", Fields: expansion, IDs: []string{},
		Params: []fields.Param{{Name: "limit", Value: strconv.Itoa(limit)}},
	}
}

// AccountFields returns the field expansion that asks Facebook Pages for their
// Instagram account.
func AccountFields(n *Node) string { return AccountField + "{" + n.String() + "}" }

// String returns the call as gramql explain prints it: one line, and one more for
// each call in a batch.
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
