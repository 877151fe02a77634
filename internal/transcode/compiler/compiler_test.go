package compiler_test

import (
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/transcode/compiler"
)

func TestCompile_saysWhyAnOperationIsLeftToTheOrdinaryWay(t *testing.T) {
	t.Parallel()
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	type reason struct{ Operation, Because string }
	for _, r := range plantest.Load[[]reason](t, "testdata/reasons.yml") {
		o, d := plantest.Operation(t, r.Operation, nil), dialect.Of(dialect.Instagram)
		p := plan.Compile(m, d, o)
		if _, why := compiler.NewCompiler(schema, m).Compile(p, p.Only(d.LookupModeWith(dialect.Auto)), o); string(why) != r.Because {
			t.Errorf("%s: %q, want %q", r.Operation, why, r.Because)
		}
	}
}
