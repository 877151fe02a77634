package validation

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"

	"github.com/gramql/gramql/internal/syntax"
)

// knownFields is the rule of section 5.3.1, Field Selections.
func knownFields(suggest suggest) core.RuleFunc {
	return func(observers *core.Events, addError core.AddErrFunc) {
		observers.OnField(func(w *core.Walker, f *ast.Field) {
			of := f.ObjectDefinition
			if of == nil || f.Definition != nil || !of.IsCompositeType() {
				return
			}
			meant := suggest("Did you mean to use an inline fragment on", "", nil)
			if having := typesHaving(w.Schema, of, f.Name); len(having) > 0 {
				meant = suggest("Did you mean to use an inline fragment on", having[0], having)
			} else if of.Kind != ast.Union {
				meant = suggest("Did you mean", f.Name, fieldNames(of))
			}
			addError(core.Message("Cannot query field %q on type %q.", f.Name, of.Name), meant, core.At(f.Position))
		})
	}
}

// typesHaving returns the types of an interface or union that have a field.
func typesHaving(schema *ast.Schema, of *ast.Definition, field string) (names []string) {
	if !of.IsAbstractType() {
		return nil
	}
	for _, t := range schema.GetPossibleTypes(of) {
		if t.Fields.ForName(field) != nil {
			names = append(names, t.Name)
		}
	}
	slices.Sort(names)
	return names
}

func fieldNames(of *ast.Definition) []string {
	names := make([]string, len(of.Fields))
	for i, f := range of.Fields {
		names[i] = f.Name
	}
	return names
}

// leafSelections is the rule of section 5.3.3, Leaf Field Selections.
func leafSelections(observers *core.Events, addError core.AddErrFunc) {
	observers.OnField(func(w *core.Walker, f *ast.Field) {
		if f.Definition == nil {
			return
		}
		t := w.Schema.Types[f.Definition.Type.Name()]
		switch {
		case t == nil:
		case t.IsLeafType() && len(f.SelectionSet) > 0:
			addError(core.Message("Field %q must not have a selection since type %q has no subfields.", f.Name, f.Definition.Type.String()),
				core.At(syntax.SelectionSet(f.Position)))
		case !t.IsLeafType() && len(f.SelectionSet) == 0:
			addError(core.Message("Field %q of type %q must have a selection of subfields. Write %q.", f.Name, f.Definition.Type.String(), f.Name+" { ... }"),
				core.At(f.Position))
		}
	})
}
