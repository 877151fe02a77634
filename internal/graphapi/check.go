package graphapi

import (
	"bytes"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi/lenient"
	"github.com/gramql/gramql/internal/graphapi/redact"
	"github.com/gramql/gramql/internal/graphapi/wording"
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
	Error       details        `json:"error"`
	Type        lenient.Text   `json:"error_type"`
	Code        lenient.Number `json:"code"`
	Message     lenient.Text   `json:"error_message"`
	Description lenient.Text   `json:"error_description"`
}

// details are what the Graph API says of an error.
type details struct {
	Message     lenient.Text   `json:"message"`
	Type        lenient.Text   `json:"type"`
	Code        lenient.Number `json:"code"`
	Subcode     lenient.Number `json:"error_subcode"`
	Transient   lenient.Flag   `json:"is_transient"`
	UserTitle   lenient.Text   `json:"error_user_title"`
	UserMessage lenient.Text   `json:"error_user_msg"`
	TraceID     lenient.Text   `json:"fbtrace_id"`
}

// UnmarshalJSONFrom takes an object, or a text, which is then the message.
func (d *details) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	if from.PeekKind() != '"' {
		type object details
		return json.UnmarshalDecode(from, (*object)(d))
	}
	return json.UnmarshalDecode(from, &d.Message)
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
	_ = json.Unmarshal(body, &in, lenient.Options)
	if in.Type != "" {
		in.Error.Type, in.Error.Code, in.Error.Message = in.Type, in.Code, in.Message
	}
	if in.Description != "" {
		in.Error.Message = in.Description
	}
	if in.Error.Code == 0 {
		in.Error.Code = lenient.Number(wording.Code(string(in.Error.Message)))
	}
	return &Error{
		Code:        int(in.Error.Code),
		Subcode:     int(in.Error.Subcode),
		Type:        redact.Line(string(in.Error.Type), maxWord),
		Message:     redact.Line(string(in.Error.Message), maxMessage),
		UserTitle:   redact.Line(string(in.Error.UserTitle), maxMessage),
		UserMessage: redact.Line(string(in.Error.UserMessage), maxMessage),
		TraceID:     redact.Line(string(in.Error.TraceID), maxWord),
		Transient:   bool(in.Error.Transient),
	}
}
