package model

import "github.com/gramql/gramql/internal/entity"

// Payload is what a mutation that writes to the Graph API returns. Each field is read when
// it is resolved, and has an error of its own.
type Payload struct{ Written }

// Written is what came of a write. Fields are named as in the payload.
type Written interface {
	// Node returns the node that a field is; nil for one that the Graph API does not show.
	Node(field string) (entity.Entity, error)
	// Found returns what a field of the account shows; nil for nothing.
	Found(field string) (any, error)
	// Cursor returns the cursor of a created node in its connection.
	Cursor(field string) string
	// Value returns a text, or true or false; nil for none.
	Value(field string) any
}
