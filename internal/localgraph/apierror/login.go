package apierror

import (
	"fmt"
	"net/http"
)

// AppRemoved refuses an access token of someone who has removed the app.
func AppRemoved(app string) *Error {
	return &Error{
		Status: http.StatusBadRequest, Code: 190, Subcode: 458, challenge: "invalid_token",
		Message: fmt.Sprintf("Error validating access token: The user has not authorized application %s.", app),
	}
}

// UnknownApp refuses the id of an app that there is none of.
func UnknownApp() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 101, Message: "Error validating application. Cannot get application info due to a system error."}
}

// WrongSignature refuses a token with the id of an app and another's secret.
func WrongSignature() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 190, Message: "Invalid OAuth access token signature.", challenge: "invalid_token"}
}

// WrongSecret refuses a secret that is not the app's.
func WrongSecret() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 1, Message: "Error validating client secret."}
}

// LoginParameterRequired refuses a call of the login that lacks a parameter.
func LoginParameterRequired(name string) *Error {
	return &Error{Status: http.StatusBadRequest, Code: 101, Message: fmt.Sprintf("Missing %s parameter.", name)}
}

// RedirectRefused refuses a redirect address that is not the app's.
func RedirectRefused() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 191, Message: "Given URL is not allowed by the Application configuration: One or more of the given URLs is not allowed by the App's settings. It must match the Website URL or Canvas URL, or the domain must be a subdomain of one of the App's domains."}
}

// InvalidScopes refuses scopes that Facebook Login does not have.
func InvalidScopes(names string) *Error {
	return &Error{Status: http.StatusBadRequest, Code: 100, Message: fmt.Sprintf("Invalid Scopes: %s.", names)}
}

// CodeRefused refuses a code that Facebook Login never gave out.
func CodeRefused() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 100, Message: "Invalid verification code format."}
}

// CodeExpired refuses a code that is too old.
func CodeExpired() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 100, Subcode: 36007, Message: "This authorization code has expired."}
}

// CodeUsed refuses a code that was used.
func CodeUsed() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 100, Subcode: 36009, Message: "This authorization code has been used."}
}

// CodeRedirect refuses a code that was made for another redirect address.
func CodeRedirect() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 100, Subcode: 36008, Message: RedirectDiffers}
}

// RedirectDiffers is how both login types word that a code was made for another
// redirect address.
const RedirectDiffers = "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request"

// NotShortLived refuses the exchange of a token that is no short-lived one.
func NotShortLived() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 452, Message: "Session key invalid. This could be because the session key has an incorrect format, or because the user has revoked this session"}
}

// NotRefreshable refuses to refresh a token that is short-lived, or not yet a day
// old. How Meta words its refusal is not known.
func NotRefreshable() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 100, Message: "Cannot refresh an access token that is short-lived or less than 24 hours old", kind: parameter}
}

// OtherApp refuses the exchange of a token that was issued to another app.
func OtherApp(app string) *Error {
	return &Error{Status: http.StatusBadRequest, Code: 1, Message: fmt.Sprintf("The access token does not belong to application %s", app)}
}

// NotOwnApp refuses to tell an app of a token that was issued to another.
func NotOwnApp() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 100, Message: "You must provide an app access token, or a user access token that is an owner or developer of the app", prefixed: true}
}
