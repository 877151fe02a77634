// Package size estimates how many bytes the answer to an operation takes.
package size

import (
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/paging"
)

// What is not known of an answer before it is made.
const (
	// listed is how many elements a list has that no argument bounds.
	listed = 10
	// usualSize is how many bytes a value takes in the making, or a text or an address
	// that is longer than most.
	usualSize, textSize, addressSize = 64, 160, 256
)

// OfAnswer estimates the bytes of the answer to an operation in which all lists are
// as long as they may become. Aliases ask the Graph API for nothing more, but they are
// answered: the cost does not show them.
func OfAnswer(operation *graphql.OperationContext) int {
	s := sizing{operation: operation}
	return s.selections(operation.Operation.SelectionSet, 0)
}

// sizing estimates the sizes of selections, of each fragment once however often it is
// spread.
type sizing struct {
	operation *graphql.OperationContext
	fragments map[sizedFragment]int
}

// sizedFragment is a fragment on a connection with so many items; 0 on anything else.
type sizedFragment struct {
	name  string
	items int
}

// selections estimates what is selected of one object: of a connection with so many
// items, or of another object if that is 0.
func (s *sizing) selections(set ast.SelectionSet, items int) int {
	size := 0
	for _, selection := range set {
		switch selected := selection.(type) {
		case *ast.Field:
			size = add(size, s.field(selected, items))
		case *ast.InlineFragment:
			size = add(size, s.selections(selected.SelectionSet, items))
		case *ast.FragmentSpread:
			size = add(size, s.fragment(selected, items))
		}
	}
	return size
}

func (s *sizing) fragment(spread *ast.FragmentSpread, items int) int {
	key := sizedFragment{spread.Name, items}
	size, known := s.fragments[key]
	if !known {
		size = s.selections(spread.Definition.SelectionSet, items)
		if s.fragments == nil {
			s.fragments = map[sizedFragment]int{}
		}
		s.fragments[key] = size
	}
	return size
}

// field estimates a field of an object. What the schema says of itself has a limit of
// its own.
func (s *sizing) field(selected *ast.Field, items int) int {
	if selected.Definition == nil || selected.Name == "__schema" || selected.Name == "__type" {
		return 0
	}
	asked := s.asked(selected)
	each := len(selected.Alias)
	if len(selected.SelectionSet) > 0 {
		each = add(each, s.selections(selected.SelectionSet, asked))
	} else {
		each += sizeOf(selected.Definition.Type.Name())
	}
	switch {
	case selected.Definition.Type.Elem == nil:
		return each
	case asked > 0:
		return times(asked, each)
	case items > 0:
		return times(items, each)
	}
	return times(listed, each)
}

// asked returns how many items a field's arguments ask for; 0 where they say nothing
// about that.
func (s *sizing) asked(selected *ast.Field) int {
	if ids := selected.Arguments.ForName("ids"); ids != nil {
		value, _ := ids.Value.Value(s.operation.Variables)
		return len(graphql.CoerceList(value))
	}
	if selected.Definition.Arguments.ForName("first") == nil {
		return 0
	}
	for _, name := range []string{"first", "last"} {
		argument := selected.Arguments.ForName(name)
		if argument == nil {
			continue
		}
		value, _ := argument.Value.Value(s.operation.Variables)
		if n, err := graphql.UnmarshalInt32(value); value != nil && err == nil {
			return int(min(max(n, 0), paging.MaxItems))
		}
	}
	return paging.DefaultPageSize
}

// sizeOf returns how many bytes a value of a type takes.
func sizeOf(typeName string) int {
	switch {
	case typeName == "String":
		return textSize
	case strings.HasSuffix(typeName, "URL"):
		return addressSize
	}
	return usualSize
}

// most keeps the sums below from overflowing; no answer near it is made.
const most = 1 << 30

func add(a, b int) int { return min(a+b, most) }

func times(a, b int) int {
	if a != 0 && b > most/a {
		return most
	}
	return a * b
}
