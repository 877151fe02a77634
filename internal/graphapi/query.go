package graphapi

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Query writes fields, ids and the parameters, in this order, as they are sent. Two
// equal calls give the same text. A call that is on its way is written once.
func (c *Call) Query() string {
	if c.query != "" {
		return c.query
	}
	var b strings.Builder
	if len(c.Batch) > 0 {
		b.WriteString("batch=")
		writeBatch(&b, c.Batch)
		b.WriteString("&include_headers=false")
		return b.String()
	}
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

// escaped returns a value as escape writes it.
func escaped(value string) string {
	var b strings.Builder
	escape(&b, value)
	return b.String()
}

// setForm makes a query the body of a request. A request that is repeatable can be sent
// again by net/http, should a kept connection turn out to be closed.
func setForm(request *http.Request, query string, repeatable bool) {
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.ContentLength = int64(len(query))
	request.Body = io.NopCloser(strings.NewReader(query))
	if repeatable {
		request.GetBody = func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(query)), nil
		}
	}
}
