package httpx

import (
	"bytes"
	"net/url"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/transcode/scan"
)

// Raw is a request whose variables and extensions are as the client has spelled them. Two
// requests of one Raw mean the same.
type Raw struct {
	// Query is the document's text, and DocumentID what stands for the text; either may be
	// empty.
	Query, DocumentID string
	OperationName     string
	// Variables and Extensions are JSON objects; nil for none.
	Variables, Extensions []byte
}

// Kept returns a copy that outlives the request's body.
func (r Raw) Kept() *Raw {
	r.Variables, r.Extensions = bytes.Clone(r.Variables), bytes.Clone(r.Extensions)
	return &r
}

// DecodeExtensions returns the extensions of a request; nil for none.
func (r Raw) DecodeExtensions() (extensions map[string]any) {
	if r.Extensions != nil {
		_, _ = decode(r.Extensions, &extensions) // what was scanned can be decoded
	}
	return extensions
}

// scanBody reads the parameters from a JSON object, without decoding them. It is stricter
// than parseBody: false says nothing about the request, but that it has to be decoded.
// Whatever scanBody takes, parseBody takes too, for the same request.
func scanBody(body []byte) (raw Raw, ok bool) {
	s := distinct{scan.Scanner{In: body}}
	relayID := ""
	ok = s.object(func(name []byte) bool {
		switch string(name) {
		case "query":
			return s.string(&raw.Query)
		case "operationName":
			return s.string(&raw.OperationName)
		case "documentId":
			return s.string(&raw.DocumentID)
		case "doc_id":
			return s.string(&relayID)
		case "variables":
			return s.parameters(&raw.Variables)
		case "extensions":
			return s.parameters(&raw.Extensions)
		}
		return s.value(maxLevels)
	})
	return raw, ok && s.End() && raw.unite(relayID)
}

// scanQuery reads the parameters from a URL's query string, as scanBody does from a body.
func scanQuery(query url.Values) (raw Raw, ok bool) {
	for _, name := range parameters {
		if len(query[name]) > 1 {
			return raw, false
		}
	}
	raw.Query, raw.OperationName, raw.DocumentID = query.Get("query"), query.Get("operationName"), query.Get("documentId")
	ok = scanText(query.Get("variables"), &raw.Variables) && scanText(query.Get("extensions"), &raw.Extensions)
	return raw, ok && raw.unite(query.Get("doc_id"))
}

// scanText reads a JSON object, or null; an empty text is none.
func scanText(text string, into *[]byte) bool {
	s := distinct{scan.Scanner{In: []byte(text)}}
	return text == "" || s.parameters(into) && s.End()
}

// unite makes DocumentID the id that is given by either name. It is false for a request that
// may name two documents.
func (r *Raw) unite(relayID string) bool {
	if r.DocumentID == "" {
		r.DocumentID, relayID = relayID, ""
	}
	return relayID == "" && (r.DocumentID == "" || !bytes.Contains(r.Extensions, []byte("persistedQuery")))
}

// The most levels and members of objects that are scanned: more are decoded.
const maxLevels, maxMembers = 16, 32

// distinct is a scanner that takes no object with a name twice.
type distinct struct{ scan.Scanner }

// object passes an object, and calls a function before each member's value.
func (s *distinct) object(value func(name []byte) bool) bool {
	var names [maxMembers][]byte
	n := 0
	return s.Members(func(name []byte) bool {
		if n == maxMembers {
			return false
		}
		for _, before := range names[:n] {
			if string(before) == string(name) {
				return false
			}
		}
		names[n] = name
		n++
		return value(name)
	})
}

// value passes any value of at most so many levels.
func (s *distinct) value(levels int) bool {
	switch s.Peek() {
	case '{':
		return levels > 0 && s.object(func([]byte) bool { return s.value(levels - 1) })
	case '[':
		return levels > 0 && s.Each(func() bool { return s.value(levels - 1) })
	}
	return s.Skip(0)
}

// string passes a string, or null, which says as much as an empty string.
func (s *distinct) string(into *string) bool {
	switch s.Peek() {
	case 'n':
		return s.Word("null")
	case '"':
	default:
		return false
	}
	text, plain, ok := s.Text()
	if !ok {
		return false
	}
	if plain {
		*into = string(text[1 : len(text)-1])
		return true
	}
	unpacked, err := jsontext.AppendUnquote(make([]byte, 0, len(text)), text)
	*into = string(unpacked)
	return err == nil
}

// parameters passes an object, or null, and keeps the object's text.
func (s *distinct) parameters(into *[]byte) bool {
	switch s.Peek() {
	case 'n':
		return s.Word("null")
	case '{':
	default:
		return false
	}
	begin := s.At
	if !s.value(maxLevels) {
		return false
	}
	*into = s.In[begin:s.At]
	return true
}
