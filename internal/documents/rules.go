package documents

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// rulesFor returns the rules of validation: those of the specification, and
// those that keep the schema from whoever may not ask for it.
func rulesFor(o Options) *rules.Rules {
	all := rules.NewDefaultRules()
	if !o.Suggestions {
		for name, silent := range withoutSuggestions {
			all.ReplaceRule(name, silent.RuleFunc)
		}
	}
	if !o.Introspection {
		all.AddRule("NoSchemaIntrospection", noIntrospection)
	}
	return all
}

// withoutSuggestions are the rules that otherwise name what was perhaps meant.
var withoutSuggestions = map[string]core.Rule{
	rules.FieldsOnCorrectTypeRule.Name: rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
	rules.KnownArgumentNamesRule.Name:  rules.KnownArgumentNamesRuleWithoutSuggestions,
	rules.KnownTypeNamesRule.Name:      rules.KnownTypeNamesRuleWithoutSuggestions,
	rules.ScalarLeafsRule.Name:         rules.ScalarLeafsRuleWithoutSuggestions,
	rules.ValuesOfCorrectTypeRule.Name: rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
}

// noIntrospection refuses __schema and __type wherever they stand; __typename
// tells nothing that the document does not know.
func noIntrospection(observers *core.Events, addError core.AddErrFunc) {
	observers.OnField(func(_ *core.Walker, field *ast.Field) {
		if field.Name == "__schema" || field.Name == "__type" {
			addError(core.Message("introspection is off: %s is not answered", field.Name), core.At(field.Position))
		}
	})
}
