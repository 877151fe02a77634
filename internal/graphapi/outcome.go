package graphapi

import (
	"bytes"
	"context"
	"net/http"
	"sync"
)

// Outcome returns what a round trip came to: the answer, and the error that Do
// gives for it. A refusal has both; the answer is nil when none came whole.
//
// Round trippers ask it, so that no one judges an answer but checkResponse.
// Whoever asks first reads and closes the response's body; then the verdict
// takes the body's place, and asking again costs nothing.
func Outcome(ctx context.Context, response *http.Response, err error) (*Answer, error) {
	if err != nil {
		return nil, NoAnswer(ctx, err)
	}
	v, ok := response.Body.(*verdict)
	if !ok {
		v = judge(ctx, response)
		response.Body = v
	}
	if v.answer.Status == 0 {
		return nil, v.err
	}
	return &v.answer, v.err
}

// Response returns what a round tripper gives for an outcome that is known
// already. Outcome takes it back at no cost; no one changes the answer's body.
func Response(answer *Answer, err error) (*http.Response, error) {
	if answer == nil {
		return nil, err
	}
	v := &verdict{answer: *answer, err: err}
	v.Reset(answer.Body)
	return &http.Response{
		StatusCode: answer.Status, Header: answer.Header, Body: v, ContentLength: int64(len(answer.Body)),
	}, nil
}

// verdict is a body that has been read and judged.
type verdict struct {
	bytes.Reader // of the answer's body
	answer       Answer
	err          error
}

// Close does nothing: the body that came from the network is closed already.
func (*verdict) Close() error { return nil }

func judge(ctx context.Context, response *http.Response) *verdict {
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= 300 && response.StatusCode < 400 {
		return &verdict{err: ErrRedirect}
	}
	body, err := readBody(response)
	if err != nil {
		return &verdict{err: NoAnswer(ctx, err)}
	}
	v := &verdict{
		answer: Answer{
			Status: response.StatusCode, Header: response.Header, Body: body,
			usage: sync.OnceValue(func() Usage { return parseUsage(response.Header) }),
		},
		err: checkResponse(response.StatusCode, response.Header, body),
	}
	v.Reset(body)
	return v
}
