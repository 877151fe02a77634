// Package command carries out the commands that print and end: explain, check,
// schema and version.
package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/transcode/compiler"
	"github.com/gramql/gramql/schema"
)

// Explain prints the Graph API calls that an operation would make, without
// making them: the calls it starts with, then the most that it can take, and whether
// the answer would be written directly.
// Variables are a JSON object; nil is none.
func Explain(w io.Writer, s config.Settings, operation string, variables []byte) error {
	served, m, err := mapping.Load()
	if err != nil {
		return err
	}
	coercer := schema.NewCoercer(served, true)
	doc, errs := documents.NewOwnersReader(served, coercer).Read(operation)
	if len(errs) > 0 {
		return errors.New(strings.TrimSpace(errs.Error()))
	}
	if len(doc.Operations) != 1 {
		return fmt.Errorf("the document has %d operations; write exactly one", len(doc.Operations))
	}
	given, err := readVariables(variables)
	if err != nil {
		return err
	}
	values, errs := coercer.Variables(doc.Operations[0], given)
	if len(errs) > 0 {
		return errors.New(errs[0].Message)
	}
	d := s.DialectOf("")
	o := &graphql.OperationContext{
		RawQuery: operation, Doc: doc, Operation: doc.Operations[0], Variables: values,
		Stats: graphql.Stats{OperationStart: time.Now()},
	}
	p, mode := plan.Compile(m, d, o), d.LookupModeWith(s.Lookups)
	if err := printPlan(w, p, s.GraphVersion, mode); err != nil {
		return err
	}
	execution := compiler.Direct
	if _, why := compiler.NewCompiler(served, m).Compile(p, p.Only(mode), o); why != "" {
		execution = compiler.Resolved + ": " + string(why)
	}
	_, err = fmt.Fprintf(w, "# %s\n", execution)
	return err
}

func readVariables(text []byte) (map[string]any, error) {
	values := map[string]any{}
	if len(text) == 0 {
		return values, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&values); err != nil {
		return nil, fmt.Errorf("-variables is not a JSON object: %w", err)
	}
	return values, nil
}

// printPlan prints a line for each call, and for each remark on what is left out.
func printPlan(w io.Writer, p *plan.Plan, version string, way dialect.LookupMode) error {
	var b strings.Builder
	for _, call := range p.Calls(way) {
		call.Path = "/" + version + call.Path
		fmt.Fprintln(&b, call.String())
	}
	for _, remark := range p.Remarks() {
		fmt.Fprintf(&b, "# %s\n", remark)
	}
	fmt.Fprintf(&b, "# at most %d\n", p.Bound(way))
	_, err := io.WriteString(w, b.String())
	return err
}
