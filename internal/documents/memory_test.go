package documents

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/coercion"
)

func TestReader_remembersNoMoreThanItsBytes(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `type Query { me: String }`})
	r := NewOwnersReader(schema, coercion.New(schema, nil, true))
	for i := range 40 { // of some 3 MB each, by the estimate
		if _, errs := r.Read(fmt.Sprintf("{ me } # %d %s", i, strings.Repeat("x", 100_000))); len(errs) > 0 {
			t.Fatal(errs)
		}
	}
	r.known.CleanUp()
	if n := r.known.EstimatedSize(); n < 5 || n > 10 {
		t.Errorf("%d documents are remembered, want what 32 MiB are for", n)
	}
}
