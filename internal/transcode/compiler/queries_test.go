package compiler_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/transcode/compiler"
)

// How queries stand in texts and programs.
var (
	inText    = regexp.MustCompile("(?s)```graphql[a-z ]*\n(.*?)```")
	inRequest = regexp.MustCompile(`"query": *("(?:[^"\\]|\\.)*")`)
	inProgram = regexp.MustCompile("(?s)(?:gql|graphql)`(.*?)`")
	// ofRelay are what Relay's compiler replaces before a query is sent.
	ofRelay = regexp.MustCompile(`@(?:argumentDefinitions|arguments|refetchable|connection)\((?:[^(){}]|\{[^}]*\})*\)|\$(?:count|cursor)\b`)
)

// queriesIn returns the queries of the guides, the playground and the client tests, by where
// they stand.
func queriesIn(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"README.md", "docs/*.md", "docs/design/*.md", "docs/guides/*.md", "internal/playground/ui/src/examples/*.graphql", ".ci/apollo/*.js", ".ci/relay/src/*.js"} {
		files, err := filepath.Glob("../../../" + pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files, %v", pattern, err)
		}
		for _, file := range files {
			bytes, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name, text := strings.TrimPrefix(filepath.ToSlash(file), "../../../"), string(bytes)
			for i, query := range queriesOf(name, text) {
				found[fmt.Sprintf("%s %d", name, i+1)] = query
			}
		}
	}
	return found
}

func queriesOf(name, text string) (queries []string) {
	switch filepath.Ext(name) {
	case ".graphql":
		return []string{text}
	case ".js":
		fragments := map[string]string{}
		for _, match := range inProgram.FindAllStringSubmatch(text, -1) {
			query := ofRelay.ReplaceAllStringFunc(match[1], func(part string) string { return map[string]string{"$count": "2", "$cursor": "null"}[part] })
			if words := strings.Fields(query); words[0] == "fragment" {
				fragments[words[1]] = query
			} else {
				queries = append(queries, query)
			}
		}
		for i := range queries {
			queries[i] = withFragments(queries[i], fragments)
		}
		return queries
	}
	for _, match := range inText.FindAllStringSubmatch(text, -1) {
		queries = append(queries, match[1])
	}
	for _, match := range inRequest.FindAllStringSubmatch(text, -1) {
		if query, err := strconv.Unquote(match[1]); err == nil {
			queries = append(queries, query)
		}
	}
	return queries
}

// withFragments adds to a text the fragments that it spreads.
func withFragments(text string, fragments map[string]string) string {
	rest := maps.Clone(fragments)
	for again := true; again; {
		again = false
		for name, fragment := range rest {
			if regexp.MustCompile(`\.\.\.` + name + `\b`).MatchString(text) {
				text += fragment
				delete(rest, name)
				again = true
			}
		}
	}
	return text
}

// variablesOf returns values of the variables that an operation has to have.
func variablesOf(operation *ast.OperationDefinition) map[string]any {
	some := map[string]any{"ID": "TWVkaWE6NQ", "Int": 2, "String": "dino", "DateTime": "2026-01-01T00:00:00Z", "Boolean": true, "URL": "https://www.instagram.com/p/1/"}
	values := map[string]any{}
	for _, v := range operation.VariableDefinitions {
		switch {
		case !v.Type.NonNull || v.DefaultValue != nil:
		case v.Type.Elem != nil:
			values[v.Variable] = []any{some[v.Type.Name()]}
		default:
			values[v.Variable] = some[v.Type.Name()]
		}
	}
	return values
}

// No query that the project shows goes the ordinary way without a reason that is listed:
// with any login type that has its fields.
func TestCompile_hasAProgramForEachQueryThatIsShownOrAReason(t *testing.T) {
	t.Parallel()
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	listed, queries := plantest.Load[map[string]string](t, "testdata/queries.yml"), queriesIn(t)
	for _, place := range slices.Sorted(maps.Keys(queries)) {
		document, err := parser.ParseQuery(&ast.Source{Input: queries[place]})
		if err != nil {
			t.Errorf("%s: %v", place, err)
			continue
		}
		if document.Operations[0].Operation == ast.Mutation {
			continue // for one reason, whatever it selects: reasons.yml has that
		}
		for _, login := range []dialect.Login{dialect.BasicDisplay, dialect.Instagram, dialect.Facebook} {
			o, d := plantest.Operation(t, queries[place], variablesOf(document.Operations[0])), dialect.Of(login)
			p := plan.Compile(m, d, o)
			if p.Refused {
				continue
			}
			_, why := compiler.NewCompiler(schema, m).Compile(p, p.Only(d.LookupModeWith(dialect.Auto)), o)
			at := place + ", " + login.String()
			if listed[at] != string(why) {
				t.Errorf("%s: %q\nis listed with %q\n%s", at, why, listed[at], queries[place])
			}
			delete(listed, at)
		}
	}
	for at := range listed {
		t.Errorf("%s is listed, but not shown", at)
	}
}
