package transcode

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/conversion"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/arguments"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Compiler compiles operations on one schema.
type Compiler struct {
	schema *ast.Schema
	enums  map[string]*enum
}

// NewCompiler returns a compiler.
func NewCompiler(schema *ast.Schema) *Compiler {
	c := &Compiler{schema: schema, enums: map[string]*enum{}}
	for name, def := range schema.Types {
		if def.Kind == ast.Enum {
			e := &enum{values: map[string]string{}}
			for _, value := range def.EnumValues {
				e.values[value.Name] = `"` + value.Name + `"`
			}
			c.enums[name] = e
		}
	}
	return c
}

// Compile returns the program that answers an operation as its plan does, or why none can.
func (c *Compiler) Compile(p *plan.Plan, operation *graphql.OperationContext) (*Program, Reason) {
	if p.Refused || len(p.Skipped) > 0 {
		return nil, NotPlanned
	}
	if len(p.Roots()) != 1 || p.Roots()[0].Field.RootKind != mapping.RootMe || p.Dialect.MeIsPage {
		return nil, OtherRoots
	}
	if len(p.Me.Expansions()) != 1 || p.Me.Empty() {
		return nil, SeveralCalls
	}
	program, w := &Program{}, &compilation{Compiler: c, plan: p, operation: operation}
	for _, selected := range graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Query"}) {
		f := root{key: key(selected.Alias)}
		switch selected.Name {
		case "__typename":
			f.text = `"Query"`
		case p.Roots()[0].Field.Name:
			f.object = w.object(p.Me, selected.Selections)
			f.object.owner = true
		default:
			return nil, OtherRoots
		}
		program.fields = append(program.fields, f)
	}
	if w.reason != "" {
		return nil, w.reason
	}
	return program, ""
}

// compilation is one operation on its way to a program.
type compilation struct {
	*Compiler
	plan      *plan.Plan
	operation *graphql.OperationContext
	// reason is the first that was found.
	reason Reason
}

// leave notes why the operation is left to the ordinary way.
func (w *compilation) leave(why Reason) {
	if w.reason == "" {
		w.reason = why
	}
}

// object compiles what is selected of a node.
func (w *compilation) object(n *expansion.Expansion, selections ast.SelectionSet) *object {
	o := &object{
		typeName: n.Type.Name, node: n.Type.IsNode() && !n.OnTheWay(),
		asked: !n.IDOnly(), certain: n.Certain(), named: len(n.Names) > 0,
		members: []member{{name: "id"}},
	}
	w.check(n)
	for _, name := range n.Names {
		o.members = append(o.members, member{name: name, told: true, withheld: n.MayBeWithheld(name)})
	}
	for _, inner := range n.Objects {
		o.members = append(o.members, member{name: inner.Name, told: true, branch: true})
	}
	for _, e := range n.Edges {
		o.members = append(o.members, member{name: e.Name, branch: true})
	}
	read := map[any]bool{}
	for _, selected := range graphql.CollectFields(w.operation, selections, n.Type.Satisfies) {
		f := w.field(n, o, selected, read)
		f.key, f.required = key(selected.Alias), selected.Definition.Type.NonNull
		o.fields = append(o.fields, f)
	}
	if len(read) < len(n.Objects)+len(n.Edges) && selections != nil { // what is computed needs the others
		w.leave(Computed)
	}
	return o
}

// check looks for what no program can do with a node.
func (w *compilation) check(n *expansion.Expansion) {
	switch {
	case n.Through:
		w.leave(FoundNode)
	case !n.Type.IsNode():
		w.leave(NoNode)
	case len(n.References) > 0:
		w.leave(NodeOfAnID)
	case n.ByPath || slices.ContainsFunc(n.Edges, func(e *expansion.Edge) bool { return e.Asked != expansion.Here }):
		w.leave(SeveralCalls)
	case len(n.Refused) > 0 || n.Lost != nil:
		w.leave(Refused)
	}
}

// field compiles a selected field of a node, and notes which object or edge it reads.
func (w *compilation) field(n *expansion.Expansion, o *object, selected graphql.CollectedField, read map[any]bool) field {
	f := n.Type.Fields[selected.Name]
	if f == nil {
		return field{text: `"` + n.Type.Name + `"`, member: absent}
	}
	switch f.Kind {
	case mapping.Plain:
		return w.plain(f, o, selected)
	case mapping.Object:
		inner := n.Object(f.Names[0])
		w.once(read, inner)
		return field{member: o.find([]byte(f.Names[0]), 0), object: w.object(inner, selected.Selections)}
	case mapping.Connection:
		return w.connection(n, o, f, selected, read)
	case mapping.Reference:
		w.leave(NodeOfAnID)
	default:
		w.leave(NotPaged)
	}
	return field{}
}

// once notes that a field reads an object or edge, which no other may.
func (w *compilation) once(read map[any]bool, what any) {
	if read[what] {
		w.leave(AskedTwice)
	}
	read[what] = true
}

// forms are how scalars are written.
var forms = map[string]form{
	"String": formText, "ID": formText, "Int": formInt, "Long": formLong, "Float": formFloat, "Boolean": formBool, "DateTime": formTime, "URL": formURL,
}

// plain compiles a field that holds a scalar.
func (w *compilation) plain(f *mapping.Field, o *object, selected graphql.CollectedField) field {
	t := selected.Definition.Type
	if f.Computed || len(f.Names) != 1 {
		w.leave(Computed)
		return field{}
	}
	compiled := field{member: o.find([]byte(f.Names[0]), 0), values: w.enums[t.NamedType]}
	known := true
	switch {
	case f.Name == "id":
		compiled.form = formGlobalID
	case compiled.values != nil:
		compiled.form = formEnum
	default:
		compiled.form, known = forms[t.NamedType]
	}
	if !known || compiled.member == absent {
		w.leave(NotScalar)
	}
	return compiled
}

// connection compiles a connection of a node.
func (w *compilation) connection(n *expansion.Expansion, o *object, f *mapping.Field, selected graphql.CollectedField, read map[any]bool) field {
	parts, _, err := arguments.Read(n, f, w.plan.Dialect, w.operation, selected)
	if err != nil {
		w.leave(NotPlanned)
		return field{}
	}
	window := parts[0].Window
	c := &connection{items: absent, count: absent, window: window, scope: window.Scope()}
	if f.Edge.Count != "" && !window.Filtered() {
		c.count = o.find([]byte(f.Edge.Count), 0)
	}
	edge := n.Edge(n.KeyOf(selected.Field, parts[0].Key(f.Edge)))
	compiled := field{member: absent, connection: c}
	if edge != nil {
		w.once(read, edge)
		w.checkEdge(n, edge, c)
		compiled.member = o.find([]byte(edge.Name), 0)
		if o.members[compiled.member].told { // a field has the edge's name
			w.leave(AskedTwice)
		}
	}
	var shown ast.SelectionSet
	for _, selected := range graphql.CollectFields(w.operation, selected.Selections, f.Edge.Satisfies) {
		p := part{key: key(selected.Alias)}
		switch selected.Name {
		case "nodes", "edges":
			if p.kind = kindItems; c.items != absent {
				w.leave(AskedTwice)
			}
			c.items, shown = len(c.fields), selected.Selections
			if selected.Name == "edges" {
				c.edge, shown = w.edge(c, f, selected.Selections)
			}
		case "totalCount":
			p.kind = kindTotal
		case "pageInfo":
			p.kind, p.parts = kindPageInfo, w.pageInfo(c, selected.Selections)
		default:
			p.text = `"` + selected.ObjectDefinition.Name + `"`
		}
		c.fields = append(c.fields, p)
	}
	if edge != nil {
		c.item = w.object(edge.Node, shown)
	}
	return compiled
}

// checkEdge looks for what no program can do with an edge.
func (w *compilation) checkEdge(n *expansion.Expansion, e *expansion.Edge, c *connection) {
	window := c.window
	switch {
	case e.Finder || e.Alone || e.Actor != "":
		w.leave(NotPaged)
	case e.RefusedWith != nil || len(e.Refused) > 0:
		w.leave(Refused)
	case window.Backward || window.Empty || window.Cursor != nil && window.Cursor.Skip > 0:
		w.leave(FromTheEnd)
	case n.Unsaid(e.Edge) || e.Paging == mapping.SameCursor:
		w.leave(PagedOddly)
	}
}

// edge compiles what is selected of each edge of a connection, and returns what is selected
// of the nodes.
func (w *compilation) edge(c *connection, f *mapping.Field, selections ast.SelectionSet) (edge []part, node ast.SelectionSet) {
	edge = []part{}
	for _, selected := range graphql.CollectFields(w.operation, selections, f.Edge.EdgeSatisfies) {
		p := part{key: key(selected.Alias)}
		switch selected.Name {
		case "node":
			if p.kind = kindNode; node != nil {
				w.leave(AskedTwice)
			}
			node = selected.Selections
		case "cursor":
			p.kind, c.cursors = kindCursor, true
		default:
			p.text = `"` + selected.ObjectDefinition.Name + `"`
		}
		edge = append(edge, p)
	}
	return edge, node
}

var pageInfo = map[string]kind{"hasNextPage": kindHasNext, "hasPreviousPage": kindHasPrevious, "startCursor": kindStart, "endCursor": kindEnd}

// pageInfo compiles what is selected of a PageInfo.
func (w *compilation) pageInfo(c *connection, selections ast.SelectionSet) []part {
	var parts []part
	for _, selected := range graphql.CollectFields(w.operation, selections, []string{"PageInfo"}) {
		p := part{key: key(selected.Alias), kind: pageInfo[selected.Name]}
		c.cursors = c.cursors || p.kind == kindStart || p.kind == kindEnd
		if p.kind == kindText {
			p.text = `"` + selected.ObjectDefinition.Name + `"`
		}
		parts = append(parts, p)
	}
	return parts
}

// value returns what a value of the answer is in an enum type, with quotes.
func (e *enum) value(text []byte) string {
	if value, ok := e.values[string(text)]; ok {
		return value
	}
	return `"` + conversion.EnumValue(string(text), func(word string) bool { return e.values[word] != "" }) + `"`
}
