package loader

import (
	"bytes"
	"errors"
	"sync/atomic"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
)

// ask makes a call and decodes the answer. An answer that could not be decoded, or
// not all of it, is kept in no cache.
func ask[T any](l *Loader, call graphapi.Call, decode decoding[T]) (T, error) {
	var none T
	if err := l.Spend(l.ctx, l.shared.log()); err != nil {
		return none, err
	}
	r := &reading[T]{models: l.shared.Models, decode: decode}
	call.Whole, call.Anew = r.whole, l.Anew
	answer, err := l.shared.Client.Do(l.ctx, call)
	if answer == nil {
		return none, err
	}
	return r.answer(l, graphapi.BatchAnswer{Body: answer.Body, Err: err, Inside: answer.Inside})
}

// decoding reads the body of an answer by models.
type decoding[T any] func(entity.Models, []byte) (T, error)

// reading is how the answer to one call is decoded: once, by the cache, which keeps
// only what could be read, or else by the loader.
type reading[T any] struct {
	models entity.Models
	decode decoding[T]
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
func (r *reading[T]) whole(body []byte) bool {
	d := r.run(body, nil)
	r.done.Store(d)
	return d.err == nil && !d.Odd
}

// answer returns what is in an answer, which may have come with an error, and notes what
// could not be read.
func (r *reading[T]) answer(l *Loader, a graphapi.BatchAnswer) (T, error) {
	if a.Err != nil {
		return r.beside(l, a.Body, a.Err)
	}
	d := r.done.Load()
	if d == nil || !bytes.Equal(d.body, a.Body) {
		d = r.run(a.Body, nil)
	}
	d.wait(a.Inside)
	return d.take(l)
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

// beside returns what is in the body of an answer beside an error, which stands at all
// that did not come. Only an answer without any node, or value that was asked for, is that
// error: else nothing shows that the same would be refused again.
func (r *reading[T]) beside(l *Loader, body []byte, err error) (T, error) {
	if refusal, ok := errors.AsType[*graphapi.Error](err); ok && refusal.Beside() {
		if d := r.run(body, err); d.err == nil && (d.Told || d.Nodes > 0) {
			l.MarkRefused()
			return d.take(l)
		}
	}
	var none T
	return none, err
}

// take notes what could not be read.
func (d *decoded[T]) take(l *Loader) (T, error) {
	if d.err == nil {
		l.Read(d.Nodes)
	}
	if len(d.Inside) > 0 {
		l.MarkRefused()
	}
	l.faults.add(d.Faults)
	return d.found, d.err
}

// run decodes a body, which holds an error, or none.
func (r *reading[T]) run(body []byte, beside error) *decoded[T] {
	d := &decoded[T]{body: body}
	d.found, d.err = r.decode(r.models.Noting(&d.Reading).Beside(beside), body)
	return d
}
