// Package batch reads the answer to a batch of calls: an array of items, each with the status
// and the body of one call's answer.
//
// Source: Meta, Graph API: Batch Requests.
package batch

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi/lenient"
)

// Why there is no body: the server did not finish the call, or what came is no JSON of the
// documented form.
var (
	ErrUnfinished = errors.New("the call was not finished")
	ErrNotJSON    = errors.New("no JSON of the documented form")
)

// Item is the answer to one call of a batch.
type Item struct {
	Status int
	// Body is the JSON that the item's body holds, or is.
	Body []byte
	// Err is ErrUnfinished or ErrNotJSON where there is no body.
	Err error
}

// reader reads the answer to a batch, once and from front to back.
type reader struct {
	decoder jsontext.Decoder
	answer  bytes.Buffer
	// bodies holds the bodies of all items, one behind the other.
	bodies []byte
}

// readers are used again.
var readers = sync.Pool{New: func() any { return new(reader) }}

// Read takes the answer to so many calls apart. An item's body is a JSON text within a
// JSON string, and an object is taken for what it is; an item that the server did not
// finish is null, or missing at the end. An item out of form is an error for its own
// call alone. The error is ErrNotJSON, for what is no array of at most so many items.
func Read(answer []byte, calls int) ([]Item, error) {
	r := readers.Get().(*reader)
	defer readers.Put(r)
	defer r.reset(nil, 0) // keeps no answer in memory
	r.reset(answer, len(answer))
	items, err := r.items(calls)
	if err != nil {
		return nil, ErrNotJSON
	}
	return items, nil
}

// reset begins with an answer, of which the bodies have a size at most.
func (r *reader) reset(answer []byte, size int) {
	r.answer, r.bodies = *bytes.NewBuffer(answer), make([]byte, 0, size)
	r.decoder.Reset(&r.answer, lenient.Options)
}

// items reads the answers to a number of calls.
func (r *reader) items(calls int) ([]Item, error) {
	if r.decoder.PeekKind() != '[' {
		return nil, ErrNotJSON
	}
	_, err := r.decoder.ReadToken()
	items := make([]Item, calls)
	i := 0
	for ; err == nil && r.decoder.PeekKind() != ']'; i++ {
		if i == calls {
			return nil, ErrNotJSON
		}
		items[i], err = r.item()
	}
	for ; i < calls; i++ {
		items[i].Err = ErrUnfinished
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
	return items, nil
}

// item reads the answer to one call. The error is for what is no JSON.
func (r *reader) item() (Item, error) {
	switch r.decoder.PeekKind() {
	case 'n':
		return Item{Err: ErrUnfinished}, r.decoder.SkipValue()
	case '{':
	default:
		return Item{Err: ErrNotJSON}, r.decoder.SkipValue()
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
		return Item{}, err
	}
	body, err := r.body(value)
	return Item{Status: int(code), Body: body, Err: err}, nil
}

// body returns the JSON that the body of an item holds, or is.
func (r *reader) body(value jsontext.Value) ([]byte, error) {
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
