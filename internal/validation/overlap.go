package validation

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// overlapping is the rule of section 5.3.2, Field Selection Merging: fields that get
// the same name in the answer are the same. It compares each
// two fields that have one name.
func overlapping(observers *core.Events, addError core.AddErrFunc) {
	o := &overlaps{collected: map[*ast.Selection][]namesakes{}, seen: map[*ast.Selection]bool{}, addError: addError}
	observers.OnOperation(func(_ *core.Walker, operation *ast.OperationDefinition) { o.within(operation.SelectionSet) })
	observers.OnFragment(func(_ *core.Walker, fragment *ast.FragmentDefinition) { o.within(fragment.SelectionSet) })
	observers.OnField(func(_ *core.Walker, field *ast.Field) { o.within(field.SelectionSet) })
}

// namesakes are the fields of a selection, its fragments spread, with one name in the
// answer.
type namesakes struct {
	name   string
	fields []*ast.Field
}

// conflict is why two fields cannot be one, and the fields on both sides that lead to
// the reason.
type conflict struct {
	name, reason  string
	first, second []*ast.Field
}

// overlaps finds conflicts in each selection once, and collects the fields of each
// selection once, by the selection's first member.
type overlaps struct {
	collected map[*ast.Selection][]namesakes
	seen      map[*ast.Selection]bool
	addError  core.AddErrFunc
}

// within adds an error for each two fields of a selection that conflict.
func (o *overlaps) within(set ast.SelectionSet) {
	if len(set) == 0 || o.seen[&set[0]] {
		return
	}
	o.seen[&set[0]] = true
	for _, same := range o.collect(set) {
		for i, first := range same.fields {
			for _, second := range same.fields[i+1:] {
				if c := o.between(same.name, first, second, false); c != nil {
					o.add(c)
				}
			}
		}
	}
}

func (o *overlaps) add(c *conflict) {
	options := []core.ErrorOption{core.Message("Fields %q conflict because %s. Use different aliases on the fields to fetch both if this was intentional.", c.name, c.reason)}
	for _, side := range [][]*ast.Field{c.first, c.second} {
		for _, field := range side[:min(len(side), maxPlaces)] {
			options = append(options, core.At(field.Position))
		}
	}
	o.addError(options...)
}

// between returns the conflict of two fields with one name; nil for none. Two fields are
// apart if no object has both: then it is enough that their values have the same shape.
func (o *overlaps) between(name string, first, second *ast.Field, apart bool) *conflict {
	if first == second {
		return nil
	}
	apart = apart || exclude(first.ObjectDefinition, second.ObjectDefinition)
	reason := ""
	switch {
	case !apart && first.Name != second.Name:
		reason = fmt.Sprintf("%q and %q are different fields", first.Name, second.Name)
	case !apart && !sameArguments(first.Arguments, second.Arguments):
		reason = "they have differing arguments"
	case first.Definition != nil && second.Definition != nil && differ(first, second, first.Definition.Type, second.Definition.Type):
		reason = fmt.Sprintf("they return conflicting types %q and %q", first.Definition.Type.String(), second.Definition.Type.String())
	}
	if reason != "" {
		return &conflict{name, reason, []*ast.Field{first}, []*ast.Field{second}}
	}
	return o.below(name, first, second, apart)
}

// below returns the conflict of what is selected of two fields; nil for none.
func (o *overlaps) below(name string, first, second *ast.Field, apart bool) *conflict {
	c := &conflict{name: name, first: []*ast.Field{first}, second: []*ast.Field{second}}
	var reasons []string
	others := map[string][]*ast.Field{}
	for _, same := range o.collect(second.SelectionSet) {
		others[same.name] = same.fields
	}
	for _, same := range o.collect(first.SelectionSet) {
		for _, a := range same.fields {
			for _, b := range others[same.name] {
				if found := o.between(same.name, a, b, apart); found != nil && len(reasons) < maxPlaces {
					reasons = append(reasons, fmt.Sprintf("subfields %q conflict because %s", found.name, found.reason))
					c.first, c.second = append(c.first, found.first...), append(c.second, found.second...)
				}
			}
		}
	}
	if len(reasons) == 0 {
		return nil
	}
	c.reason = strings.Join(reasons, " and ")
	return c
}

// exclude reports whether no object is of both types.
func exclude(a, b *ast.Definition) bool {
	return a != b && a != nil && b != nil && a.Kind == ast.Object && b.Kind == ast.Object
}

// differ reports whether values of two fields' types have different shapes.
func differ(first, second *ast.Field, a, b *ast.Type) bool {
	switch {
	case a.NonNull != b.NonNull, (a.Elem == nil) != (b.Elem == nil):
		return true
	case a.Elem != nil:
		return differ(first, second, a.Elem, b.Elem)
	}
	isLeaf := len(first.SelectionSet) == 0 || len(second.SelectionSet) == 0
	return isLeaf && a.NamedType != b.NamedType
}

func sameArguments(a, b ast.ArgumentList) bool {
	if len(a) != len(b) {
		return false
	}
	for _, argument := range a {
		other := b.ForName(argument.Name)
		if other == nil || !sameValue(argument.Value, other.Value) {
			return false
		}
	}
	return true
}

func sameValue(a, b *ast.Value) bool {
	if a.Kind != b.Kind || len(a.Children) != len(b.Children) || len(a.Children) == 0 && a.Raw != b.Raw {
		return false
	}
	for i, child := range a.Children {
		other := b.Children[i].Value
		if a.Kind == ast.ObjectValue {
			other = b.Children.ForName(child.Name)
		}
		if other == nil || !sameValue(child.Value, other) {
			return false
		}
	}
	return true
}

// collect returns the fields of a selection by their names: its own before those of
// the fragments that it spreads.
func (o *overlaps) collect(set ast.SelectionSet) []namesakes {
	if len(set) == 0 {
		return nil
	}
	if known, ok := o.collected[&set[0]]; ok {
		return known
	}
	c := fieldCollector{index: map[string]int{}, spread: map[string]bool{}}
	c.add(set)
	for i := 0; i < len(c.spreads); i++ {
		if d := c.spreads[i].Definition; d != nil && !c.spread[d.Name] {
			c.spread[d.Name] = true
			c.add(d.SelectionSet)
		}
	}
	o.collected[&set[0]] = c.fields
	return c.fields
}

// fieldCollector collects fields by their names.
type fieldCollector struct {
	fields []namesakes
	index  map[string]int // of a name in fields
	// spreads are the fragments to collect fields from, and spread says from which they
	// have been collected.
	spreads []*ast.FragmentSpread
	spread  map[string]bool
}

func (c *fieldCollector) add(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			i, ok := c.index[s.Alias]
			if !ok {
				i = len(c.fields)
				c.index[s.Alias] = i
				c.fields = append(c.fields, namesakes{name: s.Alias})
			}
			c.fields[i].fields = append(c.fields[i].fields, s)
		case *ast.InlineFragment:
			c.add(s.SelectionSet)
		case *ast.FragmentSpread:
			c.spreads = append(c.spreads, s)
		}
	}
}
