package httpx

import (
	"maps"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/problem"
)

// allowed is the Allow header: what may be sent here at all.
const allowed = "GET, HEAD, POST, OPTIONS"

// Refusal is a request that is no well-formed GraphQL request. No refusal
// repeats what was sent.
type Refusal struct {
	status  int
	message string
	code    string            // "": problem.BadUserInput
	more    map[string]any    // further extensions
	header  map[string]string // headers that the status asks for
	// malformed is true of a credential that can be seen to be none.
	malformed bool
}

var (
	errMethod = &Refusal{
		status:  http.StatusMethodNotAllowed,
		message: "send GraphQL by POST, or a query by GET",
		header:  map[string]string{"Allow": allowed},
	}
	// ErrMutationByGet refuses what a request by GET may not do.
	ErrMutationByGet = &Refusal{
		status:  http.StatusMethodNotAllowed,
		message: "GET answers queries only; send a mutation by POST",
		header:  map[string]string{"Allow": http.MethodPost},
	}
	errSubscription = &Refusal{
		status:  http.StatusBadRequest,
		message: "a subscription is not answered by a plain POST or GET",
		more:    map[string]any{"hint": "Send Accept: text/event-stream, or use a WebSocket with the subprotocol graphql-transport-ws."},
	}
	// ErrOrigin refuses a socket to a page of another origin.
	ErrOrigin = &Refusal{
		status:  http.StatusForbidden,
		message: "pages of this origin may not open a socket",
		code:    problem.Forbidden,
		more:    map[string]any{"hint": "The server's setting -cors-origins names the origins that may."},
	}
	errNotAcceptable = &Refusal{
		status:  http.StatusNotAcceptable,
		message: "answers are application/graphql-response+json or application/json, in UTF-8; accept one of them",
	}
	errContentType = &Refusal{
		status:  http.StatusUnsupportedMediaType,
		message: "send the request as Content-Type: application/json, in UTF-8",
		header:  map[string]string{"Accept": "application/json"},
	}
	errContentEncoding = &Refusal{
		status:  http.StatusUnsupportedMediaType,
		message: "send the request as it is or packed once, as Content-Encoding: gzip",
		header:  map[string]string{"Accept-Encoding": "gzip, identity"},
	}
	errNotGzip    = &Refusal{status: http.StatusBadRequest, message: "the request body is not what its Content-Encoding says"}
	errTokenInURL = &Refusal{
		status:  http.StatusBadRequest,
		message: "an access token does not belong in a URL, where logs keep it; send it as Authorization: Bearer <access token>",
	}
	errMalformedToken = &Refusal{
		status:  http.StatusUnauthorized,
		message: ErrMalformedToken.Error(),
		code:    problem.Unauthenticated,
		more:    map[string]any{"reauthenticate": true},
		header:  map[string]string{"Www-Authenticate": "Bearer"},

		malformed: true,
	}
	errBodyRead    = &Refusal{status: http.StatusBadRequest, message: "the request body ended early"}
	errBodyTooSlow = &Refusal{status: http.StatusRequestTimeout, message: "the request body took too long"}
	// ErrSession refuses a request in a session that cannot be read.
	ErrSession = &Refusal{
		status:  http.StatusServiceUnavailable,
		message: "sessions cannot be read now",
		code:    problem.Internal,
		more:    map[string]any{"retryable": true, "hint": "Send it again in a moment."},
	}
	errTimeout = &Refusal{
		status:  http.StatusGatewayTimeout,
		message: "the operation took longer than allowed",
		code:    problem.UpstreamTimeout,
		more:    map[string]any{"retryable": true},
	}
	// These are limits of ours rather than Meta's: of all codes this one alone promises a
	// time to wait.

	errNoRoom = notNow("too many large answers at once; there was no room for this one")
	errBusy   = notNow("too many operations at once; this one was not begun")
	// ErrCrowded refuses a connection.
	ErrCrowded = notNow("too many connections at once; nothing was read from this one")
	// ErrStreams refuses a socket or an event stream of a caller who has many.
	ErrStreams = notNow("too many sockets and event streams of one viewer or address; this one was not begun")
	// ErrOperations refuses an operation of a socket that has many.
	ErrOperations = notNow("too many operations on one socket; complete some, or open another socket")
)

func notNow(message string) *Refusal {
	return &Refusal{
		status:  http.StatusServiceUnavailable,
		message: message,
		code:    problem.RateLimited,
		more:    map[string]any{"retryable": true, "retryAfter": 1, "hint": "Send it again after the time that Retry-After says."},
		header:  map[string]string{"Retry-After": "1"},
	}
}

func errTooLarge(status int, limit int64) *Refusal {
	return &Refusal{
		status:  status,
		message: "the request is larger than " + strconv.FormatInt(limit, 10) + " bytes",
		code:    problem.OperationTooLarge,
		header:  map[string]string{"Connection": "close"},
	}
}

// errAnswerTooLarge is for an answer that would not fit if it were the only one.
func errAnswerTooLarge(most int) *Refusal {
	return &Refusal{
		status:  http.StatusUnprocessableEntity,
		message: "the answer is larger than " + strconv.Itoa(most>>20) + " MiB",
		code:    problem.OperationTooLarge,
		more:    map[string]any{"hint": "Ask for fewer items or fields at once."},
	}
}

// malformed is a refusal of the request's parameters.
func malformed(message string) *Refusal {
	return &Refusal{status: http.StatusBadRequest, message: message}
}

// with returns the refusal with further extensions, or others.
func (f *Refusal) with(extensions map[string]any) *Refusal {
	told := *f
	told.more = maps.Clone(f.more)
	if told.more == nil {
		told.more = map[string]any{}
	}
	maps.Copy(told.more, extensions)
	return &told
}

// Error returns what is wrong with the request.
func (f *Refusal) Error() string { return f.message }

// Errors returns the refusal as the one error of a response.
func (f *Refusal) Errors() gqlerror.List {
	extensions := map[string]any{"code": problem.BadUserInput, "retryable": false}
	if f.code != "" {
		extensions["code"] = f.code
	}
	maps.Copy(extensions, f.more)
	return gqlerror.List{{Message: f.message, Extensions: extensions}}
}

// Write answers a request with the refusal.
func (f *Refusal) Write(w http.ResponseWriter, r *http.Request) {
	a, _ := newAnswer(w, r)
	f.write(a)
}

// write answers with the refusal.
func (f *Refusal) write(a answer) {
	for name, value := range f.header {
		a.Header().Set(name, value)
	}
	a.writeEnvelope(f.status, &graphql.Response{Errors: f.Errors()})
}
