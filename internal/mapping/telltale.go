package mapping

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
)

// telltales are the plain fields by which a node of a type is told from nodes of
// other types: those that no other type has, or the fewest.
type telltales map[dialect.Login][]string

// telltaleEdges are the edges that do the same, where no plain field does.
type telltaleEdges map[dialect.Login][]*Field

// Telltale returns a Graph API field that only nodes of this type have with a login
// type: asked of a node of another type, the Graph API refuses the call. It is one of
// those selected, if any is. Where there is none, neither among the TelltaleEdges,
// nodes of the fewest other types are let through. Spare is another such field, if
// there is one, for where the first is refused of nodes of this type, too.
func (t *Type) Telltale(login dialect.Login, selected []string) (field, spare string) {
	var first, others []string
	for _, name := range t.telltales[login] {
		if slices.Contains(selected, name) {
			first = append(first, name)
		} else {
			others = append(others, name)
		}
	}
	own := slices.Concat(first, others, []string{"", ""})
	return own[0], own[1]
}

// TelltaleEdges returns the fields with edges that tell nodes of this type from all
// others with a login type, if no plain field does: hashtags have nothing but a name,
// as have accounts and Pages.
func (t *Type) TelltaleEdges(login dialect.Login) []*Field { return t.telltaleEdges[login] }

// tell finds the telltales of all types. A field that needs a permission is none:
// the Graph API could refuse it for that reason.
func (r *reader) tell() {
	for _, login := range []dialect.Login{dialect.BasicDisplay, dialect.Instagram, dialect.Facebook} {
		types := map[string]int{}
		for _, t := range r.mapping.types {
			if t.IsNode() && t.Requires.SupportedBy(login) {
				for _, name := range t.names(login) {
					types[name]++
				}
			}
		}
		for _, t := range r.mapping.types {
			if t.telltales[login] = r.telltales(t, login, func(name string) bool { return types[name] == 1 }); len(t.telltales[login]) == 0 {
				t.telltaleEdges[login] = r.telltaleEdges(t, login, types)
			}
			for rarest := 2; len(t.telltales[login]) == 0 && len(t.telltaleEdges[login]) == 0 && rarest < len(r.mapping.types); rarest++ {
				t.telltales[login] = r.telltales(t, login, func(name string) bool { return types[name] == rarest })
			}
		}
	}
}

// telltales returns the telltales of one type: texts last, as they can be long.
func (r *reader) telltales(t *Type, login dialect.Login, only func(name string) bool) []string {
	var short, long []string
	for _, fd := range r.schema.Types[t.Name].Fields {
		f := t.Fields[fd.Name]
		switch {
		case f == nil, f.Kind != Plain, f.Computed, len(f.Names) != 1, !only(f.Names[0]):
		case f.Requires.Permission != dialect.None, !f.SupportedBy(login):
		case fd.Type.Name() == "String", fd.Type.Name() == "URL":
			long = append(long, f.Names[0])
		default:
			short = append(short, f.Names[0])
		}
	}
	return append(short, long...)
}

// telltaleEdges returns the connections of one type that no other type has.
func (r *reader) telltaleEdges(t *Type, login dialect.Login, types map[string]int) []*Field {
	var edges []*Field
	for _, fd := range r.schema.Types[t.Name].Fields {
		f := t.Fields[fd.Name]
		if f != nil && f.Kind == Connection && types[f.Edge.Name] == 1 && f.Requires.Permission == dialect.None && f.SupportedBy(login) {
			edges = append(edges, f)
		}
	}
	return edges
}

// names returns the Graph API fields and edges that a type has with a login type,
// each once.
func (t *Type) names(login dialect.Login) []string {
	names := slices.Clone(t.beyond)
	for _, f := range t.Fields {
		if !f.SupportedBy(login) || f.Computed {
			continue
		}
		names = append(names, f.Names...)
		if f.Edge != nil {
			names = append(names, f.Edge.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
