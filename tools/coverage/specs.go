package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
)

// known is docs/coverage.yml.
type known struct {
	// Specs says which GraphQL type answers which specification, and Enums which
	// GraphQL enum has which of the specified values of parameters.
	Specs, Enums map[string]string
	LeftOut      []leftOut `yaml:"leftOut"`
}

// leftOut is a field, an edge or a value of a specification that the schema does
// not reach.
type leftOut struct {
	Spec, Name, Reason string
}

func readKnown(file string) (known, error) {
	var k known
	text, err := os.ReadFile(file) //nolint:gosec // the one that the command is made for
	if err != nil {
		return k, err
	}
	return k, yaml.UnmarshalWithOptions(text, &k, yaml.Strict())
}

// spec is one of Meta's specifications.
type spec struct {
	Fields []struct{ Name string }
	APIs   []struct{ Method, Endpoint string } `json:"apis"`
}

// enum is what Meta's specification of the values of parameters says of one.
type enum struct {
	Name   string
	Values []string
}

// missing returns what the specifications name, the schema does not reach and
// is not listed as left out.
func (k known) missing(m *mapping.Mapping, folder string) ([]string, error) {
	var missing []string
	for _, name := range slices.Sorted(maps.Keys(k.Specs)) {
		text, err := os.ReadFile(filepath.Join(folder, name+".json")) //nolint:gosec // the folder that the caller names
		if err != nil {
			return nil, err
		}
		var s spec
		if err := json.Unmarshal(text, &s); err != nil {
			return nil, err
		}
		t := m.Type(k.Specs[name])
		reached := reached(t)
		maps.Copy(reached, written(m, t))
		for _, wanted := range append(s.read(), s.write()...) {
			if !reached[wanted] && !k.leftOut(name, wanted) {
				missing = append(missing, name+"."+wanted)
			}
		}
	}
	return missing, nil
}

// missingValues returns the values of parameters that the specifications name, the
// schema lacks and are not listed as left out.
func (k known) missingValues(schema *ast.Schema, folder string) ([]string, error) {
	text, err := os.ReadFile(filepath.Join(folder, "enum_types.json")) //nolint:gosec // the folder that the caller names
	if err != nil {
		return nil, err
	}
	var specified []enum
	if err := json.Unmarshal(text, &specified); err != nil {
		return nil, err
	}
	var missing []string
	for _, name := range slices.Sorted(maps.Keys(k.Enums)) {
		i := slices.IndexFunc(specified, func(e enum) bool { return e.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("no specification of the values %s", name)
		}
		for _, value := range specified[i].Values {
			if schema.Types[k.Enums[name]].EnumValues.ForName(strings.ToUpper(value)) == nil && !k.leftOut(name, value) {
				missing = append(missing, name+"."+value)
			}
		}
	}
	return missing, nil
}

// read returns the names of the fields, and of the edges that can be read.
func (s spec) read() []string {
	var names []string
	for _, f := range s.Fields {
		names = append(names, f.Name)
	}
	for _, api := range s.APIs {
		if api.Method == "GET" && api.Endpoint != "" {
			names = append(names, api.Endpoint)
		}
	}
	return names
}

// write returns the writes: the method, and the edge if it is not to the node itself.
func (s spec) write() []string {
	var names []string
	for _, api := range s.APIs {
		if api.Method != "GET" {
			names = append(names, strings.TrimSpace(api.Method+" "+api.Endpoint))
		}
	}
	return names
}

func (k known) leftOut(spec, name string) bool {
	return slices.ContainsFunc(k.LeftOut, func(l leftOut) bool { return l.Spec == spec && l.Name == name })
}

// reached returns the Graph API fields and edges that a type's fields are.
func reached(t *mapping.Type) map[string]bool {
	names := map[string]bool{}
	if t == nil {
		return names
	}
	for _, f := range t.Fields {
		for _, name := range graphNames(f) {
			names[name] = true
		}
	}
	return names
}

// graphNames returns what a field is in the Graph API; nothing for one that is
// worked out here.
func graphNames(f *mapping.Field) []string {
	switch {
	case f.Computed:
		return nil
	case f.Edge != nil:
		return []string{f.Edge.Name}
	}
	return f.Names
}
