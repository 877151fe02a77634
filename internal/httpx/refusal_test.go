package httpx

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestRefusals_sayWhatIsKnownOfAMutation(t *testing.T) {
	t.Parallel()
	mutation, query, byID := &Operation{}, &Operation{}, &Operation{}
	mutation.Query, query.Query, byID.DocumentID = "mutation { like }", "{ me }", "an id"
	for _, c := range []struct {
		name               string
		told               *Refusal
		outcome, retryable any
	}{
		{"a mutation is not begun", mutation.NotBegun(errBusy), "NOT_SENT", true},
		{"a mutation by GET", mutation.NotBegun(ErrMutationByGet), "NOT_SENT", false},
		{"a query is not begun", query.NotBegun(errBusy), nil, true},
		{"what is not known to be one", byID.NotBegun(errBusy), nil, true},
		{"the answer to a mutation has no room", mutation.unanswered(errNoRoom), "UNKNOWN", false},
		{"the answer to a mutation is too large", mutation.unanswered(errAnswerTooLarge(1)), "UNKNOWN", false},
		{"the answer to a query has no room", query.unanswered(errNoRoom), nil, true},
		{"all others are as they were", errBusy, nil, true},
	} {
		x := c.told.Errors()[0].Extensions
		if x["outcome"] != c.outcome || x["retryable"] != c.retryable {
			t.Errorf("%s: %v", c.name, x)
		}
	}
	if mutation.NotBegun(nil) != nil {
		t.Error("what is not refused is refused")
	}
}

func TestRefusals_sayWhatIsWrongAndWhatToDoNext(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		refusal       *Refusal
		status        int
		code          string
		retryable     bool
		header, value string
	}{
		"method":           {errMethod, 405, "BAD_USER_INPUT", false, "Allow", "GET, HEAD, POST, OPTIONS"},
		"mutation by GET":  {ErrMutationByGet, 405, "BAD_USER_INPUT", false, "Allow", "POST"},
		"subscription":     {errSubscription, 400, "BAD_USER_INPUT", false, "", ""},
		"not acceptable":   {errNotAcceptable, 406, "BAD_USER_INPUT", false, "", ""},
		"content type":     {errContentType, 415, "BAD_USER_INPUT", false, "Accept", "application/json"},
		"content encoding": {errContentEncoding, 415, "BAD_USER_INPUT", false, "Accept-Encoding", "gzip, identity"},
		"not gzip":         {errNotGzip, 400, "BAD_USER_INPUT", false, "", ""},
		"token in URL":     {errTokenInURL, 400, "BAD_USER_INPUT", false, "", ""},
		"malformed token":  {errMalformedToken, 401, "UNAUTHENTICATED", false, "Www-Authenticate", "Bearer"},
		"body read":        {errBodyRead, 400, "BAD_USER_INPUT", false, "", ""},
		"body too slow":    {errBodyTooSlow, 408, "BAD_USER_INPUT", false, "", ""},
		"timeout":          {errTimeout, 504, "UPSTREAM_TIMEOUT", true, "", ""},
		"no room":          {errNoRoom, 503, "RATE_LIMITED", true, "Retry-After", "1"},
		"no room at all":   {errAnswerTooLarge(1 << 20), 422, "OPERATION_TOO_LARGE", false, "", ""},
		"busy":             {errBusy, 503, "RATE_LIMITED", true, "Retry-After", "1"},
		"crowded":          {ErrCrowded, 503, "RATE_LIMITED", true, "Retry-After", "1"},
		"too large":        {errTooLarge(413, 7), 413, "OPERATION_TOO_LARGE", false, "Connection", "close"},
		"malformed":        {malformed("no"), 400, "BAD_USER_INPUT", false, "", ""},
	} {
		w := httptest.NewRecorder()
		a, _ := newAnswer(w, httptest.NewRequest(http.MethodPost, "/graphql", nil))
		c.refusal.write(a)
		var body struct {
			Errors []struct {
				Message    string
				Extensions map[string]any
			}
		}
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || len(body.Errors) != 1 {
			t.Fatalf("%s: %s, %v", name, w.Body, err)
		}
		said := body.Errors[0]
		if w.Code != c.status || said.Message != c.refusal.message || said.Message == "" {
			t.Errorf("%s: %d, %q", name, w.Code, said.Message)
		}
		if said.Extensions["code"] != c.code || said.Extensions["retryable"] != c.retryable {
			t.Errorf("%s: extensions %v", name, said.Extensions)
		}
		if c.code == "RATE_LIMITED" && (said.Extensions["retryAfter"] != 1.0 || said.Extensions["hint"] == nil) {
			t.Errorf("%s: it does not say when to come again: %v", name, said.Extensions)
		}
		if c.status == http.StatusUnprocessableEntity && said.Extensions["hint"] == nil {
			t.Errorf("%s: it does not say what to do: %v", name, said.Extensions)
		}
		if c.code == "UNAUTHENTICATED" && said.Extensions["reauthenticate"] != true {
			t.Errorf("%s: it does not say to log in again: %v", name, said.Extensions)
		}
		if c.header != "" && w.Header().Get(c.header) != c.value {
			t.Errorf("%s: %s is %q, want %q", name, c.header, w.Header().Get(c.header), c.value)
		}
	}
}
