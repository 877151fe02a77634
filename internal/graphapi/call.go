package graphapi

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Call is one request to the Graph API. Values are written as they are meant;
// escaping is the client's work.
type Call struct {
	// Method is GET when empty. A POST carries everything in its body.
	Method string
	// Path is a node or an edge without the version: "/me",
	// "/17895695668004550", "/me/accounts"; "/" for a look-up by IDs.
	Path string
	// Fields is a field expansion; empty asks for the default fields.
	Fields string
	// IDs are the nodes to look up, for path "/".
	IDs []string
	// Params is anything else; mostly nil. A token has no place here: the
	// transport adds it as a header.
	Params url.Values
}

func (c *Call) method() string {
	if c.Method == "" {
		return http.MethodGet
	}
	return c.Method
}

// check refuses what could lead a call to another place than the one meant:
// paths and ids come from clients, as parts of global ids.
func (c *Call) check() error {
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

// isID tells whether a text has the form of ids and names of edges.
func isID(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return s != ""
}

// query writes fields, ids and the parameters, in this order. Two equal calls
// give the same text.
func (c *Call) query() string {
	var b strings.Builder
	b.Grow(c.size())
	if c.Fields != "" {
		b.WriteString("fields=")
		escape(&b, c.Fields)
	}
	for i, id := range c.IDs {
		if i > 0 {
			b.WriteByte(',')
		} else {
			separate(&b)
			b.WriteString("ids=")
		}
		b.WriteString(id)
	}
	if len(c.Params) == 0 {
		return b.String()
	}
	for _, name := range slices.Sorted(maps.Keys(c.Params)) {
		for _, value := range c.Params[name] {
			separate(&b)
			escape(&b, name)
			b.WriteByte('=')
			escape(&b, value)
		}
	}
	return b.String()
}

// size is a guess at the query's length, good enough to write most queries
// without growing.
func (c *Call) size() int {
	n := len("fields=&ids=") + len(c.Fields) + 2*strings.Count(c.Fields, "{") + 2*strings.Count(c.Fields, "}")
	for _, id := range c.IDs {
		n += len(id) + 1
	}
	return n
}

func separate(b *strings.Builder) {
	if b.Len() > 0 {
		b.WriteByte('&')
	}
}

// plain marks the bytes that a value in a query may hold as they are: what RFC
// 3986 allows there, less the bytes with a meaning of their own in forms.
var plain = func() (plain [256]bool) {
	for c := range 128 {
		plain[c] = isID(string(rune(c))) || strings.IndexByte("-._~,():@/?!$*", byte(c)) >= 0
	}
	return plain
}()

// escape writes a value. It leaves commas and parentheses as they are, which
// url.QueryEscape would triple in length.
func escape(b *strings.Builder, value string) {
	const hex = "0123456789ABCDEF"
	start := 0
	for i := range len(value) {
		c := value[i]
		if plain[c] {
			continue
		}
		b.WriteString(value[start:i])
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
		start = i + 1
	}
	b.WriteString(value[start:])
}

// setForm makes a query the body of a request that may be sent again should a
// kept connection turn out to be closed.
func setForm(request *http.Request, query string) {
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.ContentLength = int64(len(query))
	request.GetBody = func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(query)), nil
	}
	request.Body, _ = request.GetBody()
}

// asked is what one HTTP request asks for: a call, and the calls in it when it
// is a batch.
type asked struct {
	call  Call
	batch []Call
}

type askedKey struct{}

// Asked returns the call that a request of this context makes, and the calls in
// it when it is a batch, so that a round tripper need not parse the URL.
func Asked(ctx context.Context) (call Call, batch []Call, ok bool) {
	a, ok := ctx.Value(askedKey{}).(*asked)
	if !ok {
		return Call{}, nil, false
	}
	return a.call, a.batch, true
}
