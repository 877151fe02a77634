package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/graph"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/plan"
)

// Explain prints the Graph API calls that an operation would make, without
// making them: first those it starts with, then the most that it can cost.
func Explain(w io.Writer, s config.Settings, operation string, variables []byte) error {
	schema, m, err := graph.NewSchema()
	if err != nil {
		return err
	}
	doc, errs := gqlparser.LoadQueryWithRules(schema.Schema(), operation, rules.NewDefaultRules())
	if len(errs) > 0 {
		return errors.New(strings.TrimSpace(errs.Error()))
	}
	if len(doc.Operations) != 1 {
		return fmt.Errorf("the document has %d operations; give one", len(doc.Operations))
	}
	values := map[string]any{}
	if len(variables) > 0 {
		decoder := json.NewDecoder(bytes.NewReader(variables))
		decoder.UseNumber()
		if err := decoder.Decode(&values); err != nil {
			return fmt.Errorf("-variables is no JSON object: %w", err)
		}
	}
	coerced, err := validator.VariableValues(schema.Schema(), doc.Operations[0], values)
	if err != nil {
		return err
	}
	d := s.DialectOf("")
	p := plan.Compile(m, d, &graphql.OperationContext{
		RawQuery: operation, Doc: doc, Operation: doc.Operations[0], Variables: coerced,
	})
	way := (&loader.Loaders{Lookups: s.LookupMode()}).Way(d)
	return printPlan(w, p, s, way)
}
