// Command codegen writes the Go code that follows from schema/: gqlgen's
// executable schema, the models with the Graph API names of their fields in
// struct tags, and the stubs of new resolvers. It leaves out of gqlgen's code what
// this schema does not need. `go generate ./...` runs it.
package main

import (
	"fmt"
	"os"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/plugin/modelgen"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
)

func main() {
	if err := generate(); err != nil {
		fmt.Fprintln(os.Stderr, "codegen:", err)
		os.Exit(1)
	}
}

func generate() error {
	cfg, err := config.LoadConfigFromDefaultLocations()
	if err != nil {
		return err
	}
	m, schema, err := read(cfg.Sources)
	if err != nil {
		return err
	}
	if err := writeEntities(schema, m); err != nil {
		return err
	}
	configure(cfg, m)
	models := modelgen.New().(*modelgen.Plugin)
	models.MutateHook = func(b *modelgen.ModelBuild) *modelgen.ModelBuild { return shapeModels(b, m, schema) }
	if err := api.Generate(cfg, api.ReplacePlugin(models), api.AddPlugin(resolvers{m})); err != nil {
		return err
	}
	if err := writeLean(); err != nil {
		return err
	}
	return writeDirect()
}

func read(sources []*ast.Source) (*mapping.Mapping, *ast.Schema, error) {
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		return nil, nil, err
	}
	m, err := mapping.Read(schema)
	return m, schema, err
}

// configure passes on to gqlgen what the schema says: fields with parameters, and those
// that lead out of our own database and into it, have resolvers, and none of our directives
// runs.
func configure(cfg *config.Config, m *mapping.Mapping) {
	for _, t := range m.Types() {
		for _, f := range t.Fields {
			if f.Edge != nil || f.Kind == mapping.Reference || f.Kept || t.ServerOnly && (f.Computed || f.Target != nil) {
				entry := cfg.Models[t.Name]
				if entry.Fields == nil {
					entry.Fields = map[string]config.TypeMapField{}
				}
				entry.Fields[f.Name] = config.TypeMapField{Resolver: true}
				cfg.Models[t.Name] = entry
			}
		}
	}
	configurePayloads(cfg, m)
	if cfg.Directives == nil {
		cfg.Directives = map[string]config.DirectiveConfig{}
	}
	for _, name := range mapping.Directives {
		cfg.Directives[name] = config.DirectiveConfig{SkipRuntime: true}
	}
}
