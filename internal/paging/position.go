package paging

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/fields"
)

// Position is where a page of an edge begins: an after cursor of the Graph API or, on
// an edge that pages by other parameters, the parameters of the edge's link to the page.
// A position is empty where nothing is known, and is text, so that our own cursors can
// hold it.
type Position string

// byLink begins a position that is parameters of a link.
const byLink = "?"

// offset is the parameter that says how many items a page begins later.
const offset = "offset"

// linkParams are the parameters by which the Graph API's links page.
//
// Source: Meta, Graph API, "Paginated Results", and links that were recorded.
var linkParams = []string{"__after_id", "__paging_token", "__previous", "after", offset, "since", "until"}

// PositionOf returns where a link to the next page leads. Nothing else of the link is
// kept: links hold the token, and an address of the server's choosing.
func PositionOf(link string) Position {
	target, err := url.Parse(link)
	if err != nil {
		return ""
	}
	given := target.Query()
	switch after := given.Get("after"); {
	case after == "":
		given.Del("after")
	case IsPlain(after) && !given.Has(offset): // which counts from the cursor
		return Position(after)
	}
	for name := range given {
		if !slices.Contains(linkParams, name) {
			given.Del(name)
		}
	}
	if p := Position(byLink + given.Encode()); p.valid() {
		return p
	}
	return ""
}

// CursorBefore returns the cursor of the Graph API before which a link to the previous
// page ends; empty for none.
func CursorBefore(link string) string { return linkParam(link, "before") }

// linkParam returns a parameter of a link that can be part of a field expansion as it
// is; empty for none.
func linkParam(link, name string) string {
	target, err := url.Parse(link)
	if err != nil {
		return ""
	}
	if value := target.Query().Get(name); IsPlain(value) {
		return value
	}
	return ""
}

// IsCursor reports whether the position is a cursor of the Graph API, so that a page
// can also end there.
func (p Position) IsCursor() bool { return p != "" && !strings.HasPrefix(string(p), byLink) }

// Params returns the parameters of a page that begins there.
func (p Position) Params() []fields.Param {
	if p == "" || p.IsCursor() {
		return afterParam(string(p))
	}
	given, err := url.ParseQuery(strings.TrimPrefix(string(p), byLink))
	if err != nil {
		return nil
	}
	var params []fields.Param
	for _, name := range linkParams { // in the order of Encode
		if given.Has(name) {
			params = append(params, fields.Param{Name: name, Value: given.Get(name)})
		}
	}
	return params
}

// Offset returns parameters of a page that begins so many items further on.
func Offset(params []fields.Param, by int) []fields.Param {
	if by == 0 {
		return params
	}
	isOffset := func(p fields.Param) bool { return p.Name == offset }
	if i := slices.IndexFunc(params, isOffset); i >= 0 {
		n, _ := strconv.Atoi(params[i].Value)
		by += n
	}
	return append(slices.DeleteFunc(slices.Clone(params), isOffset), fields.Param{Name: offset, Value: strconv.Itoa(by)})
}

// HasPosition reports whether parameters say where a page begins or ends.
func HasPosition(params []fields.Param) bool { return slices.ContainsFunc(params, isPosition) }

// WithoutPosition returns parameters without those that say where a page begins or ends.
func WithoutPosition(params []fields.Param) []fields.Param {
	return slices.DeleteFunc(slices.Clone(params), isPosition)
}

// isPosition reports whether a parameter says where a page begins or ends. Since and
// until can be the client's own.
func isPosition(p fields.Param) bool {
	return p.Name == "before" || p.Name != "since" && p.Name != "until" && slices.Contains(linkParams, p.Name)
}

func afterParam(cursor string) []fields.Param {
	if cursor == "" {
		return nil
	}
	return []fields.Param{{Name: "after", Value: cursor}}
}

// valid reports whether the position can be part of a field expansion as it is.
func (p Position) valid() bool {
	if p == "" || p.IsCursor() {
		return IsPlain(string(p))
	}
	given := url.Values{}
	for _, param := range p.Params() {
		if param.Value == "" || !IsPlain(param.Value) {
			return false
		}
		given.Set(param.Name, param.Value)
	}
	return len(given) > 0 && byLink+given.Encode() == string(p)
}
