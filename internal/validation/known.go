package validation

import (
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"

	"github.com/gramql/gramql/internal/syntax"
)

// suggest adds what may have been meant by an unknown name to an error, or nothing.
type suggest func(prefix, typed string, known []string) core.ErrorOption

func suggestNothing(string, string, []string) core.ErrorOption { return core.Message("") }

// knownTypes is the rule of section 5.5.1.2, Fragment Spread Type Existence, and of
// section 5.8.2 as far as variables have types that do not exist.
func knownTypes(suggest suggest) core.RuleFunc {
	return func(observers *core.Events, addError core.AddErrFunc) {
		check := func(w *core.Walker, name string, at func() *ast.Position) {
			if name != "" && w.Schema.Types[name] == nil {
				addError(core.Message("Unknown type %q.", name),
					suggest("Did you mean", name, slices.Sorted(maps.Keys(w.Schema.Types))), core.At(at()))
			}
		}
		observers.OnVariable(func(w *core.Walker, v *ast.VariableDefinition) {
			t := v.Type
			for t.Elem != nil {
				t = t.Elem
			}
			check(w, t.NamedType, func() *ast.Position { return t.Position })
		})
		observers.OnInlineFragment(func(w *core.Walker, f *ast.InlineFragment) {
			check(w, f.TypeCondition, func() *ast.Position { return syntax.After(f.Position, 2) })
		})
		observers.OnFragment(func(w *core.Walker, f *ast.FragmentDefinition) {
			check(w, f.TypeCondition, func() *ast.Position { return syntax.After(f.Position, 3) })
		})
	}
}

// fragmentsOnComposites is the rule of section 5.5.1.3, Fragments on Object,
// Interface or Union Types.
func fragmentsOnComposites(observers *core.Events, addError core.AddErrFunc) {
	observers.OnInlineFragment(func(w *core.Walker, f *ast.InlineFragment) {
		if t := w.Schema.Types[f.TypeCondition]; t != nil && !t.IsCompositeType() {
			addError(core.Message("Fragment cannot condition on non composite type %q.", t.Name), core.At(syntax.After(f.Position, 2)))
		}
	})
	observers.OnFragment(func(w *core.Walker, f *ast.FragmentDefinition) {
		if t := w.Schema.Types[f.TypeCondition]; t != nil && !t.IsCompositeType() {
			addError(core.Message("Fragment %q cannot condition on non composite type %q.", f.Name, t.Name), core.At(syntax.After(f.Position, 3)))
		}
	})
}

// knownFragments is the rule of section 5.5.2.1, Fragment Spread Target Defined.
func knownFragments(observers *core.Events, addError core.AddErrFunc) {
	observers.OnFragmentSpread(func(_ *core.Walker, spread *ast.FragmentSpread) {
		if spread.Definition == nil {
			addError(core.Message("Unknown fragment %q.", spread.Name), core.At(syntax.After(spread.Position, 1)))
		}
	})
}

// knownArguments is the rule of section 5.4.1, Argument Names.
func knownArguments(suggest suggest) core.RuleFunc {
	return func(observers *core.Events, addError core.AddErrFunc) {
		check := func(given ast.ArgumentList, known ast.ArgumentDefinitionList, of string) {
			for _, a := range given {
				if known.ForName(a.Name) == nil {
					addError(core.Message("Unknown argument %q on %s.", a.Name, of), suggest("Did you mean", a.Name, argumentNames(known)), core.At(a.Position))
				}
			}
		}
		observers.OnField(func(_ *core.Walker, f *ast.Field) {
			if f.Definition != nil && f.ObjectDefinition != nil {
				check(f.Arguments, f.Definition.Arguments, `field "`+f.ObjectDefinition.Name+"."+f.Name+`"`)
			}
		})
		observers.OnDirective(func(_ *core.Walker, d *ast.Directive) {
			if d.Definition != nil {
				check(d.Arguments, d.Definition.Arguments, `directive "@`+d.Name+`"`)
			}
		})
	}
}

func argumentNames(known ast.ArgumentDefinitionList) []string {
	names := make([]string, len(known))
	for i, a := range known {
		names[i] = a.Name
	}
	return names
}
