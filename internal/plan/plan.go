package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/problem"
)

// MaxNodes is the most ids that one field of Query takes.
const MaxNodes = 500

// Plan is what one operation asks of the Graph API.
type Plan struct {
	Dialect *dialect.Dialect
	// Me is what is wanted of the token's own account, by all root fields
	// together; nil when none wants it.
	Me *Node
	// Accounts reports that all accounts of the token are wanted, not only the first.
	Accounts bool
	// Pages is what is wanted of the token's Facebook Pages; nil when no root field
	// wants them.
	Pages *Node
	// Live reports that something of the answer is not the Graph API's to say, and may
	// be different each time.
	Live bool
	// Refused reports that the operation selects a field that the dialect lacks, or
	// does not show where it is selected.
	Refused bool
	// Left are the selected fields that were left out, for their arguments cannot be.
	Left []Left
	// roots are the root fields that need the Graph API, by their response keys.
	roots   map[string]*Root
	order   []*Root
	mapping *mapping.Mapping
}

// Left is a field that is not asked for, and what is wrong with its arguments.
type Left struct {
	Field *mapping.Field
	Err   error
}

// Root is a root field and the nodes it looks up.
type Root struct {
	Key     string
	Field   *mapping.Field
	Lookups []Lookup
	// Search is set for a root field that looks for a node by its name.
	Search *Search
	// Answer is set for a root field that is all that one call answers.
	Answer *Call
	// Err says why the root field cannot be planned at all.
	Err error
}

// Known returns how many of the ids can be looked up.
func (r *Root) Known() int {
	known := 0
	for _, l := range r.Lookups {
		if l.Err == nil {
			known++
		}
	}
	return known
}

// Lookup is one node that is looked up by its id.
type Lookup struct {
	// ID is the Graph API's own.
	ID   string
	Node *Node
	// For tells whoever makes the calls which of its questions the look-up
	// answers; those of look-ups that are merged are put together.
	For []int
	// Err says why the id cannot be looked up; then nothing else is set.
	Err error
}

// Key tells one node from another.
func (l Lookup) Key() string { return l.Node.Type.Name + ":" + l.ID }

// Compile plans a query. It makes no call, and has no error of its own: what is
// wrong with a root field stands in the plan, under that field.
func Compile(m *mapping.Mapping, d *dialect.Dialect, operation *graphql.OperationContext) *Plan {
	c := &compiler{operation: operation, mapping: m, dialect: d}
	p := c.newPlan()
	query := m.Type("Query")
	for _, selected := range graphql.CollectFields(operation, operation.Operation.SelectionSet, query.Satisfies) {
		c.root(p, query.Fields[selected.Name], selected)
	}
	p.Refused, p.Left = c.refused, c.left
	return p
}

// newPlan returns a plan that asks for nothing.
func (c *compiler) newPlan() *Plan {
	return &Plan{Dialect: c.dialect, roots: map[string]*Root{}, mapping: c.mapping}
}

// Whole reports whether all that the dialect has of the operation was planned: no
// argument stood in the way.
func (p *Plan) Whole() bool {
	return len(p.Left) == 0 && !slices.ContainsFunc(p.order, func(r *Root) bool {
		return r.Err != nil || slices.ContainsFunc(r.Lookups, func(l Lookup) bool { return l.Err != nil })
	})
}

// Account returns the token's own account, with nothing wanted of it but its id.
func (p *Plan) Account() *Node {
	return &Node{Type: p.mapping.Type("Query").Fields["me"].Target, identity: true}
}

// root plans a root field; one that needs nothing of the Graph API is none of a
// plan's.
func (c *compiler) root(p *Plan, f *mapping.Field, selected graphql.CollectedField) {
	if f == nil || f.By == mapping.Nowhere {
		return
	}
	if !f.SupportedBy(c.dialect.Login) {
		c.refused = true
		return
	}
	root := &Root{Key: selected.Alias, Field: f}
	p.roots[root.Key] = root
	p.order = append(p.order, root)
	switch f.By {
	case mapping.Me, mapping.Accounts:
		if p.Me == nil {
			p.Me = &Node{Type: f.Target}
		}
		c.node(p.Me, selected.Selections)
		p.Me.name(c.dialect.Aliases)
		if f.By == mapping.Accounts {
			p.Accounts = p.Accounts || c.dialect.MeIsPage
			p.Me.identity = true // how many there are cannot be known without a call
		}
	case mapping.Pages:
		if p.Pages == nil {
			p.Pages = &Node{Type: f.Target, identity: true}
		}
		c.node(p.Pages, selected.Selections)
		p.Pages.name(c.dialect.Aliases)
	case mapping.Quotas:
		c.quotas(p, root, selected)
	case mapping.ByID, mapping.Global:
		c.lookups(root, selected)
	case mapping.Name:
		c.search(root, selected)
	case mapping.Path:
		c.answer(root, selected)
	}
}

// quotas wants what of the quotas only the token's account can tell.
func (c *compiler) quotas(p *Plan, root *Root, selected graphql.CollectedField) {
	p.Live = true
	t := root.Field.Target
	for _, part := range graphql.CollectFields(c.operation, selected.Selections, t.Satisfies) {
		switch f := t.Fields[part.Name]; {
		case f == nil || !f.Computed:
		case !f.SupportedBy(c.dialect.Login):
			c.refused = true
		default:
			if p.Me == nil {
				p.Me = &Node{Type: c.mapping.Type("Query").Fields["me"].Target}
			}
			p.Me.need(f.Needs)
			p.Me.name(c.dialect.Aliases)
		}
	}
}

// lookups plans the nodes that a root field's ids stand for. Ids of one type
// share one wanted node.
func (c *compiler) lookups(root *Root, selected graphql.CollectedField) {
	ids, err := c.ids(selected)
	if err != nil {
		root.Err = err
		return
	}
	wanted := map[*mapping.Type]*Node{}
	for _, id := range ids {
		t, graphID, err := c.identify(root.Field, id)
		if err != nil {
			root.Lookups = append(root.Lookups, Lookup{Err: err})
			continue
		}
		n := wanted[t]
		if n == nil {
			n = &Node{Type: t, identity: true}
			c.node(n, selected.Selections)
			n.name(c.dialect.Aliases)
			wanted[t] = n
		}
		root.Lookups = append(root.Lookups, Lookup{ID: graphID, Node: n})
	}
}

// answer plans the call whose answer a root field is. Its parameters stand in no
// field expansion, so they are taken as they are.
func (c *compiler) answer(root *Root, selected graphql.CollectedField) {
	values := selected.ArgumentMap(c.operation.Variables)
	call := &Call{Method: "GET", Path: root.Field.Path, IDs: []string{}}
	for _, p := range root.Field.Params {
		if value := values[p.Argument]; value != nil {
			call.Params = append(call.Params, fields.Param{Name: p.Name, Value: fmt.Sprint(value)})
		}
	}
	root.Answer = call
}

func (c *compiler) ids(selected graphql.CollectedField) ([]string, error) {
	args := selected.ArgumentMap(c.operation.Variables)
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

// identify returns the type and the Graph API id that an id of a client stands
// for.
func (c *compiler) identify(f *mapping.Field, id string) (*mapping.Type, string, error) {
	if f.By == mapping.ByID && globalid.IsGraphID(id) {
		return f.Target, id, nil
	}
	name, graphID, err := globalid.Parse(id)
	t := c.mapping.Type(name)
	switch {
	case err != nil && f.By == mapping.Global:
		return nil, "", problem.New(problem.BadUserInput, "not a global id", "Give an id as this API answered it in a field called id.")
	case err != nil:
		return nil, "", problem.New(problem.BadUserInput, "neither a global id nor a Graph API id", "Give an id as this API answered it in id or graphId.")
	case t == nil || !t.IsNode():
		return nil, "", problem.New(problem.BadUserInput, "not the id of any node of this API", "Give an id as this API answered it in a field called id.")
	case f.Target != nil && f.Target != t:
		return nil, "", problem.New(problem.BadUserInput, "the id of a "+t.Name+", not of a "+f.Target.Name, "Use node for ids of any type.")
	case !t.Requires.SupportedBy(c.dialect.Login):
		return nil, "", &mapping.UnsupportedError{What: t.Name, Login: c.dialect.Login, Logins: t.Requires.Logins}
	}
	return t, graphID, nil
}

// CompileEdge plans one field of a node with an edge by itself: what a resolver does for
// what its node did not come with. There are as many edges as parts to ask for;
// none when nothing of them is wanted.
func CompileEdge(m *mapping.Mapping, d *dialect.Dialect, operation *graphql.OperationContext, of *Node, f *mapping.Field, selected graphql.CollectedField) []*Edge {
	n := &Node{Type: of.Type, View: of.View}
	c := &compiler{operation: operation, mapping: m, dialect: d}
	if f.Kind == mapping.Connection {
		c.connection(n, f, selected)
	} else {
		c.whole(n, f, selected)
	}
	n.name(d.Aliases)
	return n.Edges
}

// WithoutAliases returns a plan for the same that asks for no edge by an alias,
// for a server that refuses them.
func (p *Plan) WithoutAliases() *Plan {
	plain, spoken := *p, *p.Dialect
	spoken.Aliases = false
	plain.Dialect = &spoken
	if p.Me != nil {
		plain.Me = p.Me.WithoutAliases()
	}
	if p.Pages != nil {
		plain.Pages = p.Pages.WithoutAliases()
	}
	plain.roots, plain.order = map[string]*Root{}, nil
	for _, r := range p.order {
		root := *r
		root.Lookups = slices.Clone(r.Lookups)
		for i, l := range root.Lookups {
			if l.Node != nil {
				root.Lookups[i].Node = l.Node.WithoutAliases()
			}
		}
		plain.roots[root.Key] = &root
		plain.order = append(plain.order, &root)
	}
	return &plain
}

// Root returns the root field with that response key; nil when it needs nothing
// of the Graph API.
func (p *Plan) Root(key string) *Root { return p.roots[key] }

// Roots returns the root fields that need the Graph API, in the order asked.
func (p *Plan) Roots() []*Root { return slices.Clone(p.order) }

type key struct{}

// NewContext returns a context that carries the plan.
func NewContext(ctx context.Context, p *Plan) context.Context {
	return context.WithValue(ctx, key{}, p)
}

// FromContext returns the context's plan; nil when it has none.
func FromContext(ctx context.Context) *Plan {
	p, _ := ctx.Value(key{}).(*Plan)
	return p
}
