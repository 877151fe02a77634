// Package write is the local graph's table of writes: what each path and method
// changes, the permissions and parameters that it takes, and the statements that do
// it. A new write is a new row here and, unless statements will not do, no other code.
//
//	catalog.go  what a row says, and all rows
//	writer.go   does one write
//	rule.go     what must be so before
//
// Source: Meta, Instagram Platform reference (IG User, IG Media, IG Comment), and
// Meta's published API specifications of the same nodes.
package write

import (
	"context"
	"net/http"
	"slices"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// Write is one way to change the graph.
type Write struct {
	Method string
	// Node is the kind of node in the path, Edge what follows it; "" is the node itself.
	Node catalog.Kind
	Edge string
	// Logins are the login types that have the write.
	Logins catalog.Login
	// Permission is needed for the write; whoever has it need not be able to read.
	Permission catalog.Permission
	Params     []Param
	// Rules are what must be so, in the order in which they are looked at.
	Rules []Rule
	// Makes is the kind of node that comes into being, and whose id is answered; "" where
	// the answer says only that it is done.
	Makes catalog.Kind
	// Range is where the id of a node lies that SQL makes.
	Range int64
	// SQL are the statements that do it, all or none. In them :node is the id in the
	// path, :me the viewer's account, :now the Unix time, :id and :old the ids of the new
	// node, and each parameter its name after a colon, NULL when it is not given.
	SQL []string
	// do does what statements cannot. It returns the id of the new node.
	do func(ctx context.Context, w *Writer, c *Call) (int64, error)
}

// Param is a parameter of a write.
type Param struct {
	Name     string
	Value    Value
	Required bool
	// Most is how many characters a Text may have; 0 is any number.
	Most int
	// Among are the only values that a Text may have.
	Among []string
}

// Value is what a parameter is.
type Value uint8

// The kinds of values, and what they are in SQL.
const (
	Text Value = iota // text
	ID                // an integer
	Bool              // 0 or 1
	Time              // a Unix time
	List              // a JSON array of texts
)

// Find returns the write of a method on a kind of node or an edge of it, in a login
// type; nil if there is none.
func Find(method string, node catalog.Kind, edge string, login catalog.Login) *Write {
	i := slices.IndexFunc(writes, func(w *Write) bool {
		return w.Method == method && w.Node == node && w.Edge == edge && w.Logins.Has(login)
	})
	if i < 0 {
		return nil
	}
	return writes[i]
}

// HasEdge reports whether a kind of node has an edge that is written to.
func HasEdge(node catalog.Kind, edge string, login catalog.Login) bool {
	return slices.ContainsFunc(writes, func(w *Write) bool { return w.Node == node && w.Edge == edge && w.Logins.Has(login) })
}

const (
	post   = http.MethodPost
	remove = http.MethodDelete
)

var writes = slices.Concat(publishing)
