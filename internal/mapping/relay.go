package mapping

import (
	"cmp"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// What every connection, edge and node has is described here, once, and not in the
// schema at each.
var (
	pagingArguments = map[string]string{
		"first":  "Number of items, 0 to 1,000.",
		"after":  "Cursor of an item: the items behind that one.",
		"last":   "Number of items from the end, 0 to 1,000. Requires before.",
		"before": "Cursor of an item: the items in front of that one.",
		"since":  "Items from this time on.",
		"until":  "Items up to this time.",
	}
	connectionFields = map[string]string{
		"edges":    "The items on this page, each with its cursor.",
		"nodes":    "The items on this page, without cursors.",
		"pageInfo": "Whether there are more items, and the cursors that lead on.",
	}
	edgeFields = map[string]string{
		"node":   "The item.",
		"cursor": "Opaque cursor for after and before of this connection. Also valid in the middle of a page.",
	}
	nodeFields = map[string]string{
		"id": "Global id, opaque and stable, for node and nodes.",
	}
)

// describeRelay describes what follows from Relay's specifications, where the schema
// does not say more.
func describeRelay(schema *ast.Schema) {
	for name, def := range schema.Types {
		if def.BuiltIn {
			continue
		}
		connected, isConnection := strings.CutSuffix(name, "Connection")
		of, isEdge := strings.CutSuffix(name, "Edge")
		switch {
		case isConnection:
			def.Description = cmp.Or(def.Description, "A page of a list of items of type "+connected+", as Relay's Cursor Connections Specification has them.")
			describeFields(def, connectionFields)
		case isEdge:
			def.Description = cmp.Or(def.Description, "An item of type "+of+" in a list, and its place there.")
			describeFields(def, edgeFields)
		case def.Kind == ast.Object:
			describeFields(def, nodeFields)
		}
		for _, field := range def.Fields {
			if !strings.HasSuffix(field.Type.Name(), "Connection") {
				continue
			}
			for _, argument := range field.Arguments {
				argument.Description = cmp.Or(argument.Description, pagingArguments[argument.Name])
			}
		}
	}
}

func describeFields(def *ast.Definition, texts map[string]string) {
	for _, field := range def.Fields {
		field.Description = cmp.Or(field.Description, texts[field.Name])
	}
}
