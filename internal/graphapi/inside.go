package graphapi

import (
	"bytes"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"
)

// An answer that is good as a whole may hold errors further inside: beside the id of a
// node, in the place of an edge's rows, or of a row. What failed there is told by who
// decodes the answer; here it counts what the errors say of the token and its quotas.

// Inside returns the error that an object of a good answer holds as its member "error";
// nil for a value that says nothing.
func Inside(value []byte) *Error {
	e := readError(append(append([]byte(`{"error":`), value...), '}'))
	if !e.speaks() {
		return nil
	}
	e.Status = http.StatusOK
	e.RetryAfter = retryAfter(nil, e)
	return e
}

// errorsInside returns the errors in the objects of a body, in their order. The answer's
// header says how long to wait.
func errorsInside(header http.Header, body []byte) (found []*Error) {
	if !bytes.Contains(body, []byte(`"error"`)) {
		return nil
	}
	from := jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	for {
		token, err := from.ReadToken()
		if err != nil {
			return found // the end, or what cannot be read behind here
		}
		if kind, members := from.StackIndex(from.StackDepth()); kind != '{' || members%2 == 0 || token.Kind() != '"' || token.String() != "error" {
			continue
		}
		value, err := from.ReadValue()
		if err != nil {
			return found
		}
		if e := Inside(value); e != nil {
			e.RetryAfter = retryAfter(header, e)
			found = append(found, e)
		}
	}
}
