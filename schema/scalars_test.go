package schema_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/schema"
)

func TestScalars_takeWhatTheirDescriptionsSay(t *testing.T) {
	served, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		scalar string
		value  any
		// refused is a part of the error; empty for a value that the scalar takes.
		refused string
	}{
		{"DateTime", "2017-08-31T18:10:00Z", ""},
		{"DateTime", "2017-08-31T18:10:00+0000", ""},
		{"DateTime", "yesterday", "not a point in time"},
		{"DateTime", json.Number("1504203000"), "non string"},
		{"Long", json.Number("9007199254740993"), ""},
		{"Long", json.Number("9223372036854775808"), "64 bits"},
		{"Long", json.Number("1.5"), "whole number"},
		{"Long", "1", "whole number"},
		{"URL", "https://www.instagram.com/p/x/", ""},
		{"URL", "/p/x/", "absolute"},
		{"URL", "https:", "absolute"},
		{"URL", json.Number("1"), "non string"},
	} {
		operation := &ast.OperationDefinition{VariableDefinitions: ast.VariableDefinitionList{{
			Variable: "it", Type: ast.NonNullNamedType(c.scalar, nil), Definition: served.Types[c.scalar],
		}}}
		values, errs := schema.NewCoercer(served, true).Variables(operation, map[string]any{"it": c.value})
		switch {
		case c.refused == "" && len(errs) > 0:
			t.Errorf("%s refuses %v: %v", c.scalar, c.value, errs)
		case c.refused == "" && values["it"] == nil:
			t.Errorf("%s makes nothing of %v", c.scalar, c.value)
		case c.refused != "" && !strings.Contains(errs.Error(), c.refused):
			t.Errorf("%s says of %v: %v, want %q", c.scalar, c.value, errs, c.refused)
		}
	}
}

func TestLoad_givesASchemaThatMayBeChanged(t *testing.T) {
	first, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	delete(first.Types, "Media")
	second, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	if second.Types["Media"] == nil {
		t.Error("a change of one schema is in the next")
	}
	if second.Directives["defer"] != nil {
		t.Error("@defer is there, which is not served")
	}
	if _, errs := gqlparser.LoadQueryWithRules(second, "{ me { username } }", rules.NewDefaultRules()); len(errs) > 0 {
		t.Error(errs)
	}
}
