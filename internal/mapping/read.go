package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
)

// Directives are the names of those that this package reads, as
// schema/directives.graphqls declares them.
var Directives = []string{"node", "field", "computed", "edge", "lookup", "metric", "param", "requires", "root"}

// Hide takes the directives that only this server needs out of what
// introspection shows. The fields keep theirs, so Read works before and after.
func Hide(schema *ast.Schema) {
	for _, name := range Directives {
		delete(schema.Directives, name)
	}
}

// Read reads the mapping from a schema. The error names everything that does
// not fit together, each under its schema coordinate.
func Read(schema *ast.Schema) (*Mapping, error) {
	r := &reader{schema: schema, mapping: &Mapping{types: map[string]*Type{}}}
	for name, def := range schema.Types {
		if def.Kind == ast.Object && !def.BuiltIn && !isRelay(name) {
			r.mapping.types[name] = r.newType(def)
		}
	}
	for name, t := range r.mapping.types {
		r.fields(t, schema.Types[name])
	}
	slices.Sort(r.faults)
	if len(r.faults) > 0 {
		return nil, errors.New(strings.Join(r.faults, "; "))
	}
	return r.mapping, nil
}

// isRelay tells whether a type only wraps nodes for Relay.
func isRelay(name string) bool {
	return strings.HasSuffix(name, "Connection") || strings.HasSuffix(name, "Edge") || name == "PageInfo"
}

// reader gathers faults rather than stopping at the first.
type reader struct {
	schema  *ast.Schema
	mapping *Mapping
	faults  []string
}

func (r *reader) fault(coordinate, format string, args ...any) {
	r.faults = append(r.faults, coordinate+": "+fmt.Sprintf(format, args...))
}

func (r *reader) newType(def *ast.Definition) *Type {
	return &Type{
		Name:      def.Name,
		Node:      argument(def.Directives.ForName("node"), "type"),
		Fields:    make(map[string]*Field, len(def.Fields)),
		Satisfies: r.satisfies(def),
		Requires:  r.requires(def.Name, def.Directives),
	}
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
		f.Target = r.target(fd)
		switch {
		case def == r.schema.Query:
			r.root(f, fd)
		case fd.Directives.ForName("edge") != nil:
			r.edge(f, fd)
		case fd.Directives.ForName("lookup") != nil:
			r.lookup(f, fd)
		default:
			r.plain(f, fd)
		}
		t.Fields[fd.Name] = f
	}
}

// target returns the type of what stands behind a field: of the items of a
// connection or list, else of the field itself. A value that comes whole with
// its field is no target.
func (r *reader) target(fd *ast.FieldDefinition) *Type {
	def := r.schema.Types[fd.Type.Name()]
	if nodes := def.Fields.ForName("nodes"); nodes != nil && isRelay(def.Name) {
		def = r.schema.Types[nodes.Type.Name()]
	}
	t := r.mapping.types[def.Name]
	if t == nil || t.Node == "" && fd.Directives.ForName("edge") == nil {
		return nil
	}
	return t
}

func (r *reader) root(f *Field, fd *ast.FieldDefinition) {
	f.Kind = Root
	directive := fd.Directives.ForName("root")
	if directive == nil {
		return
	}
	var ok bool
	if f.By, ok = bys[argument(directive, "by")]; !ok {
		r.fault(f.Coordinate(), "@root(by: %q) is not one of me, accounts, id, global, name", argument(directive, "by"))
	}
	if f.By != Global && f.Target == nil {
		r.fault(f.Coordinate(), "@root is on a field whose type is no @node")
	}
}

func (r *reader) edge(f *Field, fd *ast.FieldDefinition) {
	directive := fd.Directives.ForName("edge")
	f.Edge = &Edge{
		Name:   argument(directive, "name"),
		Parent: f.parent,
		Count:  argument(directive, "count"),
		Page:   number(directive, "page"),
		Actor:  argument(directive, "actor"),
	}
	if f.Edge.Name == "" {
		f.Edge.Name = SnakeCase(f.Name)
	}
	if f.Edge.Page < 1 {
		r.fault(f.Coordinate(), "@edge(page: %d) is no size of a page", f.Edge.Page)
	}
	var ok bool
	if f.Edge.Paging, ok = pagings[argument(directive, "paging")]; !ok {
		r.fault(f.Coordinate(), "@edge(paging: %q) is not one of links, next, cursors, whole", argument(directive, "paging"))
	}
	r.params(f, fd)
	switch connection := r.schema.Types[fd.Type.Name()]; {
	case f.Target == nil:
		r.fault(f.Coordinate(), "@edge is on a field that has no type of the Graph API behind it")
	case isRelay(connection.Name):
		r.connection(f, fd, connection)
	case fd.Type.Elem != nil:
		f.Kind = List
	default:
		f.Kind = Single
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

func (r *reader) lookup(f *Field, fd *ast.FieldDefinition) {
	f.Kind = Lookup
	f.Edge = &Edge{Name: SnakeCase(f.Name), Parent: f.parent, Page: 1, Paging: Whole}
	r.params(f, fd)
	if f.Target == nil || len(f.Params) == 0 {
		r.fault(f.Coordinate(), "@lookup is on a field without a node or without arguments")
	}
}

// paged are the arguments that page and filter; internal/paging reads them.
var paged = []string{"first", "after", "last", "before", "since", "until"}

// params reads the arguments that become parameters. Those that page a
// connection are not among them; since and until are, on an edge without pages.
func (r *reader) params(f *Field, fd *ast.FieldDefinition) {
	for _, arg := range fd.Arguments {
		if isRelay(fd.Type.Name()) && slices.Contains(paged, arg.Name) {
			continue
		}
		p := Param{Argument: arg.Name, Name: argument(arg.Directives.ForName("param"), "name")}
		if p.Name == "" {
			p.Name = SnakeCase(arg.Name)
		}
		switch def := r.schema.Types[arg.Type.Name()]; {
		case def.Kind == ast.Enum:
			p.Type = Enum
			p.Values = r.values(def)
		case def.Name == "ID":
			p.Type = ID
		case def.Name == "DateTime":
			p.Type = Time
		}
		f.Params = append(f.Params, p)
	}
}

// values reads what the schema says of an enum's values; nil when it says nothing.
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
				Requires:  Requires{Logins: r.logins(def.Name+"."+value.Name, d)},
			}
		}
	}
	if len(v.Retired) == 0 && len(v.Metrics) == 0 {
		return nil
	}
	return v
}

func (r *reader) plain(f *Field, fd *ast.FieldDefinition) {
	f.Names = []string{SnakeCase(f.Name)}
	if directive := fd.Directives.ForName("field"); directive != nil {
		f.Names = list(directive, "names")
	}
	if directive := fd.Directives.ForName("computed"); directive != nil {
		r.computed(f, argument(directive, "from"))
		return
	}
	if f.Target != nil {
		f.Kind = Object
	}
	if len(f.Names) == 0 || f.Kind == Object && len(f.Names) > 1 {
		r.fault(f.Coordinate(), "made of %d Graph API fields", len(f.Names))
	}
	if isRelay(fd.Type.Name()) {
		r.fault(f.Coordinate(), "a connection without @edge")
	}
}

// computed reads what a field is worked out from.
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

func (r *reader) requires(coordinate string, on ast.DirectiveList) Requires {
	directive := on.ForName("requires")
	if directive == nil {
		return Requires{}
	}
	q := Requires{Logins: r.logins(coordinate, directive)}
	if name := argument(directive, "permission"); name != "" {
		var ok bool
		if q.Permission, ok = dialect.ParsePermission(name); !ok {
			r.fault(coordinate, "@requires(permission: %q) is no permission", name)
		}
	}
	return q
}

// logins reads the login types of a directive; nil where it says nothing of them.
func (r *reader) logins(coordinate string, directive *ast.Directive) []dialect.Login {
	if directive.Arguments.ForName("logins") == nil {
		return nil
	}
	logins := []dialect.Login{}
	for _, name := range list(directive, "logins") {
		login, err := dialect.ParseLogin(name)
		if err != nil {
			r.fault(coordinate, "@%s: %v", directive.Name, err)
		}
		logins = append(logins, login)
	}
	return logins
}

// argument returns a directive's argument as text, or its default.
func argument(d *ast.Directive, name string) string {
	if d == nil {
		return ""
	}
	if arg := d.Arguments.ForName(name); arg != nil {
		return arg.Value.Raw
	}
	if def := d.Definition.Arguments.ForName(name); def != nil && def.DefaultValue != nil {
		return def.DefaultValue.Raw
	}
	return ""
}

func number(d *ast.Directive, name string) int {
	n := 0
	_, _ = fmt.Sscan(argument(d, name), &n)
	return n
}

func list(d *ast.Directive, name string) []string {
	var texts []string
	if arg := d.Arguments.ForName(name); arg != nil {
		for _, child := range arg.Value.Children {
			texts = append(texts, child.Value.Raw)
		}
	}
	return texts
}

// SnakeCase turns a GraphQL name into the Graph API's spelling of it: mediaUrl
// into media_url.
func SnakeCase(name string) string {
	var b strings.Builder
	for _, c := range name {
		if unicode.IsUpper(c) {
			b.WriteByte('_')
			c = unicode.ToLower(c)
		}
		b.WriteRune(c)
	}
	return b.String()
}
