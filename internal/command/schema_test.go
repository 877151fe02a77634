package command_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/command"
)

func TestSchema_tellsGeneratorsWhatIsNullWithAnErrorOnly(t *testing.T) {
	t.Parallel()
	for forCodegen, want := range map[bool][]string{
		true:  {"levels: [Int!]! = [0]\n) on FIELD_DEFINITION", "mediaType: MediaType @semanticNonNull", "): CreateCommentPayload @semanticNonNull"},
		false: {"mediaType: MediaType\n", "): CreateCommentPayload\n"},
	} {
		var out bytes.Buffer
		if err := command.Schema(&out, forCodegen); err != nil {
			t.Fatal(err)
		}
		text := out.String()
		for _, each := range want {
			if !strings.Contains(text, each) {
				t.Errorf("for codegen %t: no %q", forCodegen, each)
			}
		}
		for _, never := range []string{"caption: String @semanticNonNull", "mediaCount: Int @semanticNonNull", "me: User @semanticNonNull", "@always"} {
			if strings.Contains(text, never) {
				t.Errorf("for codegen %t: %q", forCodegen, never)
			}
		}
		if strings.Contains(text, "semanticNonNull") != forCodegen {
			t.Errorf("for codegen %t, and @semanticNonNull is otherwise", forCodegen)
		}
		if _, err := gqlparser.LoadSchema(&ast.Source{Input: out.String()}); err != nil {
			t.Errorf("for codegen %t: %v", forCodegen, err)
		}
	}
}

func TestSchema_isTheOneThatIsCommitted(t *testing.T) {
	t.Parallel()
	committed, err := os.ReadFile("../../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := command.Schema(&out, true); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, out.Bytes()) {
		t.Error("schema.graphql is not the schema; run go generate ./...")
	}
}
