package documents

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// allRules returns the rules of validation: those of the specification, one that
// keeps answers about the schema short, and without introspection one that keeps
// the schema secret.
func allRules(o Options) *rules.Rules {
	all := rules.NewDefaultRules()
	all.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, valuesOfCorrectType(o.Coercer))
	all.AddRule("NoIntrospectionAliases", noIntrospectionAliases)
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
		if field.Name == "__schema" || field.Name == "__type" {
			addError(core.Message("introspection is off: %s is not answered", field.Name), core.At(field.Position))
		}
	})
}

// noIntrospectionAliases lets a document ask for the schema once: it is large, and
// under twenty names a request of some kilobytes gets megabytes of it. __type is
// one type only, and may be asked for by any name.
func noIntrospectionAliases(observers *core.Events, addError core.AddErrFunc) {
	observers.OnField(func(_ *core.Walker, field *ast.Field) {
		within := field.ObjectDefinition != nil && strings.HasPrefix(field.ObjectDefinition.Name, "__")
		if field.Alias != field.Name && (within || field.Name == "__schema") {
			addError(core.Message("introspection takes no aliases: ask for %s by its own name", field.Name), core.At(field.Position))
		}
	})
}
