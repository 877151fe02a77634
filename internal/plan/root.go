package plan

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/problem"
)

// MaxNodes is the most ids that one root field takes.
const MaxNodes = 500

// Root is a root field and how its nodes are found.
type Root struct {
	Key     string
	Field   *mapping.Field
	Lookups []Lookup
	// Search is set for a root field that finds a node by its name.
	Search *Search
	// Call is set for a root field that is the whole answer of one call.
	Call *graphapi.Call
	// Node is what is asked of each node on the page that the Call answers, and Most how
	// many there can be; nil where the answer is one value.
	Node *Expansion
	Most int
	// Err says why the root field cannot be planned at all.
	Err error
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

// Lookup is a node that is looked up by its id.
type Lookup struct {
	// ID is the Graph API's own id.
	ID   string
	Node *Expansion
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

// root plans a root field, unless it needs nothing of the Graph API.
func (c *compiler) root(p *Plan, f *mapping.Field, selected graphql.CollectedField) {
	if f == nil || f.RootKind == mapping.RootNone {
		return
	}
	if !f.SupportedBy(c.dialect.Login) {
		c.refused = true
		return
	}
	root := &Root{Key: selected.Alias, Field: f}
	p.roots[root.Key] = root
	p.order = append(p.order, root)
	switch f.RootKind {
	case mapping.RootMe, mapping.RootAccounts:
		if f.RootKind == mapping.RootAccounts && c.dialect.MeIsPage && !c.joint {
			if p.Accounts == nil {
				p.Accounts = &Expansion{Type: f.Target, wantsID: true, perNode: true}
			}
			c.node(p.Accounts, selected.Selections)
			p.Accounts.arrange()
			return
		}
		n := c.me(p)
		c.node(n, selected.Selections)
		n.arrange()
		n.wantsID = n.wantsID || !n.Empty() // it is answered even if everything else is refused
		if f.RootKind == mapping.RootAccounts {
			n.wantsID = true // it takes a call to know how many there are
		}
	case mapping.RootFacebookPages:
		if p.FacebookPages == nil {
			p.FacebookPages = &Expansion{Type: f.Target, wantsID: true, perNode: true}
		}
		c.node(p.FacebookPages, selected.Selections)
		p.FacebookPages.arrange()
	case mapping.RootQuotas:
		c.quotas(p, root, selected)
	case mapping.RootByID, mapping.RootByGlobalID:
		c.lookups(root, selected)
	case mapping.RootByName:
		c.search(root, selected)
	case mapping.RootByPath:
		c.path(root, selected)
	}
}

// me returns what the plan asks of the token's own account.
func (c *compiler) me(p *Plan) *Expansion {
	if p.Me == nil {
		p.Me = &Expansion{Type: c.mapping.Type("Query").Fields["me"].Target, perNode: c.joint}
		if c.account != "" && !c.joint {
			p.Me.Mark = paging.Mark(c.account)
		}
	}
	return p.Me
}

// quotas asks the token's account for the quotas that no response header reports.
func (c *compiler) quotas(p *Plan, root *Root, selected graphql.CollectedField) {
	p.Uncacheable = true
	t := root.Field.Target
	for _, part := range graphql.CollectFields(c.operation, selected.Selections, t.Satisfies) {
		switch f := t.Fields[part.Name]; {
		case f == nil || !f.Computed:
		case !f.SupportedBy(c.dialect.Login):
			c.refused = true
		default:
			me := c.me(p)
			me.need(f.Needs)
			me.arrange()
		}
	}
}

// lookups plans the nodes with a root field's ids. Ids of one type share a Node.
func (c *compiler) lookups(root *Root, selected graphql.CollectedField) {
	ids, err := c.ids(selected)
	if err != nil {
		root.Err = err
		return
	}
	nodes, reached := map[*mapping.Type]*Expansion{}, ways{}
	for _, text := range ids {
		t, id, err := c.identify(root.Field, text)
		if err == nil && len(id.Way.Steps) > 0 {
			var l Lookup
			if l, err = c.reach(reached, id, t, selected); err == nil {
				root.Lookups = append(root.Lookups, l)
				continue
			}
		}
		if err != nil {
			root.Lookups = append(root.Lookups, Lookup{Err: err})
			continue
		}
		n := nodes[t]
		if n == nil {
			n = &Expansion{Type: t, wantsID: true, perNode: len(ids) > 1}
			if !n.perNode {
				n.Mark = paging.Mark(id.GraphID)
			}
			c.node(n, selected.Selections)
			n.tell(c.dialect.Login)
			n.arrange()
			nodes[t] = n
		}
		root.Lookups = append(root.Lookups, Lookup{ID: id.GraphID, Node: n})
	}
}

// path plans the call whose whole answer is the root field. Its parameters are
// not part of a field expansion, so any value is safe.
func (c *compiler) path(root *Root, selected graphql.CollectedField) {
	values, err := coercion.Arguments(selected.Field, c.operation.Variables)
	if err != nil {
		root.Err = err
		return
	}
	call := &graphapi.Call{Path: root.Field.Path, Node: root.Field.Target.Name, Params: url.Values{}, Lifetime: root.Field.Target.Fresh}
	for _, p := range root.Field.Params {
		if value := values[p.Argument]; value != nil {
			text := fmt.Sprint(value)
			if p.Type == mapping.Enum {
				text = strings.ToLower(text)
			}
			call.Params.Set(p.Name, text)
		}
	}
	if root.Field.Many {
		if root.Err = c.page(root, values, selected); root.Err != nil {
			return
		}
		call.Fields, call.Lifetime = root.Node.String(), root.Node.lifetime()
	}
	root.Call = call
}

// MaxFound is the most nodes that a search is asked for.
const MaxFound = 50

// page plans what is asked of the nodes on a page that a search answers, which has a
// text, a category, or both.
func (c *compiler) page(root *Root, values map[string]any, selected graphql.CollectedField) error {
	first, err := number(values["first"])
	if err != nil {
		return err
	}
	if *first < 1 || *first > MaxFound {
		return problem.Input("first", fmt.Sprintf("%d is not from 1 to %d", *first, MaxFound), "Ask for fewer items, or narrow the search.")
	}
	if text, _ := values["search"].(string); values["category"] == nil && strings.TrimSpace(text) == "" {
		return problem.Input("search", "there is neither a text nor a category", "Give search, category, or both.")
	}
	root.Most = int(*first)
	root.Node = &Expansion{Type: root.Field.Target, wantsID: true, perNode: true}
	c.node(root.Node, selected.Selections)
	root.Node.arrange()
	return nil
}

// ids returns the ids in a root field's arguments.
func (c *compiler) ids(selected graphql.CollectedField) ([]string, error) {
	args, err := coercion.Arguments(selected.Field, c.operation.Variables)
	if err != nil {
		return nil, err
	}
	if id, ok := args["id"]; ok {
		text, err := graphql.UnmarshalID(id)
		return []string{text}, err
	}
	values := graphql.CoerceList(args["ids"])
	if len(values) > MaxNodes {
		return nil, problem.New(problem.BadUserInput, fmt.Sprintf("%d ids are more than %d", len(values), MaxNodes), "Ask in several operations.")
	}
	ids := make([]string, 0, len(values))
	for _, value := range values {
		text, err := graphql.UnmarshalID(value)
		if err != nil {
			return nil, err
		}
		ids = append(ids, text)
	}
	return ids, nil
}

// identify returns the type of the node with a client's id, and what the id says.
func (c *compiler) identify(f *mapping.Field, text string) (*mapping.Type, globalid.ID, error) {
	if f.RootKind == mapping.RootByID && globalid.IsGraphID(text) {
		return f.Target, globalid.ID{Type: f.Target.Name, GraphID: text}, nil
	}
	id, err := globalid.Parse(text)
	t := c.mapping.Type(id.Type)
	switch {
	case err != nil && f.RootKind == mapping.RootByGlobalID:
		err = problem.New(problem.BadUserInput, "not a global id", "Give an id as this API answered it in a field called id.")
	case err != nil:
		err = problem.New(problem.BadUserInput, "neither a global id nor a Graph API id", "Give an id as this API answered it in id or graphId.")
	case t == nil || !t.IsNode():
		err = errNoWay
	case f.Target != nil && f.Target != t:
		err = problem.New(problem.BadUserInput, "the id of a "+t.Name+", not of a "+f.Target.Name, "Use node for ids of any type.")
	case !t.Requires.SupportedBy(c.dialect.Login):
		err = &mapping.UnsupportedError{What: t.Name, Login: c.dialect.Login, Logins: t.Requires.Logins}
	}
	return t, id, err
}
