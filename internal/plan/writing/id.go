package writing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/problem"
)

// ID is an id in an input.
type ID struct {
	// GraphID is the Graph API's id.
	GraphID string
	// Type is the type of the node; nil where the id is the Graph API's and can be that of
	// several types, or of no node of the schema.
	Type *mapping.Type
	// global is the global id that the client gave; empty for the Graph API's.
	global string
}

// Global returns the node's global id: the one that the client gave, if it is one.
func (id ID) Global() string {
	if id.global != "" || id.Type == nil {
		return id.global
	}
	return globalid.New(id.Type.Name, id.GraphID)
}

// of returns the id as that of a node of a type.
func (id ID) of(t *mapping.Type) ID {
	id.Type = t
	return id
}

// readID reads the id of a node of one of the types that the field can name.
func readID(in *mapping.Input, at string, value any) (ID, error) {
	text := fmt.Sprint(value)
	if globalid.IsGraphID(text) {
		return ID{GraphID: text, Type: in.Of}, nil
	}
	parsed, err := globalid.Parse(text)
	if err != nil {
		return ID{}, problem.Input(at, "neither a global id nor a Graph API id", "Give an id as this API answered it in id or graphId.")
	}
	i := slices.IndexFunc(in.Types, func(t *mapping.Type) bool { return t.Name == parsed.Type })
	switch {
	case len(in.Types) == 0:
		return ID{}, problem.Input(at, "the id of a "+parsed.Type, "Give the Graph API's own id of what the field is about.")
	case i < 0:
		wanted := names(in.Types)
		return ID{}, problem.Input(at, "the id of a "+parsed.Type+", not of a "+wanted, "Give the id of a "+wanted+".")
	}
	return ID{parsed.GraphID, in.Types[i], text}, nil
}

// names returns the names of types, for people.
func names(types []*mapping.Type) string {
	all := make([]string, len(types))
	for i, t := range types {
		all[i] = t.Name
	}
	return strings.Join(all, " or a ")
}

// paramOf returns the parameter that takes the id of a node of a type.
func paramOf(t *mapping.Type) string {
	return mapping.SnakeCase(strings.ToLower(t.Name[:1])+t.Name[1:]) + "_id"
}
