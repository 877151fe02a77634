package transcode

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/arguments"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// object compiles what is selected of a node, or of a value that is asked for in braces.
func (w *compilation) object(n *expansion.Expansion, selections ast.SelectionSet, how *reached) *object {
	identified, first := n.Type.Node != "", !w.counted[n]
	o := &object{
		typeName: n.Type.Name, identified: identified,
		node:    n.Type.IsNode() && !n.OnTheWay() && first,
		asked:   identified && !n.IDOnly(),
		certain: identified && n.Certain() || !identified && !n.IDOnly(), named: identified && len(n.Names) > 0,
		members: []member{{name: "id"}},
		reached: how,
	}
	w.counted[n] = true
	w.check(n)
	for _, name := range n.Names {
		if name == "id" { // of a value that need not have one
			o.members[ownID].told = true
			continue
		}
		o.members = append(o.members, member{name: name, told: true, branch: !w.isScalar(n.Type, name), withheld: n.MayBeWithheld(name)})
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
	if first {
		w.unread(n, o, read)
	}
	return o
}

// unread adds what no selected field of a node reads, though the answer holds it: its
// nodes count, and have to be in form.
func (w *compilation) unread(n *expansion.Expansion, o *object, read map[any]bool) {
	for _, inner := range n.Objects {
		if !read[inner.Node] {
			o.fields = append(o.fields, w.inside(o, inner.Name, inner.Node, nil))
		}
	}
	for _, e := range n.Edges {
		if !read[e] {
			o.fields = append(o.fields, w.behind(o, e, false, nil))
		}
	}
}

// isScalar reports whether a Graph API field of a type holds a scalar, or a list of scalars.
func (w *compilation) isScalar(t *mapping.Type, name string) bool {
	for _, f := range t.Fields {
		if f.Kind == mapping.Plain && !f.Computed && slices.Contains(f.Names, name) {
			return w.mapping.Type(w.typeOf(t, f)) == nil
		}
	}
	return true
}

// typeOf returns the name of a field's type.
func (w *compilation) typeOf(t *mapping.Type, f *mapping.Field) string {
	return w.schema.Types[t.Name].Fields.ForName(f.Name).Type.Name()
}

// check looks for what no program can do with a node.
func (w *compilation) check(n *expansion.Expansion) {
	switch {
	case n.ByPath || slices.ContainsFunc(n.Edges, func(e *expansion.Edge) bool { return e.Asked != expansion.Here }):
		w.leave(SeveralCalls)
	case len(n.Refused) > 0 || n.Lost != nil:
		w.leave(Refused)
	}
	for i, e := range n.Edges {
		if e.RefusedWith != nil || len(e.Refused) > 0 {
			w.leave(Refused)
		}
		if slices.Contains(n.Names, e.Name) || slices.ContainsFunc(n.Edges[:i], func(other *expansion.Edge) bool { return other.Name == e.Name }) {
			w.leave(OneName)
		}
	}
}

// field compiles a selected field of a node, and notes which object or edge the field reads.
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
		if inner == nil {
			w.leave(NotPlanned)
			return field{}
		}
		read[inner] = true
		return w.inside(o, f.Names[0], inner, selected.Selections)
	case mapping.Connection:
		return w.connection(n, o, f, selected, read)
	case mapping.List, mapping.Single, mapping.Finder:
		return w.unpaged(n, o, f, selected, read)
	case mapping.Reference:
		inner := n.Reference(f.Names[0])
		if !inner.IDOnly() {
			w.leave(SeveralCalls)
			return field{}
		}
		return field{member: o.find([]byte(f.Names[0]), 0), reference: w.object(inner, selected.Selections, nil)}
	}
	w.leave(NotPlanned)
	return field{}
}

// inside compiles what is selected of the node, or value, in a field of another.
func (w *compilation) inside(o *object, name string, n *expansion.Expansion, selections ast.SelectionSet) field {
	f := field{member: o.find([]byte(name), 0), leads: n.Through}
	var how *reached
	if n.Through {
		how = &reached{from: o.reached, field: name}
	}
	f.object = w.object(n, selections, how)
	return f
}

// behind compiles what is selected of the nodes behind an edge that is not paged, or of the
// node that a finder finds.
func (w *compilation) behind(o *object, e *expansion.Edge, single bool, selections ast.SelectionSet) field {
	f := field{member: o.find([]byte(e.Name), 0), leads: e.Node.Through}
	item := w.object(e.Node, selections, o.behind(e))
	if e.Finder {
		item.certain = item.certain || item.named
		f.object = item
	} else {
		f.list = &list{item: item, edge: true, single: single}
	}
	return f
}

// behind returns how nodes behind an edge of an object are found.
func (o *object) behind(e *expansion.Edge) *reached {
	if !e.Node.Through {
		return nil
	}
	return &reached{from: o.reached, by: e}
}

// unpaged compiles an edge that is not paged, or a finder.
func (w *compilation) unpaged(n *expansion.Expansion, o *object, f *mapping.Field, selected graphql.CollectedField, read map[any]bool) field {
	parts, _, err := arguments.Read(n, f, w.plan.Dialect, w.operation, selected)
	switch {
	case err != nil:
		w.leave(NotPlanned)
	case len(parts) != 1 || f.Edge.Metrics != "":
		w.leave(Metrics)
	default:
		if edge := n.Edge(n.KeyOf(selected.Field, parts[0].Key(f.Edge))); edge != nil {
			read[edge] = true
			return w.behind(o, edge, f.Kind == mapping.Single, selected.Selections)
		}
	}
	return field{member: absent, list: &list{edge: true, single: f.Kind != mapping.List}}
}
