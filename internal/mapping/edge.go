package mapping

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
)

func (r *reader) edge(f *Field, fd *ast.FieldDefinition) {
	directive := fd.Directives.ForName("edge")
	f.Edge = &Edge{
		Name:     argument(directive, "name"),
		Parent:   f.parent,
		Count:    argument(directive, "count"),
		PageSize: number(directive, "pageSize"),
		Max:      number(directive, "max"),
		Without:  list(directive, "without"),
		Actor:    argument(directive, "actor"),
		FoundBy:  argument(directive, "foundBy"),
		Alone:    argument(directive, "alone") == "true",
	}
	f.Edge.View = r.view(f, argument(directive, "shows"))
	if directive.Arguments.ForName("products") != nil {
		f.Edge.Products = append([]string{}, list(directive, "products")...)
	}
	if f.Edge.Name == "" {
		f.Edge.Name = SnakeCase(f.Name)
	}
	if f.Edge.Max < 0 {
		r.fault(f.Coordinate(), "@edge(max: %d) is not a number of items", f.Edge.Max)
	}
	if f.Edge.PageSize < 1 {
		r.fault(f.Coordinate(), "@edge(pageSize: %d) is not a page size", f.Edge.PageSize)
	}
	var ok bool
	if f.Edge.Paging, ok = pagings[argument(directive, "paging")]; !ok {
		r.fault(f.Coordinate(), "@edge(paging: %q) is not one of links, next, sameCursor, cursors, unpaged", argument(directive, "paging"))
	}
	r.params(f, fd)
	switch connection := r.schema.Types[fd.Type.Name()]; {
	case f.Target == nil:
		r.fault(f.Coordinate(), "@edge is on a field without a type of the Graph API")
	case isRelay(connection.Name):
		r.connection(f, fd, connection)
	case fd.Type.Elem != nil:
		f.Kind = List
	default:
		f.Kind, f.Edge.Max = Single, 1
	}
	if f.Edge.Alone && (f.Kind != Single || len(f.Params) > 0 || f.Target != nil && f.Target.IsNode()) {
		r.fault(f.Coordinate(), "@edge(alone: true) is on a field with arguments, or of more than one value without an id")
	}
}

func (r *reader) connection(f *Field, fd *ast.FieldDefinition, connection *ast.Definition) {
	f.Kind = Connection
	edges := connection.Fields.ForName("edges")
	if edges == nil {
		r.fault(f.Coordinate(), "a connection without edges")
		return
	}
	f.Edge.Satisfies = []string{connection.Name}
	f.Edge.EdgeSatisfies = []string{edges.Type.Name()}
	for _, name := range []string{"first", "after", "last", "before"} {
		if fd.Arguments.ForName(name) == nil {
			r.fault(f.Coordinate(), "a connection without the argument %s", name)
		}
	}
}

func (r *reader) finder(f *Field, fd *ast.FieldDefinition) {
	f.Kind = Finder
	directive := fd.Directives.ForName("finder")
	f.Edge = &Edge{Name: SnakeCase(f.Name), Parent: f.parent, PageSize: 1, Max: 1, Paging: Unpaged, Anyone: argument(directive, "anyone") == "true"}
	f.Edge.View = r.view(f, argument(directive, "shows"))
	r.params(f, fd)
	if f.Target == nil || len(f.Params) == 0 {
		r.fault(f.Coordinate(), "@finder is on a field without a node or without arguments")
		return
	}
	f.Edge.ByID = len(f.Params) == 1 && f.Params[0].Of == f.Target && !f.Target.OtherIDs
}

// found checks that the finder of the nodes of an edge shows the same of them as the edge.
func (r *reader) found(f *Field) {
	finder := f.parent.EdgeNamed(f.Edge.FoundBy)
	if finder == nil || finder.Kind != Finder || finder.Target != f.Target || !finder.Edge.ByID ||
		!finder.Edge.View.equal(f.Edge.View) {
		r.fault(f.Coordinate(), "@edge(foundBy: %q) is not a @finder by an id that shows the same", f.Edge.FoundBy)
	}
}

// paged are the arguments that page and filter; internal/paging reads them.
var paged = []string{"first", "after", "last", "before", "since", "until"}

// params reads the arguments that become parameters. Those that page a connection
// are not among them; since and until of an unpaged edge are.
func (r *reader) params(f *Field, fd *ast.FieldDefinition) {
	for _, arg := range fd.Arguments {
		if isRelay(fd.Type.Name()) && slices.Contains(paged, arg.Name) {
			continue
		}
		p := r.param(f, arg.Name, arg.Type, arg.Directives)
		r.metrics(f, p, arg)
		f.Params = append(f.Params, p)
	}
}

// The inputs whose limits package content knows.
const (
	contentInput    = "ContentInput"
	productTagInput = "ProductTagInput"
)

// param reads an argument, or a field of an input, that becomes a parameter.
func (r *reader) param(f *Field, name string, of *ast.Type, on ast.DirectiveList) Param {
	p := Param{Argument: name, Name: argument(on.ForName("param"), "name")}
	if p.Name == "" {
		p.Name = SnakeCase(name)
	}
	switch def := r.schema.Types[of.Name()]; {
	case def.Kind == ast.Enum:
		p.Type = Enum
		p.Values = r.values(def)
	case def.Name == "ID":
		p.Type = ID
		if types := r.of(f, on); len(types) == 1 {
			p.Of = types[0]
		}
	case def.Name == "DateTime":
		p.Type = Time
	case def.Name == "Boolean", def.Name == "Int", def.Name == "Float":
		p.Type = Value
	case def.Name == contentInput:
		p.Type = Content
	case def.Name == productTagInput:
		p.Type = ProductTags
	case def.Kind == ast.InputObject:
		p.Type = Composite
	case p.Name == "username" || strings.HasSuffix(p.Name, "_username"):
		p.Type = Handle
	}
	return p
}

// metrics notes that an argument names metrics, and how the items of the edge tell theirs.
func (r *reader) metrics(f *Field, p Param, arg *ast.ArgumentDefinition) {
	tells := argument(arg.Directives.ForName("param"), "tells")
	if f.Edge == nil || p.Values == nil || len(p.Values.Metrics) == 0 {
		if tells != "" {
			r.fault(f.Coordinate(), "@param(tells: %q) is on an argument that names no metrics of an edge", tells)
		}
		return
	}
	f.Edge.Metrics, f.Edge.Metric = p.Name, tells
}

// of returns the types of the node whose id an argument takes; none where that is no
// node of the schema.
func (r *reader) of(f *Field, on ast.DirectiveList) (types []*Type) {
	for _, name := range list(on.ForName("param"), "of") {
		t := r.mapping.types[name]
		if t == nil || !t.IsNode() {
			r.fault(f.Coordinate(), "@param(of: %q) is no node", name)
		}
		types = append(types, t)
	}
	return types
}

// until reads the last version that has a metric; 0 where none is named.
func (r *reader) until(coordinate string, d *ast.Directive) int {
	text := argument(d, "until")
	if text == "" {
		return 0
	}
	major, ok := dialect.Major(text)
	if !ok {
		r.fault(coordinate, "@metric(until: %q) is not a version", text)
	}
	return major
}

// values reads what the schema says about an enum's values; nil for nothing.
func (r *reader) values(def *ast.Definition) *Values {
	v := &Values{Retired: map[string]string{}, Metrics: map[string]Metric{}}
	for _, value := range def.EnumValues {
		if d := value.Directives.ForName("deprecated"); d != nil {
			v.Retired[value.Name] = argument(d, "reason")
		}
		if d := value.Directives.ForName("metric"); d != nil {
			v.Metrics[value.Name] = Metric{
				Periods: list(d, "periods"), Types: list(d, "types"), Breakdowns: list(d, "breakdowns"),
				Timeframe: argument(d, "timeframe") == "true",
				Until:     r.until(def.Name+"."+value.Name, d),
				Products:  list(d, "products"),
				Requires:  Requires{Logins: r.logins(def.Name+"."+value.Name, d)},
			}
		}
	}
	if len(v.Retired) == 0 && len(v.Metrics) == 0 {
		return nil
	}
	return v
}
