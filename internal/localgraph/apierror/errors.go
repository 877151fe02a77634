package apierror

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// BadParameter refuses a parameter with a text of its own.
func BadParameter(format string, args ...any) *Error {
	return &Error{Status: http.StatusBadRequest, Code: 100, Message: fmt.Sprintf(format, args...), kind: parameter, prefixed: true}
}

// NonexistingField refuses a field that the node type does not have.
func NonexistingField(name, typeName string) *Error {
	return BadParameter("Tried accessing nonexisting field (%s) on node type (%s)", name, typeName)
}

// OutsideDiscovery refuses a field that only business discovery shows.
func OutsideDiscovery() *Error {
	return &Error{
		Status: http.StatusBadRequest, Code: 36104, prefixed: true,
		Message: "You do not have permission to access this field outside of the Business Discovery API",
	}
}

// ParameterRequired refuses a call that lacks a parameter.
func ParameterRequired(name string) *Error {
	return BadParameter("The parameter %s is required", name)
}

// UnknownUser says that there is no professional account of that name, as
// business discovery puts it.
func UnknownUser(username string) *Error {
	return &Error{
		Status: http.StatusBadRequest, Code: 110, Subcode: 2207013, Message: "Invalid user id", lasting: true,
		UserTitle: "Cannot find User", UserText: fmt.Sprintf("The user with username: %s cannot be found.", username),
	}
}

// BadLimit refuses a page size that is not a positive integer.
func BadLimit() *Error {
	return BadParameter("Param limit must be an integer greater than 0")
}

// BadCursor refuses a cursor that this edge did not give out.
func BadCursor() *Error {
	return BadParameter("Invalid cursor")
}

// BadTime refuses a since or until that is not a time.
func BadTime(name string) *Error {
	return BadParameter("Param %s must be a valid date/time or a unix timestamp", name)
}

// seeReference ends messages about calls that make no sense.
const seeReference = "Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api"

// UnknownObject says that there is no node of that id, or none that the token may
// read. Meta never says which.
func UnknownObject(method, id string, login catalog.Login) *Error {
	text := fmt.Sprintf("Unsupported %s request. Object with ID '%s' does not exist, cannot be loaded due to missing permissions, or does not support this operation", method, id)
	if login == catalog.Facebook {
		text += ". " + seeReference
	}
	return &Error{Status: http.StatusBadRequest, Code: 100, Subcode: 33, Message: text, kind: object}
}

// UnknownAlias refuses a path that names a node by something other than an id.
func UnknownAlias(alias string, login catalog.Login) *Error {
	text := fmt.Sprintf("Object with ID '%s' does not exist", alias)
	if login == catalog.Facebook {
		text = fmt.Sprintf("Some of the aliases you requested do not exist: %s", alias)
	}
	return &Error{Status: http.StatusNotFound, Code: 803, Message: text, kind: parameter, prefixed: true}
}

// UnknownPath refuses the part of a path that leads nowhere.
func UnknownPath(rest string) *Error {
	return &Error{Status: http.StatusBadRequest, Code: 2500, Message: "Unknown path components: " + rest}
}

// Syntax refuses a field expansion that cannot be read.
func Syntax(err error) *Error {
	return &Error{Status: http.StatusBadRequest, Code: 2500, Message: err.Error()}
}

// UnsupportedMethod refuses a method that a path does not take.
func UnsupportedMethod(method string, login catalog.Login) *Error {
	text := "Unsupported request - method type: " + method
	if login == catalog.Facebook {
		text = fmt.Sprintf("Unsupported %s request. %s", method, seeReference)
	}
	return &Error{Status: http.StatusBadRequest, Code: 100, Message: text, kind: object}
}

// MissingPermission refuses what the token has no permission for.
func MissingPermission() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 10, Message: "Application does not have permission for this action", prefixed: true, challenge: "insufficient_scope"}
}

// NoToken refuses /me without an access token.
func NoToken() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 2500, Message: "An active access token must be used to query information about the current user."}
}

// TokenRequired refuses any other path without an access token.
func TokenRequired() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 104, Message: "An access token is required to request this resource."}
}

// UnknownToken refuses an access token that was never issued.
func UnknownToken(login catalog.Login) *Error {
	e := &Error{Status: http.StatusBadRequest, Code: 190, Message: "Invalid OAuth access token - Cannot parse access token", kind: parameter, challenge: "invalid_token"}
	if login == catalog.BasicDisplay || login == catalog.Instagram {
		e.Message = "Invalid OAuth 2.0 Access Token"
	}
	return e
}

// ProofRequired refuses a call without appsecret_proof to an app that requires it.
func ProofRequired() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 100, Message: "API calls from the server require an appsecret_proof argument", kind: object}
}

// WrongProof refuses an appsecret_proof that does not match the app's secret and
// the call's token.
func WrongProof() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 100, Message: "Invalid appsecret_proof provided in the API argument", kind: object}
}

// Meta's servers write times in the time zone of California.
var pacific = func() *time.Location {
	if zone, err := time.LoadLocation("America/Los_Angeles"); err == nil {
		return zone
	}
	return time.FixedZone("PST", -8*60*60)
}()

// ExpiredToken refuses an access token that has expired.
func ExpiredToken(expired, now time.Time) *Error {
	const layout = "Monday, 02-Jan-06 15:04:05 MST"
	return &Error{
		Status: http.StatusBadRequest, Code: 190, Subcode: 463, challenge: "invalid_token",
		Message: fmt.Sprintf("Error validating access token: Session has expired on %s. The current time is %s.",
			expired.In(pacific).Format(layout), now.In(pacific).Format(layout)),
	}
}

// TooMuchData refuses a call that asks for too much.
func TooMuchData() *Error {
	return &Error{Status: http.StatusInternalServerError, Code: 1, Message: "Please reduce the amount of data you're asking for, then retry your request"}
}

// Unknown is what Meta says when it fails without saying why.
func Unknown() *Error {
	return &Error{Status: http.StatusInternalServerError, Code: 1, Message: "An unknown error has occurred."}
}

// Unavailable says that the service is down for a while.
func Unavailable() *Error {
	return &Error{Status: http.StatusServiceUnavailable, Code: 2, Message: "Service temporarily unavailable", Transient: true}
}

// AccountThrottled refuses a call to an account that has had too many.
func AccountThrottled() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 80002, prefixed: true, Message: "There have been too many calls to this Instagram account. " +
		"Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting."}
}

// LockedOut refuses an account that has done something too fast. What Meta answers is not
// known: this is its code for what is blocked for a time.
//
// Source of the code and its words: Meta, Graph API, Error Codes.
func LockedOut() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 368, Message: "The action attempted has been deemed abusive or is otherwise disallowed"}
}

// AppThrottled refuses a call of an app that has made too many.
func AppThrottled() *Error {
	return &Error{Status: http.StatusForbidden, Code: 4, Subcode: 1349210, Message: "Application request limit reached", prefixed: true, Transient: true}
}

// OverrideRefused refuses a parameter that names another method, which Meta has
// withdrawn. How Meta words its refusal is not known.
func OverrideRefused() *Error {
	return BadParameter("The method query parameter is no longer supported")
}

// IDsRetired refuses ?ids= as Meta's servers do since v26.0. The status looks like
// that of a passing failure, which it is not.
func IDsRetired() *Error {
	return &Error{Status: http.StatusInternalServerError, Code: 100, Message: "The ids query parameter is deprecated in v26.0+"}
}

// TooManyIDs refuses a look-up of more nodes than one call takes.
func TooManyIDs(most, got int) *Error {
	return BadParameter("Too many IDs. Maximum: %d. Provided: %d.", most, got)
}

// BadBatch refuses a batch as a whole.
func BadBatch(format string, args ...any) *Error {
	return &Error{Status: http.StatusBadRequest, Code: 100, Message: fmt.Sprintf(format, args...), kind: batch}
}

// AliasesRefused refuses .as(…), which Meta has withdrawn. How Meta words its
// refusal is not known.
func AliasesRefused(alias string) *Error {
	return BadParameter("Unknown fields: %s.", alias)
}

// TooLarge refuses a request body above the limit.
func TooLarge() *Error {
	return &Error{Status: http.StatusRequestEntityTooLarge, Code: 1, Message: "The request is too large"}
}
