package reads_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/mapping"
)

// What generators of code are told of a field by @semanticNonNull holds in the answers to
// random operations, with each kind of token.
func TestOperation_givesNullWithAnErrorWhereTheSchemaSaysSo(t *testing.T) {
	t.Parallel()
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	rounds := random.Rounds(40)
	for i, v := range random.Viewpoints {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			w := apptest.StartFaulty(t, localgraph.Options{Legacy: true}, nil, func(s *config.Settings) {
				s.Lookups, s.Limits = v.Lookups, apptest.Unlimited
			})
			direct := apptest.NewREST(t, w.Graph, v.Token)
			g := random.Generator{Rand: rand.New(rand.NewPCG(uint64(i), 14)), Schema: schema, IDs: random.Pool(direct, v.Account)}
			n := nulls{mapping: m}
			for range rounds {
				operation := g.Operation()
				document, errs := gqlparser.LoadQueryWithRules(schema, operation, rules.NewDefaultRules())
				if len(errs) > 0 {
					t.Fatal(errs)
				}
				n.answer = w.Do(v.Token, operation, nil)
				n.walk(document.Operations[0].SelectionSet, n.answer.Data, "")
				if len(n.wrong) > 0 {
					t.Fatalf("null without an error at %q of\n%s", n.wrong, operation)
				}
			}
			if n.seen == 0 && !testing.Short() {
				t.Error("no such field was asked for")
			}
		})
	}
}

// nulls looks for fields that are null without an error and should not be.
type nulls struct {
	mapping *mapping.Mapping
	answer  apptest.Answer
	wrong   []string
	seen    int
}

// walk walks through what a selection has for its answer.
func (n *nulls) walk(selections ast.SelectionSet, value any, path string) {
	switch value := value.(type) {
	case []any:
		for i, item := range value {
			n.walk(selections, item, fmt.Sprintf("%s.%d", path, i))
		}
	case map[string]any:
		for _, s := range selections {
			switch s := s.(type) {
			case *ast.InlineFragment:
				n.walk(s.SelectionSet, value, path)
			case *ast.FragmentSpread:
				n.walk(s.Definition.SelectionSet, value, path)
			case *ast.Field:
				n.field(s, value, path+"."+s.Alias)
			}
		}
	}
}

// field looks at a field of an object. One of a fragment on another type has no value.
func (n *nulls) field(f *ast.Field, object map[string]any, path string) {
	value, there := object[f.Alias]
	if !there {
		return
	}
	if n.mapping.NullWithErrorOnly(f.ObjectDefinition.Name, f.Name) {
		n.seen++
		if value == nil && !n.failed(path) {
			n.wrong = append(n.wrong, path)
		}
	}
	n.walk(f.SelectionSet, value, path)
}

// failed reports whether an error has a path.
func (n *nulls) failed(path string) bool {
	for _, e := range n.answer.Errors {
		var at strings.Builder
		for _, step := range e.Path {
			fmt.Fprintf(&at, ".%v", step)
		}
		if at.String() == path {
			return true
		}
	}
	return false
}
