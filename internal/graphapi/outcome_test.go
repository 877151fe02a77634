package graphapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

func TestOutcome_isRejectedOnlyWhereMetaRefusesInWordsOfItsOwn(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		want   Outcome
	}{
		"a bad parameter":                      {400, `{"error":{"code":100,"message":"no"}}`, OutcomeRejected},
		"a missing permission":                 {403, `{"error":{"code":10}}`, OutcomeRejected},
		"a dead token":                         {400, `{"error":{"code":190,"error_subcode":463}}`, OutcomeRejected},
		"a spent quota":                        {400, `{"error":{"code":9,"error_subcode":2207042}}`, OutcomeRejected},
		"a container that is not ready":        {400, `{"error":{"code":9007,"error_subcode":2207027}}`, OutcomeRejected},
		"media that was not fetched in time":   {400, `{"error":{"code":-2,"error_subcode":2207003}}`, OutcomeRejected},
		"a code of its own":                    {499, `{"error":{"code":12345}}`, OutcomeRejected},
		"the next code":                        {400, `{"error":{"code":3}}`, OutcomeRejected},
		"words alone":                          {400, `{"error":{"message":"no"}}`, OutcomeRejected},
		"a type alone":                         {400, `{"error":{"type":"OAuthException"}}`, OutcomeRejected},
		"the envelope of OAuth":                {400, `{"error_type":"OAuthException","code":400,"error_message":"no"}`, OutcomeRejected},
		"an offset outside of the video":       {400, `{"error":{"code":1,"error_subcode":2207057}}`, OutcomeUnknown},
		"media that can't be deleted":          {400, `{"error":{"code":-1,"error_subcode":2207073}}`, OutcomeUnknown},
		"an unknown error":                     {400, `{"error":{"code":1}}`, OutcomeUnknown},
		"a service that is unavailable":        {400, `{"error":{"code":2}}`, OutcomeUnknown},
		"Instagram's servers":                  {400, `{"error":{"code":-1,"error_subcode":2207001}}`, OutcomeUnknown},
		"media that could not be created":      {400, `{"error":{"code":-1,"error_subcode":2207032}}`, OutcomeUnknown},
		"an upload that failed":                {400, `{"error":{"code":-1,"error_subcode":2207053}}`, OutcomeUnknown},
		"a server's fault":                     {500, `{"error":{"code":100,"message":"no"}}`, OutcomeUnknown},
		"a server that is away":                {503, `{"error":{"code":2}}`, OutcomeUnknown},
		"an error with a status of all's well": {200, `{"error":{"code":100}}`, OutcomeUnknown},
		"a page of a proxy":                    {403, `<html>`, OutcomeUnknown},
		"a limit of a proxy":                   {429, `slow down`, OutcomeUnknown},
		"an empty refusal":                     {400, `{}`, OutcomeUnknown},
		"a gateway's page":                     {502, `<html>`, OutcomeUnknown},
		"an answer that is cut":                {200, `{"id":"1"`, OutcomeUnknown},
		"null":                                 {200, `null`, OutcomeUnknown},
		"a page that is no answer":             {200, `<html>`, OutcomeUnknown},
		"a redirect":                           {302, ``, OutcomeUnknown},
		"a good answer":                        {200, `{"id":"1"}`, ""},
	} {
		s := NewServer(Options{Base: parseURL(t, "http://h"), Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			return canned(c.status, http.Header{}, c.body), nil
		})})
		_, err := New(s).Do(t.Context(), Call{Method: http.MethodPost, Path: "/1/comments"})
		if got := OutcomeOf(err); got != c.want {
			t.Errorf("%s: the outcome is %q, want %q: %v", name, got, c.want, err)
		}
	}
}

// unsent is the error of a round tripper that sent nothing, or something.
type unsent struct {
	error
	nothing bool
}

func (u unsent) Unsent() bool  { return u.nothing }
func (u unsent) Unwrap() error { return u.error }

func TestOutcome_isNotSentOnlyWhereNothingHasLeft(t *testing.T) {
	gone, leave := context.WithCancel(t.Context())
	leave()
	reset := &net.OpError{Op: "read", Err: io.EOF}
	for name, c := range map[string]struct {
		err  error
		want Outcome
	}{
		"no viewer":                      {ErrNoToken, OutcomeNotSent},
		"a server that is down":          {ErrDown.After(time.Second), OutcomeNotSent},
		"a quota that is spent":          {ErrThrottled.After(time.Second), OutcomeNotSent},
		"another host":                   {ErrForeignHost, OutcomeNotSent},
		"no path":                        {fmt.Errorf("x: %w", ErrPath), OutcomeNotSent},
		"a token in the parameters":      {ErrTokenInParams, OutcomeNotSent},
		"a batch of writes":              {ErrBatchSize.because(reset), OutcomeNotSent},
		"the end of a wait for a turn":   {NotSent(gone, gone.Err()), OutcomeNotSent},
		"a failure before a turn":        {NotSent(gone, ErrDown), OutcomeNotSent},
		"no connection":                  {NoAnswer(t.Context(), unsent{reset, true}), OutcomeNotSent},
		"no connection in time":          {NoAnswer(t.Context(), unsent{context.DeadlineExceeded, true}), OutcomeNotSent},
		"a connection that was reset":    {NoAnswer(t.Context(), reset), OutcomeUnknown},
		"a connection that says so":      {NoAnswer(t.Context(), unsent{reset, false}), OutcomeUnknown},
		"a caller who left":              {NoAnswer(gone, gone.Err()), OutcomeUnknown},
		"an answer that is too large":    {ErrTooLarge, OutcomeUnknown},
		"an error that no call gave":     {errors.New("x"), OutcomeUnknown},
		"an answer that did not end":     {ErrCut, OutcomeUnknown},
		"an answer that took too long":   {ErrTimeout, OutcomeUnknown},
		"a call that was broken off":     {ErrCanceled, OutcomeUnknown},
		"a redirect":                     {ErrRedirect, OutcomeUnknown},
		"what is left over of a batch":   {ErrUnfinished, OutcomeUnknown},
		"no error":                       {nil, ""},
		"a refusal that says too little": {&Error{Status: 404}, OutcomeUnknown},
	} {
		if got := OutcomeOf(c.err); got != c.want {
			t.Errorf("%s: the outcome is %q, want %q", name, got, c.want)
		}
	}
	if err := NotSent(gone, ErrCut); !errors.Is(err, ErrCut) || OutcomeOf(ErrCut) != OutcomeUnknown {
		t.Errorf("a failure before a turn: %v", err)
	}
	if err := NotSent(gone, gone.Err()); KindOf(err) != Canceled || !errors.Is(err, ErrCanceled) {
		t.Errorf("a caller who left before the turn came: %v", err)
	}
	if err := NoAnswer(t.Context(), unsent{reset, true}); !errors.Is(err, ErrNoAnswer) || !errors.Is(err, io.EOF) {
		t.Errorf("no connection: %v", err)
	}
}
