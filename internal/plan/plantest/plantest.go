// Package plantest makes plans of operations that are written down in tests.
package plantest

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Mapping returns what the schema says of the Graph API.
func Mapping(t testing.TB) *mapping.Mapping {
	t.Helper()
	_, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Now is when the operations of these tests start.
var Now = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// Operation reads and validates a query, as gqlgen does before a plan is made.
func Operation(t testing.TB, query string, variables map[string]any) *graphql.OperationContext {
	t.Helper()
	s, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	doc, errs := gqlparser.LoadQueryWithRules(s, query, rules.NewDefaultRules())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	text, err := json.Marshal(variables)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	if err := decoder.Decode(&values); err != nil {
		t.Fatal(err)
	}
	coerced, err := validator.VariableValues(s, doc.Operations[0], values)
	if err != nil {
		t.Fatal(err)
	}
	return &graphql.OperationContext{
		RawQuery: query, Doc: doc, Operation: doc.Operations[0], Variables: coerced, Stats: graphql.Stats{OperationStart: Now},
	}
}

// Me returns what an operation with a selection of me wants of it.
func Me(t testing.TB, selection string, login dialect.Login) *expansion.Expansion {
	t.Helper()
	return plan.Compile(Mapping(t), dialect.Of(login), Operation(t, "{ me "+selection+" }", nil)).Me
}
