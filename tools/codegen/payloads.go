package main

import (
	"fmt"

	"github.com/99designs/gqlgen/codegen/config"

	"github.com/gramql/gramql/internal/mapping"
)

// payloads returns the fields of the payloads of all mutations that write, by the types'
// names.
func payloads(m *mapping.Mapping) map[string]map[string]*mapping.Result {
	all := map[string]map[string]*mapping.Result{}
	if t := m.Type("Mutation"); t != nil {
		for _, f := range t.Fields {
			if f.Write != nil {
				all[f.Write.Payload] = f.Write.Results
			}
		}
	}
	return all
}

// configurePayloads tells gqlgen that all payloads are one model, whose fields have
// resolvers.
func configurePayloads(cfg *config.Config, m *mapping.Mapping) {
	for name, results := range payloads(m) {
		entry := config.TypeMapEntry{Model: config.StringList{modelPath + ".Payload"}, Fields: map[string]config.TypeMapField{}}
		for field := range results {
			entry.Fields[field] = config.TypeMapField{Resolver: true}
		}
		cfg.Models[name] = entry
	}
}

const modelPath = "github.com/gramql/gramql/graph/model"

// resultVerb returns the body of the resolver of a field of a payload.
func resultVerb(result *mapping.Result) string {
	target := ""
	if len(result.Types) > 0 {
		target = "model." + result.Types[0].Name
	}
	switch {
	case result.On != nil:
		return fmt.Sprintf("return payloadEdge[%s](ctx, obj)", target)
	case result.Finder != nil:
		return fmt.Sprintf("return payloadFound[%s](ctx, obj)", target)
	case len(result.Types) > 1:
		return "return payloadAny(ctx, obj)"
	case target != "":
		return fmt.Sprintf("return payloadNode[%s](ctx, obj)", target)
	}
	return fmt.Sprintf("return payloadValue[%s](ctx, obj)", result.Scalar)
}
