// Package envelope finds and reads the errors in answers, in each form in which the Graph
// API and its OAuth end points write them. What an error means it does not know.
package envelope

import (
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi/lenient"
	"github.com/gramql/gramql/internal/graphapi/wording"
	"github.com/gramql/gramql/internal/redact"
)

// Contents are what an answer says of an error. The texts are cut to a sensible length,
// and free of anything that looks like a token.
type Contents struct {
	Code, Subcode          int
	Type, Message          string
	UserTitle, UserMessage string
	TraceID                string
	Transient              bool
	// Given reports that there is an error, even if nothing of it can be read.
	Given bool
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
	given       bool
}

// none are the values, apart from an empty text, that say that there is no error.
var none = []string{"null", "false", "0", "[]"}

// UnmarshalJSONFrom takes an object, or a text, which is then the message. Any other value
// says whether there is an error, and no more.
func (d *details) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	switch from.PeekKind() {
	case '{':
		type object details
		d.given = true
		return json.UnmarshalDecode(from, (*object)(d))
	case '"':
		return json.UnmarshalDecode(from, &d.Message)
	}
	value, err := from.ReadValue()
	d.given = err == nil && !slices.Contains(none, string(value))
	return err
}

// Read returns as much of the error that a body is as can be read; what has the wrong
// type stays empty.
func Read(body []byte) Contents {
	var in envelope
	// What was read before a syntax error is kept: a cut error is still one.
	_ = json.Unmarshal(body, &in, lenient.Options)
	if in.Type != "" {
		in.Error.Type, in.Error.Code, in.Error.Message = in.Type, in.Code, in.Message
	}
	if in.Description != "" {
		in.Error.Message = in.Description
	}
	in.Error.given = in.Error.given || in.Type != "" || in.Error.Message != ""
	if in.Error.Code == 0 {
		in.Error.Code = lenient.Number(wording.Code(string(in.Error.Message)))
	}
	return in.Error.contents()
}

// The most bytes kept of the texts in an error.
const (
	maxMessage = 600
	maxWord    = 80
)

func (d *details) contents() Contents {
	return Contents{
		Code:        int(d.Code),
		Subcode:     int(d.Subcode),
		Type:        redact.Line(string(d.Type), maxWord),
		Message:     redact.Line(string(d.Message), maxMessage),
		UserTitle:   redact.Line(string(d.UserTitle), maxMessage),
		UserMessage: redact.Line(string(d.UserMessage), maxMessage),
		TraceID:     redact.Line(string(d.TraceID), maxWord),
		Transient:   bool(d.Transient),
		Given:       d.given,
	}
}
