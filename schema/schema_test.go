package schema

import (
	"strings"
	"testing"
)

func TestLoad_differsFromGqlparserWhereTheSpecificationDoes(t *testing.T) {
	schema, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if schema.Directives["defer"] != nil {
		t.Error("there is @defer")
	}
	if !schema.Directives["deprecated"].Arguments.ForName("reason").Type.NonNull {
		t.Error("@deprecated takes a null for its reason")
	}
	if !schema.Types["__Type"].Fields.ForName("fields").Arguments.ForName("includeDeprecated").Type.NonNull {
		t.Error("includeDeprecated may be null")
	}
	if text := schema.Types["String"].Description; !strings.Contains(text, "`String` scalar") {
		t.Errorf("String is described as %q", text)
	}
}

func TestLoad_givesEachItsOwn(t *testing.T) {
	one, _ := Load()
	other, _ := Load()
	if one.Types["User"] == other.Types["User"] {
		t.Error("two have one type")
	}
}
