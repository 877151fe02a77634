package graphapi

import (
	"bytes"
	"net/http"

	"github.com/gramql/gramql/internal/graphapi/envelope"
)

// checkResponse returns the error that an answer is, or holds beside what was asked for;
// nil for a good answer. It is the only place that decides.
//
// A good answer is not parsed here, for the loader will: its outer brackets are looked
// at, and whether an error may be in it. With a status of 200 only an error at the top
// counts, which no node and no edge has a field for.
func checkResponse(status int, header http.Header, body []byte) error {
	body = bytes.Trim(body, " \t\r\n")
	good := status >= 200 && status < 300
	if good && !bytes.Contains(body, []byte(`"error`)) {
		return checkBrackets(body)
	}
	said := envelope.Read(body)
	if good && !said.Given {
		return checkBrackets(body)
	}
	e := errorOf(said)
	e.Status = status
	e.RetryAfter = retryAfter(header, e)
	return e
}

// checkBrackets distinguishes what may be a JSON object or array, one that is cut
// off, null, and what is none of these, such as an error page.
func checkBrackets(body []byte) error {
	if string(body) == "null" {
		return ErrNull
	}
	if len(body) == 0 || body[0] != '{' && body[0] != '[' {
		return ErrNotJSON
	}
	const closing = '}' - '{' // from a bracket to its partner, in ASCII
	if last := body[len(body)-1]; last != body[0]+closing {
		return ErrCut
	}
	return nil
}
