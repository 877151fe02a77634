package documents

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// allRules returns the rules of validation: those of the specification, and without
// introspection one that keeps the schema secret.
func allRules(o Options) *rules.Rules {
	all := rules.NewDefaultRules()
	all.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, valuesOfCorrectType(o.Coercer))
	all.RemoveRule(rules.MaxIntrospectionDepth.Name) // what the schema says of itself is weighed instead
	if !o.Introspection {
		all.AddRule("NoSchemaIntrospection", noIntrospection)
	}
	return all
}

// silentRules returns the same rules with errors that reveal nothing of the schema.
func silentRules(o Options) *rules.Rules {
	o.Coercer = o.Coercer.Silent()
	all := allRules(o)
	for name, silent := range withoutSuggestions {
		all.ReplaceRule(name, silent.RuleFunc)
	}
	return all
}

// withoutSuggestions are the rules whose errors otherwise suggest similar names.
var withoutSuggestions = map[string]core.Rule{
	rules.FieldsOnCorrectTypeRule.Name: rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
	rules.KnownArgumentNamesRule.Name:  rules.KnownArgumentNamesRuleWithoutSuggestions,
	rules.KnownTypeNamesRule.Name:      rules.KnownTypeNamesRuleWithoutSuggestions,
	rules.ScalarLeafsRule.Name:         rules.ScalarLeafsRuleWithoutSuggestions,
}

// noIntrospection refuses __schema and __type everywhere; __typename reveals
// nothing that the document does not know.
func noIntrospection(observers *core.Events, addError core.AddErrFunc) {
	observers.OnField(func(_ *core.Walker, field *ast.Field) {
		if isIntrospection(field.Name) {
			addError(core.Message("introspection is off: %s is not answered", field.Name), core.At(field.Position))
		}
	})
}
