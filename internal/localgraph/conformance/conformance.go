// Package conformance is one suite of cases for any Graph API server: what is asked,
// and what the local graph answers with its demo world.
//
// The tests of the local graph hold it to each answer word by word. On any other
// server the data differ: there tools/conform asks the same, about what the caller's
// own account has, and holds the shape of the answer against the local graph's.
//
//	cases/       the cases, by what they are about
//	case.go      a case
//	names.yml    what cases call by a name: tokens and nodes
//	calls.yml    the calls that find these on a server
//	name.go      names and calls
//	search.go    a path through an answer, to what a call finds
//	request.go   a case as an HTTP request
//	exact.go     an answer against what a case says word by word
//	optional.yml fields that may have no value
//	rules.go     what may differ between servers
//	tree.go      JSON with its order
//	shape.go     the shape of an answer
//	learn.go     how it is taken from JSON
//	page.go      the paging of lists
//	compare.go   one shape against another
//
// It is for tests and for tools, and is in no program.
package conformance

import "net/http"

// Answer is what a server answered.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}
