// Package control is the control API of the local graph: a test of an app switches
// faults on, sets the clock ahead, and reads which calls were made.
//
//	control.go  addresses and answers
//	guard.go    who is let in
//	fault.go    faults as JSON, which fault_check.go holds to what they can do
//	callback.go what Meta tells an app that was removed
//	state.go    clock, limits, calls, reset
package control

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/localgraph"
)

// API is what the control API drives.
type API struct {
	Graph *localgraph.Server
	// Clock is that of the graph, and of all that goes by the graph's time.
	Clock *clock.Clock
	// Caller is the program that embeds the graph; nil where there is none.
	Caller Caller
	Log    *slog.Logger

	trouble *trouble
}

// Caller is a program that calls the graph, and remembers what calls came to.
type Caller interface {
	// FaultsEnded is called when no fault is on any more: the trouble that calls have had
	// with the graph, since a time by its clock, is over.
	FaultsEnded(began time.Time)
	// GraphReset is called when the graph and its clock are as at first.
	GraphReset(ctx context.Context) error
}

// Handler serves the control API to programs on this machine, and everything that
// is not below localgraph.ControlPath by the graph itself.
func (a API) Handler() http.Handler {
	a.trouble = &trouble{}
	api := http.NewServeMux()
	for _, r := range []struct {
		method, name string
		answer       func(*http.Request) (any, error)
	}{
		{http.MethodGet, "faults", a.listFaults},
		{http.MethodPost, "faults", a.addFaults},
		{http.MethodDelete, "faults", a.endFaults},
		{http.MethodGet, "clock", a.readClock},
		{http.MethodPost, "clock", a.setClock},
		{http.MethodPost, "limits", a.setLimits},
		{http.MethodGet, "calls", a.listCalls},
		{http.MethodDelete, "calls", a.forgetCalls},
		{http.MethodPost, "reset", a.reset},
		{http.MethodPost, "callbacks", a.sendCallback},
	} {
		api.Handle(r.method+" "+localgraph.ControlPath+r.name, a.serve(r.answer))
	}
	api.Handle(localgraph.ControlPath, a.serve(notFound(api)))
	guarded := onThisMachine(api)
	// Not by a ServeMux: it redirects paths such as //me, which the graph takes.
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, localgraph.ControlPath) {
			guarded.ServeHTTP(w, r)
			return
		}
		a.Graph.ServeHTTP(w, r)
	})
}

// refusal is an error that the caller can mend.
type refusal struct {
	status int
	// member is the member of the request that is wrong, as a JSON Pointer; "" for
	// the whole.
	member  jsontext.Pointer
	message string
}

func (r *refusal) Error() string { return r.message }

// wrong refuses a member of a request.
func wrong(member jsontext.Pointer, format string, args ...any) error {
	return &refusal{http.StatusBadRequest, member, fmt.Sprintf(format, args...)}
}

// errorBody is the answer to a request that is refused.
type errorBody struct {
	Error struct {
		Member  jsontext.Pointer `json:"member,omitzero"`
		Message string           `json:"message"`
	} `json:"error"`
}

// done is the answer to a request that has nothing to tell.
type done struct {
	Success bool `json:"success"`
}

// serve answers with JSON; nil says that it is done.
func (a API) serve(answer func(*http.Request) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		body, err := answer(r)
		status := http.StatusOK
		if err != nil {
			refused, ok := errors.AsType[*refusal](err)
			if !ok {
				a.Log.ErrorContext(r.Context(), "local graph: the control API failed", "path", r.URL.Path, "error", err)
				refused = &refusal{http.StatusInternalServerError, "", "the request failed; the log says why"}
			}
			var told errorBody
			told.Error.Member, told.Error.Message = refused.member, refused.message
			status, body = refused.status, told
		}
		if body == nil {
			body = done{true}
		}
		write(w, status, body)
	})
}

func write(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.MarshalWrite(w, body, jsontext.Multiline(true)) // the client may be gone
}

// maxBody is the largest request body in bytes.
const maxBody = 1 << 20

// read reads the JSON body of a request. The error names the member that is wrong.
func read(r *http.Request, into any) error {
	err := json.UnmarshalRead(r.Body, into, json.RejectUnknownMembers(true))
	if err == nil {
		return nil
	}
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return &refusal{http.StatusRequestEntityTooLarge, "", "the request is too large"}
	}
	semantic, ok := errors.AsType[*json.SemanticError](err)
	if !ok {
		return wrong("", "the body is not JSON")
	}
	if refused, ok := errors.AsType[*refusal](err); ok {
		return wrong(semantic.JSONPointer, "%s", refused.message)
	}
	if errors.Is(err, json.ErrUnknownName) {
		return wrong(semantic.JSONPointer, "there is no such member")
	}
	return wrong(semantic.JSONPointer, "%s cannot stand here", kindNames[semantic.JSONKind])
}

// kindNames are what errors call the kinds of JSON values.
var kindNames = map[jsontext.Kind]string{
	'n': "null", 'f': "false", 't': "true", '"': "a string", '0': "this number", '{': "an object", '[': "a list",
}

// notFound refuses what no other handler takes: another address, or another method
// of a known one.
func notFound(known *http.ServeMux) func(*http.Request) (any, error) {
	return func(r *http.Request) (any, error) {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := known.Handler(other); pattern != localgraph.ControlPath {
				return nil, &refusal{http.StatusMethodNotAllowed, "", r.Method + " is not a method of this address"}
			}
		}
		return nil, &refusal{http.StatusNotFound, "", "the control API has faults, clock, limits, calls, callbacks and reset"}
	}
}
