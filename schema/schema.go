// Package schema is the GraphQL schema: one file a topic, with directives that say
// what its types and fields are in the Graph API (directives.graphqls).
package schema

import (
	"embed"
	"io/fs"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

//go:embed *.graphqls
var files embed.FS

// Load returns the schema, parsed anew: whoever loads it may change it. It differs
// from what gqlparser makes of the files where GraphQL's specification of September
// 2025 does, and it has no @defer, which is not served.
func Load() (*ast.Schema, error) {
	names, err := fs.Glob(files, "*.graphqls")
	if err != nil {
		return nil, err
	}
	var sources []*ast.Source
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources = append(sources, &ast.Source{Name: "schema/" + name, Input: string(text)})
	}
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		return nil, err
	}
	delete(schema.Directives, "defer")
	text := schema.Types["String"] // whose description in gqlparser lacks a space
	text.Description = strings.Replace(text.Description, "`String`scalar", "`String` scalar", 1)
	// gqlparser lets these arguments be null.
	schema.Directives["deprecated"].Arguments.ForName("reason").Type.NonNull = true
	for _, name := range []string{"__Type", "__Field", "__Directive"} {
		for _, field := range schema.Types[name].Fields {
			if flag := field.Arguments.ForName("includeDeprecated"); flag != nil {
				flag.Type.NonNull = true
			}
		}
	}
	return schema, nil
}
