package graphapi

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// limited is how long to wait where a quota is spent and no one says until when.
const limited = 5 * time.Minute

// checkResponse returns the error that an answer is, or nil. It is the only
// place that decides.
//
// A good answer is not parsed here, for the loader will: its outer brackets are
// looked at, and its first key. With a status of 200 only a first key counts:
// Meta puts nothing before "error", and no node or edge has a field of that
// name, while deeper in an answer the word may be anything's key.
func checkResponse(status int, header http.Header, body []byte) error {
	body = bytes.Trim(body, " \t\r\n")
	if status >= 200 && status < 300 && !beginsWithError(body) {
		return checkBrackets(body)
	}
	e := readError(body)
	e.Status = status
	e.RetryAfter = retryAfter(header, e.Kind())
	if e.RetryAfter == 0 && e.limits() {
		e.RetryAfter = limited
	}
	return e
}

// checkBrackets distinguishes what may be a JSON object or array, one that is cut
// off, and what is neither, such as an error page.
func checkBrackets(body []byte) error {
	if len(body) == 0 || body[0] != '{' && body[0] != '[' {
		return ErrNotJSON
	}
	const closing = '}' - '{' // from a bracket to its partner, in ASCII
	if last := body[len(body)-1]; last != body[0]+closing {
		return ErrCut
	}
	return nil
}

// beginsWithError looks for the first keys of the two error envelopes.
func beginsWithError(body []byte) bool {
	rest, ok := bytes.CutPrefix(body, []byte("{"))
	if !ok {
		return false
	}
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return bytes.HasPrefix(rest, []byte(`"error"`)) || bytes.HasPrefix(rest, []byte(`"error_type"`))
}

// envelope is both forms of an error: that of the Graph API, and the one of the
// OAuth end points and the retired APIs, which has no object around it.
type envelope struct {
	Error struct {
		Message     text   `json:"message"`
		Type        text   `json:"type"`
		Code        number `json:"code"`
		Subcode     number `json:"error_subcode"`
		Transient   flag   `json:"is_transient"`
		UserTitle   text   `json:"error_user_title"`
		UserMessage text   `json:"error_user_msg"`
		TraceID     text   `json:"fbtrace_id"`
	} `json:"error"`
	Type    text   `json:"error_type"`
	Code    number `json:"code"`
	Message text   `json:"error_message"`
}

// The most bytes kept of the texts in an error.
const (
	maxMessage = 600
	maxWord    = 80
)

// readError reads as much of an error as can be read; what has the wrong type
// stays empty.
func readError(body []byte) *Error {
	var in envelope
	// What was read before a syntax error is kept: a cut error is still one.
	_ = json.Unmarshal(body, &in, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if in.Type != "" {
		in.Error.Type, in.Error.Code, in.Error.Message = in.Type, in.Code, in.Message
	}
	return &Error{
		Code:        int(in.Error.Code),
		Subcode:     int(in.Error.Subcode),
		Type:        clean(string(in.Error.Type), maxWord),
		Message:     clean(string(in.Error.Message), maxMessage),
		UserTitle:   clean(string(in.Error.UserTitle), maxMessage),
		UserMessage: clean(string(in.Error.UserMessage), maxMessage),
		TraceID:     clean(string(in.Error.TraceID), maxWord),
		Transient:   bool(in.Error.Transient),
	}
}

// text, number and flag take what they can use and leave the rest, so that one
// value of a wrong type does not hide the others.
type (
	text   string
	number int
	flag   bool
)

// UnmarshalJSON takes a JSON string.
func (t *text) UnmarshalJSON(value []byte) error {
	if jsontext.Value(value).Kind() == '"' {
		s, _ := jsontext.AppendUnquote(nil, value)
		*t = text(s)
	}
	return nil
}

// UnmarshalJSON takes a whole number, or a string of one.
func (n *number) UnmarshalJSON(value []byte) error {
	if i, err := strconv.Atoi(string(bytes.Trim(value, `"`))); err == nil {
		*n = number(i)
	}
	return nil
}

// UnmarshalJSON takes true.
func (f *flag) UnmarshalJSON(value []byte) error {
	*f = string(value) == "true"
	return nil
}
