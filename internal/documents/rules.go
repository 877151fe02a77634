package documents

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// allRules returns the rules of validation: those of the specification, and
// without introspection one that keeps the schema from whoever may not ask for it.
func allRules(introspection bool) *rules.Rules {
	all := rules.NewDefaultRules()
	if !introspection {
		all.AddRule("NoSchemaIntrospection", noIntrospection)
	}
	return all
}

// silentRules returns the same rules with errors that tell nothing of the schema.
func silentRules(introspection bool) *rules.Rules {
	all := allRules(introspection)
	for name, silent := range withoutSuggestions {
		all.ReplaceRule(name, silent.RuleFunc)
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
