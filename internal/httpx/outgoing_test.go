package httpx

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/memory"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/viewer"
)

// making returns a function that makes an answer of so many bytes into a buffer.
func making(o *outgoing, size int) func(into *bytes.Buffer) {
	value := graphql.WriterFunc(func(w io.Writer) {
		for range size / 1024 {
			_, _ = io.WriteString(w, strings.Repeat("x", 1024))
		}
	})
	resolve := o.count(func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) })
	return func(into *bytes.Buffer) {
		resolve(context.Background(), func(context.Context) graphql.Marshaler { return value }).MarshalGQL(into)
	}
}

func ownerAt(address string) memory.Owner {
	return memory.Owner{Address: address, Viewer: viewer.ID{1}}
}

func TestAnswersInTheMaking_areDroppedOfWhoeverHoldsMost(t *testing.T) {
	t.Parallel()
	m := memory.NewBound(1 << 20)
	var large bytes.Buffer
	first, second, other := newOutgoing(m, ownerAt("many")), newOutgoing(m, ownerAt("many")), newOutgoing(m, ownerAt("one"))
	making(first, 500<<10)(&large)
	making(second, 400<<10)(&large)
	making(other, 450<<10)(&large)
	if first.fits(500<<10) != errNoRoom || second.fits(400<<10) != nil || other.fits(450<<10) != nil {
		t.Errorf("dropped: %v, %v, and of another %v", first.dropped.Load(), second.dropped.Load(), other.dropped.Load())
	}
}

func TestAnAnswerInTheMaking_growsNoMoreOnceItIsDropped(t *testing.T) {
	t.Parallel()
	o := newOutgoing(memory.NewBound(256<<10), ownerAt("one"))
	var made bytes.Buffer
	making(o, 8<<20)(&made)
	if made.Len() > 320<<10 {
		t.Errorf("it grew to %d bytes", made.Len())
	}
	if refused := o.fits(made.Len()); refused == nil || refused.code != problem.OperationTooLarge || refused.header != nil {
		t.Errorf("it is refused with %+v", refused)
	}
}
