package expand

import (
	"slices"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/insight"
)

// maxLevels is the most pairs of braces that one call may have.
const maxLevels = 100

// level is one pair of braces: the nodes of one type behind an edge, an object or
// the path. compile fills the first group of fields, load the second.
type level struct {
	typ      *catalog.Type
	indirect bool
	columns  []string
	items    []item
	lost     []int // the columns of Field.Lost
	// Of an edge.
	edge   *catalog.Edge
	query  *insight.Query // of computed insights
	page   page
	params []argument
	list   fields.List // as the call has it, for the links

	ids, seqs []int64
	cells     []cell // of all rows, len(columns) each
	spans     []span // of an edge: the rows of each parent
	rowOf     map[int64]int
}

// item is one key of the object that a level writes for each row.
type item struct {
	key    string
	field  *catalog.Field // nil for an edge
	column int
	items  []item // of an embedded object
	level  *level // of an object, lookup or edge
	named  string // the value of a lookup's parameter
}

// compiler checks one call against the catalog.
type compiler struct {
	call   *Call
	levels int
}

// node compiles a call of nodes of a type.
func (c *compiler) node(t *catalog.Type) (*level, error) {
	if !c.call.Viewer.Permissions.Has(t.Permission) {
		return nil, apierror.MissingPermission()
	}
	return c.level(t, c.call.Fields, t.Default, false)
}

// level compiles a field expansion of nodes of a type.
func (c *compiler) level(t *catalog.Type, list fields.List, defaults string, indirect bool) (*level, error) {
	c.levels++
	if c.levels > maxLevels {
		return nil, apierror.TooMuchData()
	}
	l := &level{typ: t, indirect: indirect}
	var err error
	if l.items, err = c.items(l, t, list, defaults); err != nil {
		return nil, err
	}
	if id := t.Field("id", c.call.Viewer.Login); id != nil && find(l.items, "id") == nil {
		l.items = append(l.items, item{key: "id", field: id, column: l.column(id)})
	}
	return l, nil
}

// items compiles the fields and edges of a field expansion. The later of two with
// the same key wins.
func (c *compiler) items(l *level, t *catalog.Type, list fields.List, defaults string) ([]item, error) {
	if len(list) == 0 {
		var err error
		if list, err = fields.Parse(defaults); err != nil {
			return nil, err
		}
	}
	items := make([]item, 0, len(list)+1)
	for _, f := range list {
		if _, ok := f.Param(fields.Alias); ok && c.call.quirk(IgnoredAliases, f.Name) {
			f.Params = slices.DeleteFunc(slices.Clone(f.Params), func(p fields.Param) bool { return p.Name == fields.Alias })
		}
		if alias, ok := f.Param(fields.Alias); ok && (!c.call.Aliases || c.call.quirk(NoAliases, f.Name)) {
			return nil, apierror.AliasesRefused(alias)
		}
		it, err := c.item(l, t, f)
		if err != nil {
			return nil, err
		}
		switch same := find(items, f.Key()); {
		case it == nil: // left out quietly
		case same != nil:
			*same = *it
		default:
			items = append(items, *it)
		}
	}
	return items, nil
}

func find(items []item, key string) *item {
	for i := range items {
		if items[i].key == key {
			return &items[i]
		}
	}
	return nil
}

// item compiles one field or edge. It returns nil for one to leave out.
func (c *compiler) item(l *level, t *catalog.Type, f fields.Field) (*item, error) {
	viewer := c.call.Viewer
	if field := t.Field(f.Name, viewer.Login); field != nil {
		if !viewer.Permissions.Has(field.Permission) {
			if field.Quiet {
				return nil, nil
			}
			return nil, apierror.MissingPermission()
		}
		if field.Elsewhere {
			return nil, apierror.OutsideDiscovery()
		}
		return c.field(l, field, f)
	}
	edge := t.Edge(f.Name, viewer.Login)
	if edge == nil || edge.Alone {
		return nil, apierror.NonexistingField(f.Name, t.Name)
	}
	param := func(name string) string {
		value, _ := f.Param(name)
		return value
	}
	behind, err := c.edge(edge, f.Fields, param)
	it := &item{key: f.Key(), level: behind}
	if err == nil && edge.Subject != "" {
		it.column, behind.query, err = c.insights(l, behind)
	}
	return it, err
}

func (c *compiler) field(l *level, field *catalog.Field, f fields.Field) (*item, error) {
	it := &item{key: f.Key(), field: field}
	if field.Lost != "" {
		l.lost = append(l.lost, l.columnOf(field.Lost))
	}
	var err error
	switch field.Value {
	case catalog.Object:
		t := catalog.TypeOf(field.Target, c.call.Viewer.Login)
		if !c.call.Viewer.Permissions.Has(t.Permission) {
			return nil, apierror.MissingPermission()
		}
		it.column = l.column(field)
		it.level, err = c.level(t, f.Fields, t.Default, true)
	case catalog.Lookup:
		t := catalog.TypeOf(field.Target, c.call.Viewer.Login)
		if it.named, _ = f.Param(field.Param); it.named == "" {
			return nil, apierror.ParameterRequired(field.Param)
		}
		it.level, err = c.level(t, f.Fields, t.Default, true)
	case catalog.Embedded:
		t := catalog.TypeOf(field.Target, c.call.Viewer.Login)
		it.items, err = c.items(l, t, f.Fields, t.Default)
	default:
		it.column = l.column(field)
		if len(f.Fields) > 0 {
			err = apierror.NonexistingField(f.Fields[0].Name, "String")
		}
	}
	return it, err
}

// edge compiles an edge.
func (c *compiler) edge(e *catalog.Edge, list fields.List, value func(string) string) (*level, error) {
	if !c.call.Viewer.Permissions.Has(e.Permission) {
		return nil, apierror.MissingPermission()
	}
	params, err := readParams(e, value, c.call.Viewer, c.call.Now)
	if err != nil {
		return nil, err
	}
	p, err := readPage(e, value, c.call.Now)
	if err != nil {
		return nil, err
	}
	l, err := c.level(catalog.TypeOf(e.Target, c.call.Viewer.Login), list, e.Default, true)
	if err != nil {
		return nil, err
	}
	l.edge, l.page, l.params, l.list = e, p, params, list
	return l, nil
}

// column returns the place of a field's value among the cells of a row.
func (l *level) column(field *catalog.Field) int {
	if l.indirect && field.Indirect != "" {
		return l.columnOf(field.Indirect)
	}
	return l.columnOf(field.SQL)
}

// columnOf returns the place of an SQL expression's value among the cells of a
// row, which it adds if need be.
func (l *level) columnOf(sql string) int {
	for i, column := range l.columns {
		if column == sql {
			return i
		}
	}
	l.columns = append(l.columns, sql)
	return len(l.columns) - 1
}
