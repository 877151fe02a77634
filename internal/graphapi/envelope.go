package graphapi

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi/lenient"
	"github.com/gramql/gramql/internal/graphapi/redact"
	"github.com/gramql/gramql/internal/graphapi/wording"
)

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
