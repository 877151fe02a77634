package lookup

import (
	"net/url"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Search is a node that is found by its name.
type Search struct {
	// Field is the root field whose path finds nodes by their names.
	Field *mapping.Field
	Name  string
	Node  *expansion.Expansion
}

// Call returns the search by the account with that id.
func (s *Search) Call(actor string) graphapi.Call {
	return graphapi.Call{
		Path: s.Field.Path, Node: s.Node.Type.Name, Params: url.Values{s.Field.Actor: {actor}, s.Field.Params[0].Name: {s.Name}},
		Lifetime: s.Node.Type.Fresh, Hashtag: s.Name,
	}
}

// Calls returns the search and, if more than an id is asked for, the look-up of
// what it finds. Braces mark ids that are not known yet.
func (s *Search) Calls(mode dialect.LookupMode) []graphapi.Call {
	calls := []graphapi.Call{s.Call(expansion.Actor)}
	if s.Node.IDOnly() {
		return calls
	}
	for _, g := range Opening([]Lookup{{ID: "{hashtag}", Node: s.Node}}, mode) {
		calls = append(calls, g.Call(mode))
	}
	return calls
}
