// Package graphapi is the client of any server that speaks the Graph API:
// Meta's own hosts and the local graph. A call goes through a Client, which checks it,
// along a chain of Doers (package transport) to a Server, which makes the request; and
// one checkResponse decides whether what came is an error.
//
// A Server follows no redirect and no paging URL, for these may lead the token to an
// address of the other side's choosing.
package graphapi

import (
	"context"
	"time"
)

// Guard is the time that a call has when its context sets no deadline.
const Guard = 30 * time.Second

// Client calls one Graph API server. It may be used by many goroutines at once.
type Client struct {
	chain Doer
}

// New returns a client whose calls are made by a chain, or by a Server alone.
func New(chain Doer) *Client { return &Client{chain} }

var _ Doer = (*Client)(nil)

// Do makes one call and returns its answer, whose body is a JSON object or
// array by its outer brackets; what the brackets hold is not parsed yet.
//
// The error is that of a Doer. It holds neither token nor URL.
func (c *Client) Do(ctx context.Context, call Call) (*Answer, error) {
	if err := call.check(); err != nil {
		return nil, err
	}
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, Guard)
		defer cancel()
	}
	call.query = call.Query()
	return c.chain.Do(ctx, call)
}

// Batch makes up to MaxBatch GET calls by one POST and returns their answers in
// the calls' order, one for each. The error is that of the batch as a whole.
func (c *Client) Batch(ctx context.Context, calls []Call) ([]BatchAnswer, error) {
	if len(calls) == 0 {
		return nil, ErrBatchSize
	}
	answer, err := c.Do(ctx, Batched(calls))
	if err != nil {
		return nil, err
	}
	return answer.Batch, nil
}
