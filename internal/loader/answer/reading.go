package answer

import (
	"bytes"
	"errors"
	"sync/atomic"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
)

// Decoding reads the body of an answer by models.
type Decoding[T any] func(entity.Models, []byte) (T, error)

// Reading is how the answer to one call is decoded: once, by the cache, which keeps
// only what could be read, or else by the reader.
type Reading[T any] struct {
	models entity.Models
	decode Decoding[T]
	done   atomic.Pointer[decoded[T]]
}

// decoded is what came of decoding a body.
type decoded[T any] struct {
	body  []byte
	found T
	err   error
	entity.Reading
}

// whole reports whether all of a body could be read.
func (r *Reading[T]) whole(body []byte) bool {
	d := r.run(body, nil)
	r.done.Store(d)
	return d.err == nil && !d.Odd
}

// Whole reports whether all of a body could be read.
func Whole[T any](models entity.Models, decode Decoding[T], body []byte) bool {
	return (&Reading[T]{models: models, decode: decode}).whole(body)
}

// Answer returns what is in an answer, which may have come with an error, and notes what
// could not be read.
func (r *Reading[T]) Answer(of *Reader, a graphapi.BatchAnswer) (T, error) {
	if a.Err != nil {
		return r.beside(of, a.Body, graphapi.Unreadable(a.Err, false))
	}
	d := r.done.Load()
	if d == nil || !bytes.Equal(d.body, a.Body) {
		d = r.run(a.Body, nil)
	}
	d.wait(a.Inside)
	return d.take(of)
}

// wait gives the errors inside an answer the times to wait that its header says.
func (d *decoded[T]) wait(inside []*graphapi.Error) {
	for _, read := range d.Inside {
		for _, known := range inside {
			if graphapi.Alike(read, known) {
				read.RetryAfter = known.RetryAfter
			}
		}
	}
}

// beside returns the nodes in the body of an answer that has an error beside them; each part
// that did not come has the error. An answer without any node, or value that was asked for,
// is the error alone: else nothing shows that the same parts would be refused again.
func (r *Reading[T]) beside(of *Reader, body []byte, err error) (T, error) {
	refusal, refused := errors.AsType[*graphapi.Error](err)
	if refused && of.OnRefusal != nil {
		of.OnRefusal(refusal)
	}
	if refused && refusal.Beside() {
		if d := r.run(body, err); d.err == nil && (d.Told || d.Nodes > 0) {
			of.MarkRefused()
			return d.take(of)
		}
	}
	var none T
	return none, err
}

// take notes what could not be read.
func (d *decoded[T]) take(of *Reader) (T, error) {
	if d.err == nil {
		of.Read(d.Nodes)
	}
	if len(d.Inside) > 0 {
		of.MarkRefused()
	}
	of.faults.add(d.Faults)
	if odd, ok := errors.AsType[*entity.DecodeError](d.err); ok && odd.Retryable() {
		return d.found, graphapi.Unreadable(graphapi.ErrCut, false)
	}
	return d.found, d.err
}

// run decodes a body, which holds an error, or none.
func (r *Reading[T]) run(body []byte, beside error) *decoded[T] {
	d := &decoded[T]{body: body}
	d.found, d.err = r.decode(r.models.Noting(&d.Reading).Beside(beside), body)
	return d
}
