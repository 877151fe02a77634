package apierror

import "net/http"

// OutsideWindow refuses a message that comes too late.
//
// Source: Meta, Messenger Platform, "Error Codes", which holds for Instagram too.
func OutsideWindow() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 10, Subcode: 2534022, Message: "This message is sent outside of allowed window.", prefixed: true}
}

// AlreadyReplied refuses a second private reply to a comment.
func AlreadyReplied() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 10900, Message: "Activity already replied to", prefixed: true}
}

// UnknownRecipient refuses a message to someone who has not written to the account.
func UnknownRecipient() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 100, Subcode: 2534014, Message: "No matching user found", prefixed: true}
}
