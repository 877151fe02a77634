// Package answer makes the calls of one operation, and reads their answers into entities.
//
//	reader.go   makes calls: one, or many by a batch POST
//	reading.go  decodes answers, and says what of them may be kept
//	direct.go   makes calls whose answers need no decoding
//	faults.go   the values and nodes that could not be read
package answer

import (
	"context"
	"log/slog"
	"sync/atomic"

	"golang.org/x/sync/semaphore"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
)

// Reader makes the calls of one operation, which end with the context, and reads their
// answers.
type Reader struct {
	*repair.Session
	// Anew has the Graph API called for all that the operation reads, whatever the cache
	// holds. It is set before anything is read.
	Anew bool
	// OnRefusal hears of each refusal of a call, if it is not nil. It is set before anything is
	// read.
	OnRefusal func(*graphapi.Error)

	ctx      context.Context //nolint:containedctx // fields of one operation share calls, which no single field may cancel
	client   *graphapi.Client
	models   entity.Models
	log      *slog.Logger
	inFlight *semaphore.Weighted
	faults   faults
	// came is what Direct could not write.
	came atomic.Pointer[came]
}

// NewReader returns the reader of an operation, whose calls are counted by its session.
func NewReader(ctx context.Context, s *repair.Session, client *graphapi.Client, models entity.Models, log *slog.Logger) *Reader {
	return &Reader{Session: s, ctx: ctx, client: client, models: models, log: log, inFlight: semaphore.NewWeighted(dialect.MaxInFlight)}
}

// Turn waits until fewer than dialect.MaxInFlight calls are in flight. The caller
// calls done when its call is over.
func (r *Reader) Turn() (done func(), err error) {
	if err := r.inFlight.Acquire(r.ctx, 1); err != nil {
		return nil, graphapi.NoAnswer(r.ctx, err)
	}
	return func() { r.inFlight.Release(1) }, nil
}

// To returns the answer to a call, decoded. An answer that could not be decoded, or
// not all of it, is kept in no cache.
func To[T any](r *Reader, call graphapi.Call, decode Decoding[T]) (T, error) {
	var none T
	reading := &Reading[T]{models: r.models, decode: decode}
	call.Whole, call.Anew = reading.whole, r.Anew || r.Trying()
	answered, err := r.do(call)
	if answered == nil {
		return none, err
	}
	return reading.Answer(r, graphapi.BatchAnswer{Body: answered.Body, Err: graphapi.Unreadable(err, true), Inside: answered.Inside})
}

// ToBatch makes a batch POST of so many calls when a slot is free. The calls are written
// only when the slot is free. ToBatch returns the calls' answers, and a reading for each.
func ToBatch[T any](r *Reader, calls int, write func(i int) (graphapi.Call, Decoding[T])) ([]graphapi.BatchAnswer, []*Reading[T], error) {
	done, err := r.Turn()
	if err != nil {
		return nil, nil, err
	}
	defer done()
	items, readings := make([]graphapi.Call, calls), make([]*Reading[T], calls)
	for i := range items {
		readings[i] = &Reading[T]{models: r.models}
		items[i], readings[i].decode = write(i)
		items[i].Whole, items[i].Anew = readings[i].whole, r.Anew || r.Trying()
	}
	answered, err := r.do(graphapi.Batched(items))
	if err != nil {
		return nil, nil, err
	}
	return answered.Batch, readings, nil
}
