// Package apierror holds the errors that the Graph API answers with: status,
// code, subcode, type and text, as each login type words them.
//
// Source: Meta, Graph API, "Handle Errors", and Instagram Platform, "Error Codes".
package apierror

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// Error is one refused call.
type Error struct {
	Status, Code, Subcode int
	Message               string
	// Transient errors go away by themselves.
	Transient bool
	// UserTitle and UserText are for the person in front of the screen.
	UserTitle, UserText string
	// lasting errors say that they are not transient.
	lasting bool
	// blamesNothing errors carry an empty list of fields that they blame.
	blamesNothing bool
	// kind is the type where it is not OAuthException.
	kind kind
	// prefixed messages begin with the code on graph.facebook.com.
	prefixed bool
	// challenge is the word in WWW-Authenticate, "invalid_request" when empty.
	challenge string
}

// kind decides the type of an error in each login type.
type kind uint8

const (
	oauth     kind = iota
	parameter      // OAuthException; on graph.instagram.com IGApiException
	object         // GraphMethodException; on graph.instagram.com IGApiException
	batch          // GraphBatchException
)

// Error returns the message without the code.
func (e *Error) Error() string { return e.Message }

// Type returns the error's type in a login type.
func (e *Error) Type(login catalog.Login) string {
	onInstagram := login == catalog.Instagram || login == catalog.BasicDisplay
	switch {
	case e.kind == batch:
		return "GraphBatchException"
	case e.kind != oauth && onInstagram:
		return "IGApiException"
	case e.kind == object:
		return "GraphMethodException"
	}
	return "OAuthException"
}

// Text returns the message in a login type.
func (e *Error) Text(login catalog.Login) string {
	if e.prefixed && login == catalog.Facebook {
		return "(#" + strconv.Itoa(e.Code) + ") " + e.Message
	}
	return e.Message
}

// Challenge returns the WWW-Authenticate header; "" where the error has none.
func (e *Error) Challenge(login catalog.Login) string {
	word := e.challenge
	switch {
	case e.Status >= http.StatusInternalServerError:
		return ""
	case word == "":
		word = "invalid_request"
	}
	return fmt.Sprintf(`OAuth "Facebook Platform" %q %q`, word, e.Text(login))
}

type blame struct {
	Fields [][]string `json:"blame_field_specs"`
}

// JSON returns the error as the body of an answer.
func (e *Error) JSON(login catalog.Login, traceID string) []byte {
	type body struct {
		Message   string `json:"message"`
		Type      string `json:"type"`
		Code      int    `json:"code"`
		Blame     *blame `json:"error_data,omitempty"`
		Subcode   int    `json:"error_subcode,omitempty"`
		Transient *bool  `json:"is_transient,omitempty"`
		UserTitle string `json:"error_user_title,omitempty"`
		UserText  string `json:"error_user_msg,omitempty"`
		TraceID   string `json:"fbtrace_id"`
	}
	var transient *bool
	if e.Transient || e.lasting {
		transient = &e.Transient
	}
	var nothing *blame
	if e.blamesNothing {
		nothing = &blame{[][]string{{""}}}
	}
	text, err := json.Marshal(struct {
		Error body `json:"error"`
	}{body{e.Text(login), e.Type(login), e.Code, nothing, e.Subcode, transient, e.UserTitle, e.UserText, traceID}})
	if err != nil { // strings, numbers and a bool cannot fail
		panic(err)
	}
	return text
}
