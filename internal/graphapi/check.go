package graphapi

import (
	"bytes"
	"math"
	"net/http"
	"regexp"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
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
	e := readError(body)
	if good && !e.speaks() && !beginsWithError(body) {
		return checkBrackets(body)
	}
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

// beginsWithError looks for the first keys of the two error envelopes.
func beginsWithError(body []byte) bool {
	rest, ok := bytes.CutPrefix(body, []byte("{"))
	if !ok {
		return false
	}
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return bytes.HasPrefix(rest, []byte(`"error"`)) || bytes.HasPrefix(rest, []byte(`"error_type"`))
}

// envelope is each form of an error: that of the Graph API, that of the OAuth end
// points and the retired APIs, which has no object around it, and that of OAuth itself,
// where the error is a word.
type envelope struct {
	Error       details `json:"error"`
	Type        text    `json:"error_type"`
	Code        number  `json:"code"`
	Message     text    `json:"error_message"`
	Description text    `json:"error_description"`
}

// details are what the Graph API says of an error.
type details struct {
	Message     text   `json:"message"`
	Type        text   `json:"type"`
	Code        number `json:"code"`
	Subcode     number `json:"error_subcode"`
	Transient   flag   `json:"is_transient"`
	UserTitle   text   `json:"error_user_title"`
	UserMessage text   `json:"error_user_msg"`
	TraceID     text   `json:"fbtrace_id"`
}

// UnmarshalJSONFrom takes an object, or a text, which is then the message.
func (d *details) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	if from.PeekKind() != '"' {
		type object details
		return json.UnmarshalDecode(from, (*object)(d))
	}
	return json.UnmarshalDecode(from, &d.Message)
}

// lenient is how answers are read that may be out of form.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

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
	_ = json.Unmarshal(body, &in, lenient)
	if in.Type != "" {
		in.Error.Type, in.Error.Code, in.Error.Message = in.Type, in.Code, in.Message
	}
	if in.Description != "" {
		in.Error.Message = in.Description
	}
	if in.Error.Code == 0 {
		in.Error.Code = codeIn(string(in.Error.Message))
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

var prefixed = regexp.MustCompile(`^\(#(-?\d{1,9})\)`)

// codeIn returns the code that graph.facebook.com puts before its messages; 0 where
// there is none.
func codeIn(message string) number {
	found := prefixed.FindStringSubmatch(message)
	if found == nil {
		return 0
	}
	code, _ := strconv.Atoi(found[1])
	return number(code)
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
	f, err := strconv.ParseFloat(string(bytes.Trim(value, `" `)), 64)
	if err == nil && f == math.Trunc(f) && math.Abs(f) <= math.MaxInt32 {
		*n = number(f)
	}
	return nil
}

// UnmarshalJSON takes true, or a string of it.
func (f *flag) UnmarshalJSON(value []byte) error {
	*f = string(bytes.Trim(value, `"`)) == "true"
	return nil
}
