// Package write is the local graph's table of writes: what each path and method
// changes, the permissions and parameters that it takes, and the statements that do
// it. A new write is a new row here and, unless statements will not do, no other code.
//
//	catalog.go     what a row says, and all rows
//	publishing.go  … of containers and media
//	comment.go     … of comments, and of what mentions the account
//	account.go     … of the account: invitations, likes, events, apps
//	shop.go        … of products
//	message.go     messages to people
//	writer.go      does one write
//	pace.go        how fast
//	value.go       the parameters of a write
//
// Source: Meta, Instagram Platform reference (IG User, IG Media, IG Comment), and
// Meta's published API specifications of the same nodes.
package write

import (
	"context"
	"net/http"
	"slices"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/ids"
)

// Write is one way to change the graph.
type Write struct {
	Method string
	// Node is the kind of node in the path, Edge what follows it; "" is the node itself.
	Node catalog.Kind
	Edge string
	// Logins are the login types that have the write.
	Logins     catalog.Login
	Permission catalog.Permission
	// Paced is whether accounts that do it too fast are locked out.
	Paced  bool
	Params []Param
	// Rules are what must be so, in the order in which they are looked at.
	Rules []Rule
	// SQL are the statements that do it, all or none. In them :node is the id in the
	// path, :me the viewer's account, :now the Unix time, :id and :old the ids of the new
	// node, and each parameter its name after a colon, NULL when it is not given.
	SQL []string
	// Makes is the kind of node that comes into being, and whose id is answered; "" where
	// the answer says only that it is done. Range is where its id lies.
	Makes catalog.Kind
	Range ids.Range
	// Deletes makes the answer name the node in the path, which is gone.
	Deletes bool
	// do does what statements cannot.
	do func(ctx context.Context, w *Writer, c *Call) (Result, error)
}

// Rule is what must be so before a write is done.
type Rule struct {
	// Unless is SQL for what must be so, with the same parameters as Write.SQL.
	Unless string
	// Refuse says what is wrong.
	Refuse func(c *Call) *apierror.Error
}

// says refuses with a text of its own.
func says(text string) func(*Call) *apierror.Error {
	return func(*Call) *apierror.Error { return apierror.BadParameter("%s", text) }
}

// lacks refuses what a parameter names, as Meta refuses an unknown id.
func lacks(name string) func(*Call) *apierror.Error {
	return func(c *Call) *apierror.Error {
		return apierror.UnknownObject("post", c.Params.Get(name), c.Viewer.Login)
	}
}

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

// All returns all writes.
func All() []*Write { return slices.Clone(writes) }

// HasEdge reports whether a kind of node has an edge that is written to.
func HasEdge(node catalog.Kind, edge string, login catalog.Login) bool {
	return slices.ContainsFunc(writes, func(w *Write) bool { return w.Node == node && w.Edge == edge && w.Logins.Has(login) })
}

const (
	post   = http.MethodPost
	remove = http.MethodDelete
)

var writes = slices.Concat(publishing, comments, account, shop, messages)
