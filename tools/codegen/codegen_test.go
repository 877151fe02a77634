package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/plugin/modelgen"
	gql "github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
)

func loadMapping(t *testing.T) (*gql.Schema, *mapping.Mapping) {
	t.Helper()
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	return schema, m
}

// implement returns the body of a new resolver.
func implement(m *mapping.Mapping, object, field, previous string) string {
	return resolvers{m}.Implement(previous, &codegen.Field{
		FieldDefinition: &gql.FieldDefinition{Name: field},
		Object:          &codegen.Object{Definition: &gql.Definition{Name: object}},
	})
}

// A body that is written for a new field calls what package graph has: it is what the
// resolvers that are there say.
func TestResolvers_writeWhatThoseInTheTreeSay(t *testing.T) {
	t.Parallel()
	_, m := loadMapping(t)
	files, err := filepath.Glob("../../graph/*.resolvers.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	compared := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range parsed.Decls {
			method, ok := declared.(*ast.FuncDecl)
			if !ok || method.Recv == nil {
				continue
			}
			receiver, ok := method.Recv.List[0].Type.(*ast.StarExpr)
			if !ok {
				continue
			}
			object := typeOf(receiver.X.(*ast.Ident).Name)
			field := fieldOf(m, object, method.Name.Name)
			if field == "" {
				continue
			}
			want := implement(m, object, field, "")
			if strings.HasPrefix(want, "panic(") {
				continue // it is written by hand
			}
			got := strings.TrimSpace(string(source[method.Body.Lbrace-parsed.FileStart+1 : method.Body.Rbrace-parsed.FileStart]))
			if compared++; got != want {
				t.Errorf("%s: %s.%s is\n%s\nand would be written as\n%s", file, object, field, got, want)
			}
		}
	}
	if compared < 50 {
		t.Errorf("only %d resolvers are compared", compared)
	}
}

// typeOf returns the schema's type that a Go type resolves.
func typeOf(resolver string) string {
	name := strings.TrimSuffix(resolver, "Resolver")
	return strings.ToUpper(resolver[:1]) + strings.TrimPrefix(name, resolver[:1])
}

// fieldOf returns the field that a method of a type's resolver is of; "" if it is none.
func fieldOf(m *mapping.Mapping, object, method string) string {
	t := m.Type(object)
	if t == nil {
		return ""
	}
	for name := range t.Fields {
		if strings.EqualFold(name, method) {
			return name
		}
	}
	return ""
}

func TestResolvers_leaveWhatIsThereAndSayWhatIsMissing(t *testing.T) {
	t.Parallel()
	_, m := loadMapping(t)
	if got := implement(m, "User", "media", "return mine()"); got != "return mine()" {
		t.Errorf("a resolver became %s", got)
	}
	for object, field := range map[string]string{"User": "username", "Unknown": "name"} {
		if got := implement(m, object, field, ""); got != `panic("`+object+`.`+field+` has no resolver yet")` {
			t.Errorf("%s.%s: %s", object, field, got)
		}
	}
}

func TestShape_tagsEachFieldWithTheGraphAPIsName(t *testing.T) {
	t.Parallel()
	schema, m := loadMapping(t)
	model := func(name string, fields ...string) *modelgen.Object {
		o := &modelgen.Object{Name: name}
		for _, f := range fields {
			o.Fields = append(o.Fields, &modelgen.Field{Name: f})
		}
		return o
	}
	build := shapeModels(&modelgen.ModelBuild{Models: []*modelgen.Object{
		model("Media", "id", "graphId", "caption", "mediaUrl"), model("CopyrightCheckStatus", "status"), model("PageInfo", "endCursor"),
	}}, m, schema)
	var got []string
	for _, o := range build.Models {
		for _, f := range o.Fields {
			text := o.Name + "." + f.Name + " " + f.Tag
			if f.Type != nil {
				text += f.Type.String()
			}
			got = append(got, text)
		}
	}
	want := []string{
		"Media. " + entityPath + ".Base", `Media.caption graphapi:"caption"`, `Media.mediaUrl graphapi:"media_url" form:"url"`,
		`CopyrightCheckStatus.status graphapi:"status"`, "PageInfo.endCursor ",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("shaped\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// gqlgens is a field's function as gqlgen writes it.
const gqlgens = `package generated

import "x/graph/model"

func (ec *executionContext) _Media_caption(ctx context.Context, field graphql.CollectedField, obj *model.Media) (ret graphql.Marshaler) {
	return graphql.ResolveField(ctx, ec.OperationContext, field, ec.fieldContext_Media_caption,
		func(ctx context.Context) (any, error) { return VALUE, nil }, nil,
		func(ctx context.Context, selections ast.SelectionSet, v *string) graphql.Marshaler { return ec.marshalOString(ctx, selections, v) },
		true, false)
}

func (ec *executionContext) fieldContext_Media_caption(_ context.Context, field graphql.CollectedField) (*graphql.FieldContext, error) {
	return graphql.NewScalarFieldContext("Media", field, false, false, errors.New("x"))
}
`

func TestDirect_cutsShortOnlyWhatIsInTheModel(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"obj.Caption": "ec.marshalOString(ctx, field.Selections, obj.Caption)", "obj.ID()": "ec.marshalOString(ctx, field.Selections, obj.ID())",
		"obj.Other()": "", "ec.Resolvers.Media().Caption(ctx, obj)": "", "other.Caption": "", "Caption": "",
	} {
		got, n, err := direct([]byte(strings.Replace(gqlgens, "VALUE", value, 1)))
		if err != nil || n != min(1, len(want)) || strings.Contains(string(got), "model.IsDirect(") != (want != "") || !strings.Contains(string(got), want) {
			t.Errorf("%s: %d, %v\n%s", value, n, err, got)
		}
	}
	source := strings.Replace(gqlgens, "VALUE", "obj.Caption", 1)
	for what, other := range map[string]string{
		"introspection": strings.Replace(source, "/graph/model", "/introspection", 1), "an object": strings.Replace(source, "NewScalarFieldContext", "NewFieldContext", 1),
	} {
		if got, n, err := direct([]byte(other)); err != nil || n != 0 || string(got) != other {
			t.Errorf("%s: %d, %v", what, n, err)
		}
	}
	if _, _, err := direct([]byte(source + "func")); err == nil {
		t.Error("what is no Go is taken")
	}
}

func TestLean_rewritesOnlyOurTypesWhereItSaysSo(t *testing.T) {
	t.Parallel()
	const source = "package generated\n\nimport \"x/graph/model\"\n\nfunc f() {\n\tdeferredFieldSet := x\n\tdeferLabelToView := y\n\treturn out\n}\n"
	done := make([]int, len(rewrites))
	got := string(lean([]byte(source), done))
	if strings.Contains(got, "deferred") || !strings.Contains(got, "return model.Object(fields, out)") {
		t.Errorf("rewritten as\n%s", got)
	}
	again := make([]int, len(rewrites))
	got = string(lean([]byte(strings.Replace(source, "/graph/model", "/introspection", 1)), again))
	if strings.Contains(got, "deferred") || !strings.Contains(got, "\treturn out\n") {
		t.Errorf("introspection is rewritten as\n%s", got)
	}
	sum := func(counts []int) (n int) {
		for _, c := range counts {
			n += c
		}
		return n
	}
	if sum(done) != 2 || sum(again) != 1 {
		t.Errorf("counted %v and %v", done, again)
	}
}
