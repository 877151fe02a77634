package introspection

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/syntax"
)

// schema has every kind of type, with and without what a type may have.
var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	"What can be asked."
	schema { query: Query mutation: Mutation }
	"The root."
	type Query {
		"One by its id."
		node(id: ID!, "How." by: Order = {field: NAME, tags: ["a", "b"]}, old: Int @deprecated(reason: "Unused.")): Node
		found: [[Found!]]!
		gone: Int @deprecated
	}
	type Mutation { publish(content: Content!): ID }
	interface Node { id: ID! }
	interface Named implements Node { id: ID! name: String }
	type User implements Node & Named { id: ID! name: String }
	type Tag { text: String }
	union Found = User | Tag
	"In which order."
	enum Field {
		"By name."
		NAME
		AGE @deprecated(reason: "Unknown.")
	}
	input Order { field: Field! = NAME, tags: [String!], was: Int @deprecated }
	input Content @oneOf { url: URL, text: String }
	scalar URL @specifiedBy(url: "https://example.org/url")
	scalar Any
	"Marks something."
	directive @mark(as: String = "a\"b", was: Int @deprecated) repeatable on FIELD | QUERY
`})

// said writes a text that may be missing.
func said(text *string) string {
	if text == nil {
		return "-"
	}
	return *text
}

// spell writes a type as GraphQL does.
func spell(t *Type) string {
	switch t.Kind() {
	case "NON_NULL":
		return spell(t.OfType()) + "!"
	case "LIST":
		return "[" + spell(t.OfType()) + "]"
	}
	return *t.Name()
}

func input(v InputValue) string {
	return fmt.Sprintf("%s: %s = %s (%s, %v %s)", v.Name(), spell(v.Type()), said(v.DefaultValue()), said(v.Description()), v.IsDeprecated(), said(v.DeprecationReason()))
}

// all takes a list, with what is deprecated in it.
func all[T any](t *testing.T, list func(*bool) ([]T, error)) []T {
	t.Helper()
	values, err := list(new(true))
	if err != nil {
		t.Fatal(err)
	}
	return values
}

// describe writes all that a type says of itself, a line for each thing.
func describe(t *testing.T, of *Type) (lines []string) {
	t.Helper()
	add := func(format string, values ...any) { lines = append(lines, fmt.Sprintf(format, values...)) }
	oneOf := "-"
	if one := of.IsOneOf(); one != nil {
		oneOf = fmt.Sprint(*one)
	}
	add("%s (%s) %s oneOf:%s", of.Kind(), said(of.Description()), said(of.SpecifiedByURL()), oneOf)
	for _, f := range all(t, of.Fields) {
		add("field %s: %s (%s, %v %s)", f.Name(), spell(f.Type()), said(f.Description()), f.IsDeprecated(), said(f.DeprecationReason()))
		for _, a := range all(t, f.Args) {
			add("argument %s", input(a))
		}
	}
	for _, i := range of.Interfaces() {
		add("interface %s", *i.Name())
	}
	for _, p := range of.PossibleTypes() {
		add("possible %s", *p.Name())
	}
	for _, v := range all(t, of.EnumValues) {
		add("value %s (%s, %v %s)", v.Name(), said(v.Description()), v.IsDeprecated(), said(v.DeprecationReason()))
	}
	for _, v := range all(t, of.InputFields) {
		add("input %s", input(v))
	}
	return lines
}

func TestTypes_sayWhatTheSchemaSaysOfThem(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"Query": {
			"OBJECT (The root.) - oneOf:-",
			"field node: Node (One by its id., false -)",
			"argument id: ID! = - (-, false -)",
			`argument by: Order = {field: NAME, tags: ["a", "b"]} (How., false -)`,
			"argument old: Int = - (-, true Unused.)",
			"field found: [[Found!]]! (-, false -)",
			"field gone: Int (-, true No longer supported)",
		},
		"Node":    {"INTERFACE (-) - oneOf:-", "field id: ID! (-, false -)", "possible User"},
		"Named":   {"INTERFACE (-) - oneOf:-", "field id: ID! (-, false -)", "field name: String (-, false -)", "interface Node", "possible User"},
		"User":    {"OBJECT (-) - oneOf:-", "field id: ID! (-, false -)", "field name: String (-, false -)", "interface Node", "interface Named"},
		"Found":   {"UNION (-) - oneOf:-", "possible User", "possible Tag"},
		"Field":   {"ENUM (In which order.) - oneOf:-", "value NAME (By name., false -)", "value AGE (-, true Unknown.)"},
		"Order":   {"INPUT_OBJECT (-) - oneOf:false", "input field: Field! = NAME (-, false -)", "input tags: [String!] = - (-, false -)", "input was: Int = - (-, true No longer supported)"},
		"Content": {"INPUT_OBJECT (-) - oneOf:true", "input url: URL = - (-, false -)", "input text: String = - (-, false -)"},
		"URL":     {"SCALAR (-) https://example.org/url oneOf:-"},
		"Any":     {"SCALAR (-) - oneOf:-"},
	} {
		if got := describe(t, Named(schema, name)); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s says\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// A client tells kinds of types apart by what is null.
func TestTypes_haveNullForWhatTheirKindDoesNotHave(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Query": "fields interfaces", "Node": "fields interfaces possibleTypes", "Found": "possibleTypes", "Field": "enumValues", "Order": "inputFields", "Any": "",
	} {
		for _, of := range []*Type{Named(schema, name), {schema: schema, wrapped: ast.NonNullNamedType(name, nil)}} {
			var has []string
			for _, list := range []struct {
				name  string
				given bool
			}{
				{"fields", all(t, of.Fields) != nil}, {"interfaces", of.Interfaces() != nil}, {"possibleTypes", of.PossibleTypes() != nil},
				{"enumValues", all(t, of.EnumValues) != nil}, {"inputFields", all(t, of.InputFields) != nil},
			} {
				if list.given {
					has = append(has, list.name)
				}
			}
			wanted := want
			if of.Kind() == "NON_NULL" {
				wanted = ""
				if of.Name() != nil || of.Description() != nil || of.SpecifiedByURL() != nil || of.IsOneOf() != nil || *of.OfType().Name() != name {
					t.Errorf("%s! has what only %s has", name, name)
				}
			} else if of.OfType() != nil {
				t.Errorf("%s is of another type", name)
			}
			if got := strings.Join(has, " "); got != wanted {
				t.Errorf("%s %s has %q, want %q", of.Kind(), name, got, wanted)
			}
		}
	}
	if Named(schema, "Nobody") != nil {
		t.Error("there is a type that there is not")
	}
}

func TestLists_leaveOutWhatIsDeprecatedUnlessAsked(t *testing.T) {
	t.Parallel()
	query, order := Named(schema, "Query"), Named(schema, "Order")
	count := func(n int, err error) string { return fmt.Sprint(n, err) }
	for name, list := range map[string]func(*bool) string{
		"3 fields":      func(d *bool) string { l, err := query.Fields(d); return count(len(l), err) },
		"2 enumValues":  func(d *bool) string { l, err := Named(schema, "Field").EnumValues(d); return count(len(l), err) },
		"3 inputFields": func(d *bool) string { l, err := order.InputFields(d); return count(len(l), err) },
		"3 args":        func(d *bool) string { l, err := all(t, query.Fields)[0].Args(d); return count(len(l), err) },
		"2 args of @":   func(d *bool) string { l, err := mark(t).Args(d); return count(len(l), err) },
	} {
		n := int(name[0] - '0')
		if got := list(new(true)); got != fmt.Sprint(n, error(nil)) {
			t.Errorf("%s, with all: %s", name, got)
		}
		if got := list(new(false)); got != fmt.Sprint(n-1, error(nil)) {
			t.Errorf("%s, without what is deprecated: %s", name, got)
		}
		if got := list(nil); !strings.Contains(got, "must not be null") {
			t.Errorf("%s, by a variable that is null: %s", name, got)
		}
	}
}

func mark(t *testing.T) *Directive {
	t.Helper()
	for _, d := range Of(schema).Directives() {
		if d.Name() == "mark" {
			return &d
		}
	}
	t.Fatal("no directive @mark")
	return nil
}

func TestSchema_saysWhatThereIs(t *testing.T) {
	t.Parallel()
	s := Of(schema)
	if *s.QueryType().Name() != "Query" || *s.MutationType().Name() != "Mutation" || s.SubscriptionType() != nil || said(s.Description()) != "What can be asked." {
		t.Errorf("%v %v %v %s", s.QueryType(), s.MutationType(), s.SubscriptionType(), said(s.Description()))
	}
	var types, directives []string
	for _, of := range s.Types() {
		if !strings.HasPrefix(*of.Name(), "__") {
			types = append(types, *of.Name())
		}
	}
	for _, d := range s.Directives() {
		directives = append(directives, d.Name())
	}
	if got := strings.Join(types, " "); got != "Any Boolean Content Field Float Found ID Int Mutation Named Node Order Query String Tag URL User" {
		t.Errorf("types %s", got)
	}
	if got := strings.Join(directives, " "); got != "defer deprecated include mark oneOf skip specifiedBy" {
		t.Errorf("directives %s", got)
	}
	d := mark(t)
	if said(d.Description()) != "Marks something." || !d.IsRepeatable() || strings.Join(d.Locations(), " ") != "FIELD QUERY" || input(all(t, d.Args)[0]) != `as: String = "a\"b" (-, false -)` {
		t.Errorf("@mark: %s %v %v %s", said(d.Description()), d.IsRepeatable(), d.Locations(), input(all(t, d.Args)[0]))
	}
}

func TestAsked_isTheTypeOfAName(t *testing.T) {
	t.Parallel()
	if of, err := Asked(schema, map[string]any{"name": "User"}); err != nil || *of.Name() != "User" {
		t.Errorf("%v %v", of, err)
	}
	if of, err := Asked(schema, map[string]any{"name": "Nobody"}); err != nil || of != nil {
		t.Errorf("an unknown name: %v %v", of, err)
	}
	var wrong *problem.InputError
	if _, err := Asked(schema, map[string]any{"name": nil}); !errors.As(err, &wrong) {
		t.Errorf("no name: %v", err)
	}
}

// valid returns a document whose fields and fragments are linked to their definitions.
func valid(t *testing.T, text string) *ast.QueryDocument {
	t.Helper()
	document, err := syntax.Parse(text)
	if err != nil {
		t.Fatal(text, err)
	}
	all := rules.NewDefaultRules()
	all.RemoveRule(rules.MaxIntrospectionDepth.Name)
	if errs := validator.ValidateWithRules(schema, document, all); len(errs) > 0 {
		t.Fatal(text, errs)
	}
	return document
}

func TestWeight_isWhatIsAnswered(t *testing.T) {
	t.Parallel()
	const each = weightOfField
	const field, name, text = each, each + len("name"), each + len("description")
	for document, want := range map[string]int{
		`{ found { __typename } }`: 0,
		`{ __typename }`:           0,
		`{ __type(name: "Tag") { __typename fields { __typename } } }`:                                         field + 2*(each+10) + each + 6,
		`{ __type(name: "Nobody") { name } }`:                                                                  field,
		`{ __type(name: "User") { name } }`:                                                                    field + name + 4,
		`{ __type(name: "User") { a: name } }`:                                                                 field + each + 1 + 4,
		`{ a: __type(name: "User") { name } b: __type(name: "Tag") { name } }`:                                 2*field + 2*name + 4 + 3,
		`{ ...f } fragment f on Query { ... { __type(name: "User") { ...g } } } fragment g on __Type { name }`: field + name + 4,
		`query A { __type(name: "User") { name } } query B { __type(name: "Tag") { name } }`:                   2*field + 2*name + 4 + 3,
		`query ($n: String!) { __type(name: $n) { name } }`:                                                    field + name + len("__DirectiveLocation"), // the longest
		`{ __type(name: "User") { fields { name } } }`:                                                         field + each + 6 + 2*name + 2 + 4,
		`{ __type(name: "User") { fields { type { name } } } }`:                                                field + each + 6 + 2*(each+4) + 2*name + 6, // ID! has no name
		`{ __type(name: "User") { fields { type { ofType { name } } } } }`:                                     field + each + 6 + 2*(each+4) + 2*(each+6) + name + 2,
		`{ __type(name: "User") { interfaces { name } } }`:                                                     field + each + 10 + 2*name + 4 + 5,
		`{ __type(name: "Found") { possibleTypes { name } } }`:                                                 field + each + 13 + 2*name + 4 + 3,
		`{ __type(name: "Field") { enumValues { name description deprecationReason } } }`:                      field + each + 10 + 2*(name+text+each+17) + 4 + 3 + 8 + 8,
		`{ __type(name: "Order") { inputFields { name defaultValue type { name } } } }`:                        field + each + 11 + 3*(name+each+12+each+4+name) + 5 + 4 + 3 + 4 + 3,
		`{ __type(name: "Order") { inputFields { type { ofType { name } } } } }`:                               field + each + 11 + 3*(each+4) + 3*(each+6) + 2*name + 5,
		`{ __type(name: "Order") { inputFields { description deprecationReason } } }`:                          field + each + 11 + 3*(text+each+17) + 19,
		`{ __type(name: "Query") { description fields { description deprecationReason } } }`:                   field + text + 9 + each + 6 + 3*(text+each+17) + 14 + 19,
		`{ __type(name: "Query") { fields { args { name description } } } }`:                                   field + each + 6 + 3*(each+4) + 3*(name+text) + 2 + 2 + 3 + 4,
		`{ __type(name: "URL") { specifiedByURL } }`:                                                           field + each + 14 + 23,
		`{ __schema { description queryType { name } mutationType { name } subscriptionType { name } } }`:      field + text + 18 + each + 9 + name + 5 + each + 12 + name + 8 + each + 16,
	} {
		parsed := valid(t, document)
		if got := Weight(schema, parsed, 1<<20); got != want {
			t.Errorf("%s weighs %d, want %d", document, got, want)
		}
		if want == 0 || strings.HasPrefix(document, "query ($n") { // which is given up before all types are weighed
			continue
		}
		if got := Weight(schema, parsed, want); got != want {
			t.Errorf("%s weighs %d where it may weigh as much, want %d", document, got, want)
		}
		if got := Weight(schema, parsed, want-1); got != want {
			t.Errorf("%s weighs %d where it may weigh a byte less", document, got)
		}
	}
}

func TestWeight_isThatOfTheWholeSchema(t *testing.T) {
	t.Parallel()
	const each = weightOfField
	types, directives := each+each+len("types"), each+each+len("directives")
	for _, of := range Of(schema).Types() {
		types += each + len("name") + len(*of.Name())
	}
	for _, d := range Of(schema).Directives() {
		directives += each + len("name") + len(d.Name()) + each + len("description") + len(said(d.Description())) - strings.Count(said(d.Description()), "-")
		directives += each + len("locations") + each*len(d.Locations()) + each + len("args")
		for _, a := range all(t, d.Args) {
			directives += each + len("name") + len(a.Name())
		}
	}
	for document, want := range map[string]int{
		`{ __schema { types { name } } }`:                                          types,
		`{ __schema { directives { name description locations args { name } } } }`: directives,
	} {
		if got := Weight(schema, valid(t, document), 1<<20); got != want {
			t.Errorf("%s weighs %d, want %d", document, got, want)
		}
	}
}

// What doubles with each round is weighed in no more time than it takes to answer as
// much as may be answered.
func TestWeight_takesNoLongerThanTheAnswerWould(t *testing.T) {
	t.Parallel()
	round := func(n int) string {
		return `{ __schema { types ` + strings.Repeat("{ interfaces { possibleTypes ", n) + "{ name }" + strings.Repeat(" } }", n) + ` } }`
	}
	if got := Weight(schema, valid(t, round(30)), 10_000); got != 10_001 {
		t.Errorf("thirty rounds weigh %d", got)
	}
	w := &scales{schema: schema, most: 2000, known: map[place]int{}}
	many := valid(t, `{ __schema { types { fields { `+strings.Repeat("a: name ", 90)+` } } } }`)
	if w.root(many.Operations[0].SelectionSet) != 2001 || w.weighed > 2000/weightOfField+91 || w.weighed < 90 {
		t.Errorf("%d fields are weighed, where %d would be too many", w.weighed, 2000/weightOfField)
	}
}

func TestIsRootField(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"__schema": true, "__type": true, "__typename": false, "me": false} {
		if IsRootField(name) != want {
			t.Error(name)
		}
	}
}
