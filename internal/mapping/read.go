package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/schema"
)

// Directives are the names of the directives that this package reads, as
// schema/directives.graphqls declares them.
var Directives = []string{"node", "serverOnly", "expanded", "fresh", "field", "own", "reference", "computed", "edge", "finder", "metric", "param", "requires", "refused", "hint", "withheld", "always", "root", "write", "result"}

// Load returns the schema as clients see it, and what its types and fields are in the
// Graph API. They are one for the whole process: nobody may change them.
func Load() (*ast.Schema, *Mapping, error) {
	l, err := load()
	return l.schema, l.mapping, err
}

type loaded struct {
	schema  *ast.Schema
	mapping *Mapping
}

var load = sync.OnceValues(func() (l loaded, err error) {
	if l.schema, err = schema.Load(); err != nil {
		return loaded{}, err
	}
	if l.mapping, err = Read(l.schema); err != nil {
		return loaded{}, err
	}
	describeRelay(l.schema)
	describe(l.schema, l.mapping)
	Hide(l.schema)
	return l, nil
})

// Hide removes the directives that only this server needs from introspection. The
// fields keep theirs, so Read works before and after.
func Hide(schema *ast.Schema) {
	for _, name := range Directives {
		delete(schema.Directives, name)
	}
}

// Read reads the mapping from a schema. The error names every fault, each with its
// schema coordinate.
func Read(schema *ast.Schema) (*Mapping, error) {
	r := &reader{schema: schema, mapping: &Mapping{types: map[string]*Type{}}}
	for name, def := range schema.Types {
		if def.Kind == ast.Object && !def.BuiltIn && !isRelay(name) && !strings.HasSuffix(name, payloadSuffix) {
			r.mapping.types[name] = r.newType(def)
		}
	}
	for name, t := range r.mapping.types {
		if def := schema.Types[name]; def != schema.Mutation {
			r.fields(t, def)
		}
	}
	if schema.Mutation != nil { // whose payloads are about fields of other types
		r.fields(r.mapping.types[schema.Mutation.Name], schema.Mutation)
	}
	for _, t := range r.mapping.types {
		for _, f := range t.Fields {
			if f.Edge == nil || f.Target == nil {
				continue
			}
			if f.Edge.View != nil {
				r.shown(f, f.Target, f.Edge.View.Fields)
			}
			for _, name := range f.Edge.Without {
				if f.Target.holds(name) == nil {
					r.fault(f.Coordinate(), "is without %s, which a %s does not have", name, f.Target.Name)
				}
			}
			if f.Edge.FoundBy != "" {
				r.found(f)
			}
			if f.Edge.Metrics != "" && f.Target.holds(f.Edge.Metric) == nil {
				r.fault(f.Coordinate(), "@param(tells: %q) is no field of the items, each of which has a metric", f.Edge.Metric)
			}
		}
	}
	r.facebookPages()
	r.tell()
	slices.Sort(r.faults)
	if len(r.faults) > 0 {
		return nil, errors.New(strings.Join(r.faults, "; "))
	}
	return r.mapping, nil
}

// isRelay reports whether a type only wraps nodes for Relay.
func isRelay(name string) bool {
	return strings.HasSuffix(name, "Connection") || strings.HasSuffix(name, "Edge") || name == "PageInfo"
}

// reader collects faults instead of stopping at the first.
type reader struct {
	schema  *ast.Schema
	mapping *Mapping
	faults  []string
}

func (r *reader) fault(coordinate, format string, args ...any) {
	r.faults = append(r.faults, coordinate+": "+fmt.Sprintf(format, args...))
}

func (r *reader) newType(def *ast.Definition) *Type {
	t := &Type{
		Name:       def.Name,
		Fields:     make(map[string]*Field, len(def.Fields)),
		ServerOnly: def.Directives.ForName("serverOnly") != nil,
		Expanded:   def.Directives.ForName("expanded") != nil,
		Satisfies:  r.satisfies(def),
		Requires:   r.requires(def.Name, def.Directives),
		Fresh:      usuallyFresh,
		telltales:  telltales{}, telltaleEdges: telltaleEdges{},
		mapping: r.mapping,
	}
	if fresh := r.fresh(def.Name, def.Directives); fresh != nil {
		t.Fresh = *fresh
	}
	t.isNode = slices.Contains(t.Satisfies, "Node")
	if directive := def.Directives.ForName("node"); directive != nil {
		t.Node, t.Also, t.beyond = argument(directive, "type"), list(directive, "also"), list(directive, "beyond")
		t.Through, t.OtherIDs = argument(directive, "through") == "true", argument(directive, "otherIDs") == "true"
	}
	return t
}

func (r *reader) satisfies(def *ast.Definition) []string {
	names := []string{def.Name}
	for _, abstract := range r.schema.GetImplements(def) {
		names = append(names, abstract.Name)
	}
	return names
}

func (r *reader) fields(t *Type, def *ast.Definition) {
	for _, fd := range def.Fields {
		if strings.HasPrefix(fd.Name, "__") {
			continue
		}
		f := &Field{Name: fd.Name, parent: t}
		f.Requires = r.requires(f.Coordinate(), fd.Directives)
		r.refused(f, fd.Directives)
		f.Target = r.target(fd)
		switch {
		case def == r.schema.Query:
			r.root(f, fd)
		case def == r.schema.Mutation:
			r.write(f, fd)
		case fd.Directives.ForName("edge") != nil:
			r.edge(f, fd)
		case fd.Directives.ForName("finder") != nil:
			r.finder(f, fd)
		case fd.Directives.ForName("reference") != nil:
			r.reference(f, fd)
		default:
			r.plain(f, fd)
		}
		if fresh := r.fresh(f.Coordinate(), fd.Directives); f.Edge != nil {
			f.Edge.Fresh = fresh
			if f.Edge.Paging == SameCursor && (fresh == nil || *fresh > 0) {
				r.fault(f.Coordinate(), "@fresh is not 0s, though the edge's cursor leads on by being used")
			}
		} else if fresh != nil {
			r.fault(f.Coordinate(), "@fresh is on a field that is neither an edge nor a finder")
		}
		t.Fields[fd.Name] = f
	}
}

// target returns the type behind a field: of the items of a connection or list,
// else of the field itself. A value that is part of its field is not a target,
// unless its fields are asked for in braces.
func (r *reader) target(fd *ast.FieldDefinition) *Type {
	def := r.schema.Types[fd.Type.Name()]
	if nodes := def.Fields.ForName("nodes"); nodes != nil && isRelay(def.Name) {
		def = r.schema.Types[nodes.Type.Name()]
	}
	t := r.mapping.types[def.Name]
	if t == nil || t.Node == "" && !t.Expanded && fd.Directives.ForName("edge") == nil {
		return nil
	}
	return t
}

func (r *reader) plain(f *Field, fd *ast.FieldDefinition) {
	f.Names = []string{SnakeCase(f.Name)}
	if f.parent.ServerOnly {
		f.Names = nil
	}
	if directive := fd.Directives.ForName("field"); directive != nil {
		f.Names = list(directive, "names")
	}
	if directive := fd.Directives.ForName("computed"); directive != nil {
		r.computed(f, argument(directive, "from"))
		f.Kept = isRelay(fd.Type.Name())
		return
	}
	if f.Target != nil {
		f.Kind = Object
	}
	if fd.Directives.ForName("withheld") != nil {
		if f.parent.Withheld = append(f.parent.Withheld, f.Names...); f.Kind == Object || !f.parent.IsNode() {
			r.fault(f.Coordinate(), "@withheld is on a field that is no plain field of a node")
		}
	}
	if fd.Directives.ForName("always") != nil {
		if f.parent.Always = append(f.parent.Always, f.Names...); f.Kind == Object || !f.parent.Identified() {
			r.fault(f.Coordinate(), "@always is on a field that is no plain field of a node")
		}
	}
	f.Own = fd.Directives.ForName("own") != nil
	if len(f.Names) == 0 && !f.parent.ServerOnly || f.Kind == Object && len(f.Names) > 1 {
		r.fault(f.Coordinate(), "made of %d Graph API fields", len(f.Names))
	}
	if isRelay(fd.Type.Name()) {
		r.fault(f.Coordinate(), "a connection without @edge")
	}
}

// reference reads which Graph API field holds the id of a field's node.
func (r *reader) reference(f *Field, fd *ast.FieldDefinition) {
	f.Kind, f.Names = Reference, []string{argument(fd.Directives.ForName("reference"), "field")}
	if f.Target == nil || f.Target.Node == "" {
		r.fault(f.Coordinate(), "@reference is on a field without a node")
	}
}

// computed reads what a field is computed from.
func (r *reader) computed(f *Field, from string) {
	f.Computed, f.Names = true, nil
	list, err := fields.Parse(from)
	if err != nil {
		r.fault(f.Coordinate(), "@computed(from: %q): %v", from, err)
	}
	for _, needed := range list {
		if len(needed.Fields) == 0 {
			f.Names = append(f.Names, needed.Name)
			continue
		}
		f.Needs = append(f.Needs, needed)
	}
}
