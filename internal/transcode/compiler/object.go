package compiler

import (
	"maps"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/arguments"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/transcode/program"
)

// object compiles what is selected of a node, or of a value that is asked for in braces.
func (w *compilation) object(n *expansion.Expansion, selections ast.SelectionSet, how *program.Reached) *program.Object {
	identified, first := n.Type.Node != "", !w.counted[n]
	o := &program.Object{
		TypeName: n.Type.Name, Identified: identified, Global: n.Type.IsNode(),
		Node:    n.Type.IsNode() && !n.OnTheWay() && first,
		Asked:   identified && !n.IDOnly(),
		Certain: identified && n.Certain() || !identified && !n.IDOnly(), Named: identified && len(n.Names) > 0,
		OtherIDs: n.Type.OtherIDs,
		Members:  []program.Member{{Name: "id"}},
		Reached:  how,
	}
	w.counted[n] = true
	w.check(n)
	for m := range n.Members() {
		switch {
		case m.Node != nil:
			o.Members = append(o.Members, program.Member{Name: m.Name, Told: m.Edge == nil, Branch: true})
		case m.Name == "id": // of a value that need not have one
			o.Members[program.OwnID].Told = true
		default:
			o.Members = append(o.Members, program.Member{Name: m.Name, Told: true, Branch: !w.isScalar(n.Type, m.Name), Withheld: n.MayBeWithheld(m.Name)})
		}
	}
	if !identified {
		w.shown(n.Type, o)
	}
	read := map[any]bool{}
	for _, selected := range graphql.CollectFields(w.operation, selections, n.Type.Satisfies) {
		f := w.field(n, o, selected, read)
		f.Key, f.Required = program.Key(selected.Alias), selected.Definition.Type.NonNull
		o.Fields = append(o.Fields, f)
	}
	if first {
		w.unread(n, o, read)
	}
	return o
}

// shown adds the members by which a value is known, though nothing is wanted of them.
func (w *compilation) shown(t *mapping.Type, o *program.Object) {
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		if f := t.Fields[name]; f.Kind == mapping.Plain && len(f.Names) == 1 && o.Find([]byte(f.Names[0]), 0) == program.Absent {
			o.Members = append(o.Members, program.Member{Name: f.Names[0], Branch: !w.isScalar(t, f.Names[0])})
		}
	}
}

// unread adds what no selected field of a node reads, though it is asked for: its nodes
// count, and its values have to be in form.
func (w *compilation) unread(n *expansion.Expansion, o *program.Object, read map[any]bool) {
	for _, name := range n.Names {
		w.unreadScalar(n.Type, o, name)
	}
	for _, inner := range n.Objects {
		if !read[inner.Node] {
			o.Fields = append(o.Fields, w.inside(o, inner.Name, inner.Node, nil))
		}
	}
	for _, e := range n.Edges {
		if !read[e] {
			o.Fields = append(o.Fields, w.behind(o, e, false, nil))
		}
	}
}

// unreadScalar adds a Graph API field of a type that holds a scalar, unless a selected field
// reads it.
func (w *compilation) unreadScalar(t *mapping.Type, o *program.Object, name string) {
	member := o.Find([]byte(name), 0)
	if member == program.Absent || slices.ContainsFunc(o.Fields, func(f program.Field) bool { return f.Member == member }) {
		return
	}
	for _, f := range t.Fields {
		if f.Kind != mapping.Plain || f.Computed || len(f.Names) != 1 || f.Names[0] != name {
			continue
		}
		holds := w.typeOf(t, f)
		if form, known := forms[holds.Name()]; known && holds.Elem == nil && form != program.FormJSON {
			o.Fields = append(o.Fields, program.Field{Member: member, Form: form})
		}
		return
	}
}

// isScalar reports whether a Graph API field of a type holds a scalar, or a list of scalars:
// in any of its forms.
func (w *compilation) isScalar(t *mapping.Type, name string) bool {
	holds := false
	for _, f := range t.Fields {
		if f.Kind == mapping.Plain && !f.Computed && slices.Contains(f.Names, name) {
			if w.mapping.Type(w.typeOf(t, f).Name()) == nil {
				return true
			}
			holds = true
		}
	}
	return !holds
}

// typeOf returns the GraphQL type of a type's field.
func (w *compilation) typeOf(t *mapping.Type, f *mapping.Field) *ast.Type {
	return w.schema.Types[t.Name].Fields.ForName(f.Name).Type
}

// check looks for what no program can do with a node. Nothing is refused in a plan of one
// call: what was refused before is left out only when the call is made.
func (w *compilation) check(n *expansion.Expansion) {
	if n.ByPath || slices.ContainsFunc(n.Edges, func(e *expansion.Edge) bool { return e.Asked != expansion.Here }) {
		w.leave(SeveralCalls)
	}
	for i, e := range n.Edges {
		if slices.Contains(n.Names, e.Name) || slices.ContainsFunc(n.Edges[:i], func(other *expansion.Edge) bool { return other.Name == e.Name }) {
			w.leave(OneName)
		}
	}
}

// field compiles a selected field of a node, and notes which object or edge the field reads.
func (w *compilation) field(n *expansion.Expansion, o *program.Object, selected graphql.CollectedField, read map[any]bool) program.Field {
	f := n.Type.Fields[selected.Name]
	if f == nil {
		return program.Field{Text: `"` + n.Type.Name + `"`, Member: program.Absent}
	}
	switch f.Kind {
	case mapping.Plain:
		return w.plain(f, o, selected)
	case mapping.Object:
		inner := n.Object(f.Names[0])
		if inner == nil {
			w.leave(NotPlanned)
			return program.Field{}
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
			return program.Field{}
		}
		reference := w.object(inner, selected.Selections, nil)
		if slices.ContainsFunc(reference.Fields, func(f program.Field) bool { return f.Text == "" && f.Member != program.OwnID }) {
			w.leave(NodeOfAnID)
		}
		return program.Field{Member: o.Find([]byte(f.Names[0]), 0), Reference: reference}
	}
	w.leave(NotPlanned)
	return program.Field{}
}

// inside compiles what is selected of the node, or value, in a field of another.
func (w *compilation) inside(o *program.Object, name string, n *expansion.Expansion, selections ast.SelectionSet) program.Field {
	f := program.Field{Member: o.Find([]byte(name), 0), Leads: n.Through}
	var how *program.Reached
	if n.Through {
		how = &program.Reached{From: o.Reached, Field: name}
	}
	f.Object = w.object(n, selections, how)
	return f
}

// behind compiles what is selected of the nodes behind an edge that is not paged, or of the
// node that a finder finds.
func (w *compilation) behind(o *program.Object, e *expansion.Edge, single bool, selections ast.SelectionSet) program.Field {
	f := program.Field{Member: o.Find([]byte(e.Name), 0), Leads: e.Node.Through}
	item := w.object(e.Node, selections, behind(o, e))
	if e.Finder {
		item.Certain = item.Certain || item.Named
		if e.ByID {
			item.Sought = e.Params[0].Value
		}
		f.Object = item
	} else {
		f.List = &program.List{Item: item, Edge: true, Single: single}
	}
	return f
}

// behind returns how nodes behind an edge of an object are found.
func behind(o *program.Object, e *expansion.Edge) *program.Reached {
	if !e.Node.Through {
		return nil
	}
	return &program.Reached{From: o.Reached, By: e}
}

// unpaged compiles an edge that is not paged, or a finder.
func (w *compilation) unpaged(n *expansion.Expansion, o *program.Object, f *mapping.Field, selected graphql.CollectedField, read map[any]bool) program.Field {
	parts, _, err := arguments.Read(n, f, w.plan.Dialect, w.operation, selected)
	switch {
	case err != nil:
		w.leave(NotPlanned)
	case len(parts) != 1:
		w.leave(Metrics)
	default:
		edge := n.Edge(n.KeyOf(selected.Field, parts[0].Key(f.Edge)))
		if edge == nil {
			break
		}
		read[edge] = true
		compiled := w.behind(o, edge, f.Kind == mapping.Single, selected.Selections)
		if f.Edge.Metrics != "" {
			if len(parts[0].Others(edge)) > 0 {
				w.leave(Metrics)
			}
			compiled.List.Metric, compiled.List.Order = f.Edge.Metric, parts[0].Order
		}
		return compiled
	}
	return program.Field{Member: program.Absent, List: &program.List{Edge: true, Single: f.Kind != mapping.List}}
}
