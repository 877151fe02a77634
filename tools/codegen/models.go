package main

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/99designs/gqlgen/plugin/modelgen"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/entity/shape"
	"github.com/gramql/gramql/internal/mapping"
)

// entityPath is the package of what every model embeds.
const entityPath = "github.com/gramql/gramql/internal/entity"

// shapeModels makes gqlgen's models what answers are read into: each node embeds
// entity.Base, and each field's tag names the Graph API field it comes from, and the
// form of a text that is a URL.
func shapeModels(b *modelgen.ModelBuild, m *mapping.Mapping, schema *ast.Schema) *modelgen.ModelBuild {
	for _, model := range b.Models {
		t := m.Type(model.Name)
		if t == nil || t.ServerOnly {
			continue
		}
		var shaped []*modelgen.Field
		if t.Node != "" {
			shaped = append(shaped, embedded())
		}
		for _, f := range model.Fields {
			field := t.Fields[f.Name]
			if field.Computed || t.Node != "" && field.Names[0] == "id" {
				continue // a method has it, the model's or entity.Base's
			}
			f.Tag = fmt.Sprintf("%s:%q", shape.Tag, field.Names[0])
			if schema.Types[model.Name].Fields.ForName(f.Name).Type.Name() == "URL" {
				f.Tag += fmt.Sprintf(" %s:%q", shape.FormTag, shape.URL)
			}
			shaped = append(shaped, f)
		}
		model.Fields = shaped
	}
	return b
}

func embedded() *modelgen.Field {
	pkg := types.NewPackage(entityPath, "entity")
	name := types.NewTypeName(token.NoPos, pkg, "Base", nil)
	return &modelgen.Field{Type: types.NewNamed(name, types.NewStruct(nil, nil), nil)}
}
