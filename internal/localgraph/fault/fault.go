// Package fault has the failures that can be switched on in the local graph, for
// tests: which calls they strike, and what they do to an answer.
package fault

import (
	"cmp"
	"net/http"
	"time"
)

// Fault is one failure, and the requests that it strikes: those that have all
// that Method, Path, Token, Edge, Field and Limit name. Items of a batch are requests of
// their own.
type Fault struct {
	Kind Kind
	// Method is an HTTP method, Path a pattern of path.Match for the path without
	// its version, Token a prefix of the access token. Empty ones match all.
	Method, Path, Token string
	// Edge chooses the requests that ask for an edge, in the path or at any depth of
	// the field expansion; of faults of pages the edge that is struck, and of
	// OtherValue the edge or object whose rows are.
	Edge string
	// Field chooses the requests that ask for a field, edge or metric, or by a modifier
	// such as .after, at any depth (with Edge: of that edge's rows). Of OtherValue it is what is struck, asked for
	// or not: it may also be data, paging, cursors, before, after, next or previous;
	// "" is the whole row.
	Field string
	// Limit chooses the requests for a page of more rows than that (with Edge: of
	// that edge); 0 is any.
	Limit int
	// Node chooses one row by its id, of OtherError and OtherValue: the answers that
	// hold it, and there only that row.
	Node string
	// Item chooses one item of a batch, of OtherItem and NullBatchItem, counted from
	// 1; 0 is any.
	Item int
	// Times is how often the fault strikes; 0 is always.
	Times   int
	Delay   time.Duration
	Minutes int
	Percent int
	Version string
	To      string // a URL
	Status  int    // an HTTP status
	Body    string // any text; of OtherValue and OtherItem a JSON value
}

// Refusal returns the HTTP status and the body of an OtherError.
func (f *Fault) Refusal() (status int, body string) {
	return cmp.Or(f.Status, http.StatusBadRequest), f.Body
}
