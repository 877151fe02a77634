package graphapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync"

	"github.com/gramql/gramql/internal/graphapi/usage"
)

// MaxAnswer is the most bytes that an answer may have, unpacked.
const MaxAnswer = 8 << 20

// Answer is what the Graph API gave for one call.
type Answer struct {
	Status int
	Header http.Header
	// Body is the JSON as it came. No one writes to it, for a cache may keep it.
	Body []byte
	// Batch is the answers to the calls of a batch, in their order, one for each; nil
	// for a call that is none.
	Batch []BatchAnswer
	// Inside are the errors inside a body that is good as a whole.
	Inside []*Error

	readUsage sync.Once
	usage     usage.Report
}

// Usage returns how much of the quota is spent, as far as the answer says. The
// headers are read when Usage is called first, because reading them takes as long as all
// the rest of a call.
func (a *Answer) Usage() usage.Report {
	a.readUsage.Do(func() { a.usage = usage.Read(a.Header) })
	return a.usage
}

// Errors returns all errors that came: that of the call, if it failed, those of the calls
// of a batch, and those inside a body.
func (a *Answer) Errors(failed error) (all []error) {
	if failed != nil {
		all = append(all, failed)
	}
	if a == nil {
		return all
	}
	for i := range a.Batch {
		if a.Batch[i].Err != nil {
			all = append(all, a.Batch[i].Err)
		}
		for _, inside := range a.Batch[i].Inside {
			all = append(all, inside)
		}
	}
	for _, inside := range a.Inside {
		all = append(all, inside)
	}
	return all
}

// KeptAnswer returns the answer to a call of which a cache has kept the body.
func KeptAnswer(call *Call, body []byte) (*Answer, error) {
	a := &Answer{Status: http.StatusOK, Body: body}
	return a, a.judge(call)
}

// readAnswer reads the whole response to a call, and judges it.
func readAnswer(ctx context.Context, call *Call, response *http.Response) (*Answer, error) {
	a := &Answer{Status: response.StatusCode, Header: response.Header}
	if a.Status >= 300 && a.Status < 400 {
		return a, ErrRedirect
	}
	var err error
	if a.Body, err = readBody(response); err != nil {
		return a, brokenOff(ctx, err)
	}
	return a, a.judge(call)
}

// brokenOff returns the failure that an error of reading an answer is.
func brokenOff(ctx context.Context, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) && ctx.Err() == nil { // packed or not
		return ErrCut.because(err)
	}
	return NoAnswer(ctx, err)
}

// judge returns the error that the answer to a call is, and takes apart the answer to a
// batch.
func (a *Answer) judge(call *Call) error {
	err := checkResponse(a.Status, a.Header, a.Body)
	switch {
	case err != nil:
	case len(call.Batch) > 0:
		a.Batch, err = readBatch(a, len(call.Batch))
	default:
		a.Inside = errorsInside(a.Header, a.Body)
	}
	return err
}

// buffers are reused for bodies of unknown length, which would otherwise grow
// by copying.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxKept keeps a rare huge answer from staying in memory.
const maxKept = 1 << 20

// readBody reads an answer of at most MaxAnswer bytes. The limit counts what
// comes out of a packed body, so that a small packed one cannot fill memory.
func readBody(response *http.Response) ([]byte, error) {
	if response.ContentLength > MaxAnswer {
		return nil, ErrTooLarge
	}
	if response.ContentLength > 0 {
		body := make([]byte, response.ContentLength)
		if _, err := io.ReadFull(response.Body, body); err != nil {
			return nil, err
		}
		return body, nil
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buffer.Cap() <= maxKept {
			buffer.Reset()
			buffers.Put(buffer)
		}
	}()
	_, err := buffer.ReadFrom(io.LimitReader(response.Body, MaxAnswer+1))
	switch {
	case err != nil:
		return nil, err
	case buffer.Len() > MaxAnswer:
		return nil, ErrTooLarge
	}
	return bytes.Clone(buffer.Bytes()), nil
}
