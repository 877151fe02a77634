package validation

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/introspection"
)

// allRules returns the rules of validation: those of the specification, and without
// introspection one that keeps the schema secret. Rules of gqlparser's whose
// errors are at other places than those of graphql-js are replaced.
func allRules(o Options) *rules.Rules {
	all := rules.NewDefaultRules()
	all.RemoveRule(rules.MaxIntrospectionDepth.Name) // what the schema says of itself is weighed instead
	all.RemoveRule(rules.NoFragmentCyclesRule.Name)  // circles are found before
	for name, rule := range replacements(o.Coercer, core.SuggestListQuoted) {
		all.ReplaceRule(name, rule)
	}
	if !o.Introspection {
		all.AddRule("NoSchemaIntrospection", noIntrospection)
	}
	return all
}

// silentRules returns the same rules with errors that reveal nothing of the schema.
func silentRules(o Options) *rules.Rules {
	all := allRules(o)
	for name, rule := range replacements(o.Coercer.Silent(), suggestNothing) {
		all.ReplaceRule(name, rule)
	}
	return all
}

// replacements are the rules in place of gqlparser's, by the names of the replaced.
func replacements(coercer *coercion.Coercer, suggest suggest) map[string]core.RuleFunc {
	return map[string]core.RuleFunc{
		rules.FieldsOnCorrectTypeRule.Name:          knownFields(suggest),
		rules.FragmentsOnCompositeTypesRule.Name:    fragmentsOnComposites,
		rules.KnownArgumentNamesRule.Name:           knownArguments(suggest),
		rules.KnownFragmentNamesRule.Name:           knownFragments,
		rules.KnownTypeNamesRule.Name:               knownTypes(suggest),
		rules.NoUndefinedVariablesRule.Name:         undefinedVariables,
		rules.NoUnusedFragmentsRule.Name:            unusedFragments,
		rules.NoUnusedVariablesRule.Name:            unusedVariables,
		rules.OverlappingFieldsCanBeMergedRule.Name: overlapping,
		rules.ScalarLeafsRule.Name:                  leafSelections,
		rules.SingleFieldSubscriptionsRule.Name:     singleRootField,
		rules.UniqueArgumentNamesRule.Name:          uniqueArguments,
		rules.UniqueDirectivesPerLocationRule.Name:  uniqueDirectives,
		rules.UniqueFragmentNamesRule.Name:          uniqueFragments,
		rules.UniqueInputFieldNamesRule.Name:        uniqueInputFields,
		rules.UniqueOperationNamesRule.Name:         uniqueOperations,
		rules.UniqueVariableNamesRule.Name:          uniqueVariables,
		rules.ValuesOfCorrectTypeRule.Name:          valuesOfCorrectType(coercer, suggest),
		rules.VariablesAreInputTypesRule.Name:       variablesAreInputs,
		rules.VariablesInAllowedPositionRule.Name:   variablesInAllowedPosition,
	}
}

// noIntrospection refuses __schema and __type everywhere. A document may ask for
// __typename, which reveals only names that a client gets to see anyway.
func noIntrospection(observers *core.Events, addError core.AddErrFunc) {
	observers.OnField(func(_ *core.Walker, field *ast.Field) {
		if introspection.IsRootField(field.Name) {
			addError(core.Message("introspection is off: %s is not answered", field.Name), core.At(field.Position))
		}
	})
}
