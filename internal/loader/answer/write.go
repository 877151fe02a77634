package answer

import (
	"context"

	"github.com/gramql/gramql/internal/graphapi"
)

// Before makes a call for what a node has before a write changes it.
func (r *Reader) Before(call graphapi.Call) (*graphapi.Answer, error) { return r.do(call) }

// Write makes a write, which counts among the operation's calls. Once it has begun it is
// not broken off because the client leaves: then no one would know whether it was done. Its
// deadline is the operation's. The error says how the write came out (graphapi.OutcomeOf).
func (r *Reader) Write(call graphapi.Call) (*graphapi.Answer, error) {
	if err := r.ctx.Err(); err != nil {
		return nil, graphapi.NotSent(r.ctx, err)
	}
	if err := r.Spend(r.ctx, r.log); err != nil {
		return nil, &graphapi.WriteError{Err: err, Outcome: graphapi.OutcomeNotSent}
	}
	ctx := context.WithoutCancel(r.ctx)
	if deadline, ok := r.ctx.Deadline(); ok {
		var stop context.CancelFunc
		ctx, stop = context.WithDeadline(ctx, deadline)
		defer stop()
	}
	answered, err := r.client.Do(ctx, call)
	switch {
	case err != nil:
		return answered, err
	case answered.Denies():
		return answered, &graphapi.WriteError{Err: graphapi.ErrDenied, Outcome: graphapi.OutcomeRejected}
	}
	return answered, nil
}

// Of returns what is in an answer, and notes what could not be read.
func Of[T any](r *Reader, answered *graphapi.Answer, decode Decoding[T]) (T, error) {
	reading := &Reading[T]{models: r.models, decode: decode}
	return reading.Answer(r, graphapi.BatchAnswer{Body: answered.Body, Inside: answered.Inside})
}
