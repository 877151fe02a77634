package graphapi

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi/lenient"
)

// BatchAnswer is the answer to one call of a batch: a body, or an error of the kinds that
// Do gives, or both for an *Error that is Beside.
type BatchAnswer struct {
	Body []byte
	Err  error
	// Inside are the errors inside a body that is good as a whole.
	Inside []*Error
}

// batchReader reads the answer to a batch, once and from front to back.
type batchReader struct {
	decoder jsontext.Decoder
	answer  bytes.Buffer
	// bodies holds the bodies of all items, one behind the other.
	bodies []byte
}

// batchReaders are used again.
var batchReaders = sync.Pool{New: func() any { return new(batchReader) }}

// readBatch takes the answers apart. An item's body is a JSON text within a
// JSON string, and an object is taken for what it is; an item that the server did not
// finish is null, or missing at the end. An item out of form is an error for its own
// call alone.
func readBatch(answer *Answer, calls int) ([]BatchAnswer, error) {
	r := batchReaders.Get().(*batchReader)
	defer batchReaders.Put(r)
	defer r.reset(nil, 0) // keeps no answer in memory
	r.reset(answer.Body, len(answer.Body))
	answers, err := r.items(answer.Header, calls)
	if err != nil {
		return nil, ErrNotJSON
	}
	return answers, nil
}

// reset begins with an answer, of which the bodies have a size at most.
func (r *batchReader) reset(answer []byte, size int) {
	r.answer, r.bodies = *bytes.NewBuffer(answer), make([]byte, 0, size)
	r.decoder.Reset(&r.answer, lenient.Options)
}

// items reads the answers to a number of calls. The error is for what is no JSON, or no
// array of at most so many items.
func (r *batchReader) items(header http.Header, calls int) ([]BatchAnswer, error) {
	if r.decoder.PeekKind() != '[' {
		return nil, ErrNotJSON
	}
	_, err := r.decoder.ReadToken()
	answers := make([]BatchAnswer, calls)
	i := 0
	for ; err == nil && r.decoder.PeekKind() != ']'; i++ {
		if i == calls {
			return nil, ErrNotJSON
		}
		// With include_headers=false the only headers are the batch's own.
		answers[i], err = r.item(header)
	}
	for ; i < calls; i++ {
		answers[i].Err = ErrUnfinished
	}
	if err == nil {
		_, err = r.decoder.ReadToken()
	}
	if err != nil {
		return nil, err
	}
	if _, err = r.decoder.ReadToken(); err != io.EOF { //nolint:errorlint // as the decoder has it
		return nil, ErrNotJSON
	}
	return answers, nil
}

// item reads the answer to one call. The error is for what is no JSON.
func (r *batchReader) item(header http.Header) (BatchAnswer, error) {
	switch r.decoder.PeekKind() {
	case 'n':
		return BatchAnswer{Err: ErrUnfinished}, r.decoder.SkipValue()
	case '{':
	default:
		return BatchAnswer{Err: ErrNotJSON}, r.decoder.SkipValue()
	}
	var (
		code  lenient.Number
		value jsontext.Value
	)
	_, err := r.decoder.ReadToken()
	for err == nil && r.decoder.PeekKind() != '}' {
		var name, member jsontext.Value // what is read stays, for nothing is added to the answer
		if name, err = r.decoder.ReadValue(); err == nil {
			member, err = r.decoder.ReadValue()
		}
		switch string(name) {
		case `"code"`:
			_ = code.UnmarshalJSON(member)
		case `"body"`:
			value = member
		}
	}
	if err == nil {
		_, err = r.decoder.ReadToken()
	}
	if err != nil {
		return BatchAnswer{}, err
	}
	return r.judge(header, int(code), value), nil
}

// judge returns the answer that an item's status and body are.
func (r *batchReader) judge(header http.Header, status int, value jsontext.Value) BatchAnswer {
	body, err := r.body(value)
	if err == nil {
		err = checkResponse(status, header, body)
	}
	if refusal, ok := errors.AsType[*Error](err); err != nil && (!ok || !refusal.Beside()) {
		body = nil
	}
	answer := BatchAnswer{Body: body, Err: err}
	if err == nil {
		answer.Inside = errorsInside(header, body)
	}
	return answer
}

// body returns the JSON that the body of an item holds, or is.
func (r *batchReader) body(value jsontext.Value) ([]byte, error) {
	switch value.Kind() {
	case '{':
		return value, nil
	case '"':
	default:
		return nil, ErrNotJSON
	}
	start, err := len(r.bodies), error(nil)
	if r.bodies, err = jsontext.AppendUnquote(r.bodies, value); err != nil {
		return nil, ErrNotJSON
	}
	return r.bodies[start:len(r.bodies):len(r.bodies)], nil
}
