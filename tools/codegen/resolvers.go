package main

import (
	"fmt"

	"github.com/99designs/gqlgen/codegen"

	"github.com/gramql/gramql/internal/mapping"
)

// resolvers writes the resolvers of fields with an edge or a reference: what such
// a field is in the Graph API says all that there is to resolve.
type resolvers struct{ mapping *mapping.Mapping }

// Name names the plugin to gqlgen.
func (resolvers) Name() string { return "resolvers" }

// Implement returns the body of a new resolver; one that is there stays.
func (r resolvers) Implement(previous string, f *codegen.Field) string {
	if previous != "" {
		return previous
	}
	if results := payloads(r.mapping)[f.Object.Name]; results != nil {
		return resultVerb(results[f.Name])
	}
	if t := r.mapping.Type(f.Object.Name); t != nil {
		field := t.Fields[f.Name]
		switch {
		case field.Write != nil:
			return "return written(ctx)"
		case verbs[field.Kind] != "":
			return fmt.Sprintf("return %s[model.%s](ctx, r.Resolver, obj)", verbs[field.Kind], field.Target.Name)
		case field.RootKind == mapping.RootByID:
			return fmt.Sprintf("return modelOf[model.%s](byID(ctx))", field.Target.Name)
		case field.RootKind == mapping.RootByName:
			return fmt.Sprintf("return modelOf[model.%s](search(ctx))", field.Target.Name)
		case field.Many:
			return fmt.Sprintf("return answers[model.%s](ctx)", field.Target.Name)
		case field.RootKind == mapping.RootByPath:
			return fmt.Sprintf("return answer[model.%s](ctx)", field.Target.Name)
		}
	}
	return fmt.Sprintf("panic(%q)", f.Object.Name+"."+f.Name+" has no resolver yet")
}

// verbs are the functions of package graph that resolve each kind of field.
var verbs = map[mapping.Kind]string{
	mapping.Connection: "connect", mapping.List: "wholeEdge", mapping.Single: "oneOf", mapping.Finder: "oneOf", mapping.Reference: "referenced",
}
