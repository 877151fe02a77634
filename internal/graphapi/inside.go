package graphapi

import (
	"net/http"

	"github.com/gramql/gramql/internal/graphapi/envelope"
)

// An answer that is good as a whole may hold errors further inside: beside the id of a
// node, in the place of an edge's rows, or of a row. What failed there is told by who
// decodes the answer; here it counts what the errors say of the token and its quotas.

// Inside returns the error that an object of a good answer holds as its member "error";
// nil for a value that says that there is none.
func Inside(value []byte) *Error { return inside(nil, value) }

// inside returns the error in a member of a good answer. The answer's header says how
// long to wait.
func inside(header http.Header, value []byte) *Error {
	said := envelope.ReadInside(value)
	if !said.Given {
		return nil
	}
	e := errorOf(said)
	e.Status = http.StatusOK
	e.RetryAfter = retryAfter(header, e)
	return e
}

// errorsInside returns the errors in the objects of a body, in their order.
func errorsInside(header http.Header, body []byte) (found []*Error) {
	for value := range envelope.Inside(body) {
		if e := inside(header, value); e != nil {
			found = append(found, e)
		}
	}
	return found
}
