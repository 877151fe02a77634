package loader

import (
	"bytes"
	"cmp"
	"sync/atomic"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
)

// ask makes a call and decodes the answer. An answer that could not be decoded, or
// not all of it, is kept in no cache.
func ask[T any](l *Loader, call graphapi.Call, decode decoding[T]) (T, error) {
	var none T
	if err := l.spend(); err != nil {
		return none, err
	}
	r := &reading[T]{models: l.shared.Models, decode: decode}
	call.Whole, call.Anew = r.whole, l.Anew
	answer, err := l.shared.Client.Do(l.ctx, call)
	if err != nil {
		return none, err
	}
	return r.take(l, answer.Body)
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
	d := r.run(body)
	r.done.Store(d)
	return d.err == nil && !d.Odd
}

// take returns what is in the body of an answer, and notes what could not be read.
func (r *reading[T]) take(l *Loader, body []byte) (T, error) {
	d := r.done.Load()
	if d == nil || !bytes.Equal(d.body, body) {
		d = r.run(body)
	}
	if d.err == nil {
		l.nodes.Add(int64(d.Nodes))
	}
	l.faults.add(d.Faults)
	return d.found, d.err
}

func (r *reading[T]) run(body []byte) *decoded[T] {
	d := &decoded[T]{body: body}
	d.found, d.err = r.decode(r.models.Noting(&d.Reading), body)
	if d.err != nil {
		d.err = cmp.Or(graphapi.RefusalIn(body), d.err)
	}
	return d
}
