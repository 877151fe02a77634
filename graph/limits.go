package graph

import (
	"context"
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// limits refuses operations that would cost more than any sensible one, before
// they are planned. Each fragment is measured once, however often it is spread:
// gqlgen's own complexity limit measures it at each spread, and so takes time
// that doubles with every fragment in a chain.
type limits struct {
	// depth is the most levels of fields, size the most fields once all fragments
	// are spread.
	depth, size int
}

// The bounds of a document and of an operation. The introspection query of
// clients is 15 levels deep.
const (
	maxTokens    = 2000
	maxDepth     = 20
	maxSize      = 5000
	maxDocuments = 500
)

var (
	_ graphql.HandlerExtension        = limits{}
	_ graphql.OperationContextMutator = limits{}
)

// ExtensionName names the extension to gqlgen.
func (limits) ExtensionName() string { return "Limits" }

// Validate has nothing to check.
func (limits) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses an operation over a limit.
func (l limits) MutateOperationContext(_ context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	m := measure{fragments: map[string]extent{}}
	got := m.selections(operation.Operation.SelectionSet)
	switch {
	case got.depth > l.depth:
		return tooLarge(fmt.Sprintf("the operation is more than %d levels deep", l.depth))
	case got.size > l.size:
		return tooLarge(fmt.Sprintf("the operation has more than %d fields once its fragments are spread", l.size))
	}
	return nil
}

func tooLarge(message string) *gqlerror.Error {
	err := gqlerror.Errorf("%s", message)
	errcode.Set(err, codeTooLarge)
	return err
}

// extent is how far a selection reaches.
type extent struct{ depth, size int }

// measure takes the extent of selections, of each fragment once.
type measure struct {
	fragments map[string]extent
}

func (m measure) selections(set ast.SelectionSet) extent {
	var all extent
	for _, selection := range set {
		one := m.selection(selection)
		all.depth = max(all.depth, one.depth)
		all.size = min(all.size+one.size, maxSize+1) // enough to know, and no overflow
	}
	return all
}

func (m measure) selection(selection ast.Selection) extent {
	switch s := selection.(type) {
	case *ast.Field:
		inner := m.selections(s.SelectionSet)
		return extent{inner.depth + 1, inner.size + 1}
	case *ast.InlineFragment:
		return m.selections(s.SelectionSet)
	case *ast.FragmentSpread:
		known, ok := m.fragments[s.Name]
		if !ok && s.Definition != nil {
			known = m.selections(s.Definition.SelectionSet)
			m.fragments[s.Name] = known
		}
		return known
	}
	return extent{}
}

// isTokenLimit tells whether a document was refused for its length in tokens.
func isTokenLimit(err *gqlerror.Error) bool {
	return strings.HasPrefix(err.Message, "exceeded token limit")
}
