package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/gramql/gramql/internal/localgraph/conformance"
)

// largest is how much of an answer is read, in bytes.
const largest = 16 << 20

// silences is after how many calls without an answer no more is asked.
const silences = 3

// server is the Graph API server that is asked, one call at a time.
type server struct {
	base   string
	client *http.Client
	pause  time.Duration
	// left is how many calls may still be made; silent how many of the last ones had
	// no answer.
	left, silent int
	asked        bool
}

// errSpent says that no call is left.
var errSpent = errors.New("it is over -calls")

// errSilent says that a call had no answer.
type errSilent struct{ error }

func newServer(o options) *server {
	return &server{
		base: o.graph, pause: o.pause, left: o.calls,
		client: &http.Client{
			Timeout:       o.timeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // it would take the token elsewhere
		},
	}
}

// ask makes one call, after a pause. The error is errSpent or errSilent, or says why
// no more is to be asked; none shows the address, which has the token in it.
func (s *server) ask(ctx context.Context, r *http.Request) (conformance.Answer, error) {
	if s.left == 0 {
		return conformance.Answer{}, errSpent
	}
	s.left--
	if err := s.wait(ctx); err != nil {
		return conformance.Answer{}, err
	}
	r.Header.Set("User-Agent", "gramql-conform")
	answer, err := s.send(r)
	switch {
	case err == nil:
		s.silent = 0
		return answer, nil
	case ctx.Err() != nil:
		return answer, ctx.Err()
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if s.silent++; s.silent == silences {
		return answer, errors.Join(errors.New("the server does not answer"), err)
	}
	return answer, errSilent{err}
}

func (s *server) wait(ctx context.Context) error {
	if !s.asked {
		s.asked = true
		return nil
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(s.pause):
		return nil
	}
}

func (s *server) send(r *http.Request) (conformance.Answer, error) {
	response, err := s.client.Do(r)
	if err != nil {
		return conformance.Answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, largest))
	return conformance.Answer{Status: response.StatusCode, Header: response.Header, Body: body}, err
}
