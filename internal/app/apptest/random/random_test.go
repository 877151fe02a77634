package random

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/internal/mapping"
)

// rounds is how many operations are made up for each test.
const rounds = 200

// ids are of no node: nothing is asked.
var ids = map[string][]string{"User": {"1"}, "Media": {"2", "3"}, "Comment": {"4"}, "Hashtag": {"5"}}

// made returns operations of a generator, which first is changed.
func made(t *testing.T, change func(*Generator)) (*ast.Schema, []string) {
	t.Helper()
	schema, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	g := Generator{Rand: rand.New(rand.NewPCG(1, 2)), Schema: schema, IDs: ids}
	change(&g)
	var operations []string
	for range rounds {
		operations = append(operations, g.Operation())
	}
	return schema, operations
}

func unchanged(*Generator) {}

func withCursors(g *Generator) { g.Cursors = map[string][]string{List("1", "media"): {"a-cursor"}} }

func identified(g *Generator) { g.Identified = true }

func TestGenerator_makesUpValidOperations(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Generator){"plain": unchanged, "with cursors": withCursors, "identified": identified} {
		schema, operations := made(t, change)
		for _, operation := range operations {
			if _, errs := gqlparser.LoadQueryWithRules(schema, operation, rules.NewDefaultRules()); len(errs) > 0 {
				t.Fatalf("%s: %v in %s", name, errs, operation)
			}
		}
	}
}

func TestGenerator_makesUpTheSameBySeedAndElseOthers(t *testing.T) {
	t.Parallel()
	_, one := made(t, unchanged)
	_, two := made(t, unchanged)
	if !slices.Equal(one, two) {
		t.Error("one seed gives other operations each time")
	}
	slices.Sort(two)
	if different := len(slices.Compact(two)); different < rounds*9/10 {
		t.Errorf("only %d of %d operations are different", different, rounds)
	}
}

func TestGenerator_asksOfEveryRootAndWay(t *testing.T) {
	t.Parallel()
	_, operations := made(t, withCursors)
	all := strings.Join(operations, "\n")
	for _, text := range []string{
		": me {", ": user(id: \"1\")", ": media(id: ", ": comment(id: \"4\")", ": node(id: ", ": nodes(ids: [", ": pages {",
		" fragment F", " ... on Media {", " @skip(if: $no)", " @include(if: $yes)", "totalCount", "pageInfo {", "edges {", "nodes {",
		"first: 0", "first: 27", "last: 2", "since: ", "until: ", "startCursor", "{ cursor ", `after: "a-cursor"`, `before: "a-cursor"`,
	} {
		if !strings.Contains(all, text) {
			t.Errorf("no operation has %s", text)
		}
	}
	for realm, ways := range Onward {
		for field := range ways {
			if !strings.Contains(all, ": "+field) && TypeOf(realm) == "User" {
				t.Errorf("no operation goes on to %s of %s", field, realm)
			}
		}
	}
}

func TestGenerator_selectsNoCursorUnlessSomeAreKnown(t *testing.T) {
	t.Parallel()
	_, operations := made(t, unchanged)
	for _, operation := range operations {
		if strings.Contains(strings.ToLower(operation), "cursor") || strings.Contains(operation, "after:") {
			t.Fatalf("a cursor is in %s", operation)
		}
	}
}

func TestGenerator_writesTheIDOfEachNodeIfAskedTo(t *testing.T) {
	t.Parallel()
	schema, operations := made(t, identified)
	for _, operation := range operations {
		document, errs := gqlparser.LoadQueryWithRules(schema, operation, rules.NewDefaultRules())
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		identify(t, schema, document.Operations[0].SelectionSet, operation)
	}
}

// identify holds each node that is selected to its id, and plain fields to their names.
func identify(t *testing.T, schema *ast.Schema, selections ast.SelectionSet, operation string) {
	t.Helper()
	for _, s := range selections {
		field, ok := s.(*ast.Field)
		if !ok {
			continue
		}
		typ := schema.Types[field.Definition.Type.Name()]
		if typ.IsLeafType() && field.Name != "__typename" && field.Alias != field.Name {
			t.Errorf("%s stands under another name in %s", field.Name, operation)
		}
		if typ.Fields.ForName("id") != nil && Onward[typ.Name] != nil && !slices.ContainsFunc(field.SelectionSet, isID) {
			t.Errorf("%s has no id in %s", field.Alias, operation)
		}
		identify(t, schema, field.SelectionSet, operation)
	}
}

func isID(s ast.Selection) bool {
	field, ok := s.(*ast.Field)
	return ok && field.Alias == "id"
}

func TestRealms_areOfTheSchema(t *testing.T) {
	t.Parallel()
	schema, _ := made(t, unchanged)
	for realm, ways := range Onward {
		typ := schema.Types[TypeOf(realm)]
		if typ == nil {
			t.Errorf("%s is of no type", realm)
			continue
		}
		for field, way := range ways {
			if typ.Fields.ForName(field) == nil || schema.Types[TypeOf(way.To)] == nil {
				t.Errorf("%s does not lead on by %s to %s", realm, field, way.To)
			}
		}
	}
	for realm, fields := range fieldsOf {
		for name := range strings.FieldsSeq(fields) {
			if schema.Types[TypeOf(realm)].Fields.ForName(name) == nil {
				t.Errorf("%s has no %s", realm, name)
			}
		}
	}
	for _, coordinate := range apart {
		if typ, name, _ := strings.Cut(coordinate, "."); schema.Types[typ].Fields.ForName(name) == nil {
			t.Errorf("there is no %s", coordinate)
		}
	}
	for name := range Readable {
		if schema.Types[name] == nil || schema.Types[name].Fields.ForName("id") == nil {
			t.Errorf("%s cannot be read by its id", name)
		}
	}
}

func TestGraphName_isTheGraphAPIsName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"graphId": "id", "username": "username", "mediaUrl": "media_url", "isSharedToFeed": "is_shared_to_feed"} {
		if got := GraphName(name); got != want {
			t.Errorf("%s is %s, not %s", name, got, want)
		}
	}
}

func TestTypeOf_isTheFirstWordOfARealm(t *testing.T) {
	t.Parallel()
	for realm, want := range map[string]string{"Media": "Media", "Media tagged child": "Media"} {
		if got := TypeOf(realm); got != want {
			t.Errorf("%s is of %s", realm, got)
		}
	}
}
