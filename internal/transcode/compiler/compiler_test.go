package compiler_test

import (
	"os"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/transcode/compiler"
)

func read(t testing.TB, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(text, into, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
}

func TestCompile_saysWhyAnOperationIsLeftToTheOrdinaryWay(t *testing.T) {
	t.Parallel()
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	var reasons []struct {
		Operation, Because string
	}
	read(t, "testdata/reasons.yml", &reasons)
	for _, r := range reasons {
		o, d := plantest.Operation(t, r.Operation, nil), dialect.Of(dialect.Instagram)
		p := plan.Compile(m, d, o)
		if _, why := compiler.NewCompiler(schema, m).Compile(p, p.Only(d.LookupModeWith(dialect.Auto)), o); string(why) != r.Because {
			t.Errorf("%s: %q, want %q", r.Operation, why, r.Because)
		}
	}
}
