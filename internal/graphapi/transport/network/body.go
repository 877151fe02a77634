package network

import (
	"context"
	"io"
)

// body is the body of an answer, with whose end the connection is free for other calls.
type body struct {
	io.ReadCloser
	ctx        context.Context //nolint:containedctx // the call's, which ends reading too
	connection *connection
	pool       *pool
	// released ends the context's hold on the connection; false when the context has
	// interrupted the connection.
	released func() bool
	// last reports that the connection closes after this answer.
	last bool
	over bool
}

// Read reads a part of the body.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	switch {
	case err == io.EOF: //nolint:errorlint // as io.Reader has it
		b.end(true)
	case err != nil:
		err = b.fail(err)
	}
	return n, err
}

// Close closes the connection, unless all of the body has been read.
func (b *body) Close() error {
	b.end(false)
	return nil
}

// fail ends the answer, and returns why: the context's error if the context has ended.
func (b *body) fail(err error) error {
	b.end(false)
	if ended := b.ctx.Err(); ended != nil {
		return ended
	}
	return err
}

// end keeps the connection when the answer was whole and nothing else came, and closes it
// otherwise. A connection with bytes too many would give them to another call.
func (b *body) end(whole bool) {
	if b.over {
		return
	}
	b.over = true
	if b.released() && whole && !b.last && b.connection.reader.Buffered() == 0 {
		b.pool.keep(b.connection)
		return
	}
	_ = b.connection.Close()
}
