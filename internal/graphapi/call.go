package graphapi

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Call is one request to the Graph API. Values are written as they are meant;
// escaping is the client's work.
type Call struct {
	// Method is GET when empty. A POST carries everything in its body; a DELETE in its
	// URL, for the body of a DELETE has no meaning in HTTP.
	Method string
	// Path is a node or an edge without the version: "/me",
	// "/17895695668004550", "/me/accounts"; "/" for a look-up by IDs.
	Path string
	// Fields is a field expansion; empty asks for the default fields.
	Fields string
	// Node is the type of node that is asked for, for metrics and the cache. It is
	// not sent.
	Node string
	// IDs are the nodes to look up, for path "/".
	IDs []string
	// Once reports that the call moves a cursor on the server, so that the same call has
	// another answer the second time.
	Once bool
	// Whole reports whether all of an answer's body could be read; nil is for a call
	// whose bodies always can. No cache keeps a body that could not be read. Any
	// goroutine may call Whole.
	Whole func(body []byte) bool
	// Params is anything else; mostly nil. A token has no place here: the
	// transport adds it as a header.
	Params url.Values
	// Batch are the GET calls that one POST makes together; nil for a call by itself. See
	// Together.
	Batch []Call

	// Anew has the Graph API called, whatever a cache holds.
	Anew bool
	// Background reports that no one waits for the answer: then the call is among the
	// first to be left out when a quota runs short, and no operation's.
	Background bool
	// Lifetime is how long the answer is fresh; with 0 the answer must serve no other
	// call.
	Lifetime time.Duration
	// Hashtag is the name that a search for a hashtag looks for, which counts against a
	// quota of its own; empty for other calls.
	Hashtag string

	// query is what Query returns, for a call on its way, in which nothing changes of what
	// Query writes.
	query string
}

// Together returns the call that makes several GET calls: a batch POST, or the call
// itself when there is only one.
func Together(calls []Call) Call {
	if len(calls) == 1 {
		return calls[0]
	}
	return Batched(calls)
}

// String returns the call as gramql explain prints it: one line with the values as
// they are meant, and one more line for each call of a batch.
func (c *Call) String() string {
	var b strings.Builder
	b.WriteString(c.Verb() + " " + c.Path)
	separator := byte('?')
	if c.Method == http.MethodPost {
		separator = ' '
	}
	param := func(name, value string) {
		b.WriteByte(separator)
		b.WriteString(name + "=" + value)
		separator = '&'
	}
	if len(c.IDs) > 0 {
		param("ids", strings.Join(c.IDs, ","))
	}
	if c.Fields != "" {
		param("fields", c.Fields)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Params)) {
		for _, value := range c.Params[name] {
			param(name, value)
		}
	}
	for i := range c.Batch {
		b.WriteString("\n  " + c.Batch[i].String())
	}
	return b.String()
}

// Verb returns the method of HTTP that the call is made by.
func (c *Call) Verb() string {
	if c.Method == "" {
		return http.MethodGet
	}
	return c.Method
}

// Repeatable reports whether the call may be made twice, because it has no effects. A
// batch has none: it is made of GETs, and a POST for no other reason than its length.
func (c *Call) Repeatable() bool {
	return !c.Once && !c.Writes()
}

// Writes reports whether the call changes anything at the Graph API. It is then never
// made again once it may have been received, and no other call is answered by its answer.
func (c *Call) Writes() bool { return c.Verb() != http.MethodGet && len(c.Batch) == 0 }

// check refuses what could lead a call to another place than the one meant:
// paths and ids come from clients, as parts of global ids.
func (c *Call) check() error {
	if err := checkBatch(c.Batch); err != nil {
		return err
	}
	path, ok := strings.CutPrefix(c.Path, "/")
	if !ok {
		return ErrPath
	}
	if path != "" {
		for segment := range strings.SplitSeq(path, "/") {
			if !isID(segment) {
				return ErrPath
			}
		}
	}
	for _, id := range c.IDs {
		if !isID(id) {
			return ErrPath
		}
	}
	if c.Params.Has("access_token") {
		return ErrTokenInParams
	}
	return nil
}

// isID reports whether a text has the form of ids and names of edges.
func isID(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return s != ""
}
