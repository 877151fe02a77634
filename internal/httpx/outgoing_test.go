package httpx

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

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

func ownerAt(address string) owner { return owner{address: address, viewer: viewer.ID{1}} }

func TestAnswersInTheMaking_areDroppedOfWhoeverHoldsMost(t *testing.T) {
	t.Parallel()
	m := NewMemory(1 << 20)
	var large bytes.Buffer
	first, second, other := m.outgoing(ownerAt("many")), m.outgoing(ownerAt("many")), m.outgoing(ownerAt("one"))
	making(first, 500<<10)(&large)
	making(second, 400<<10)(&large)
	making(other, 450<<10)(&large)
	if first.fits(500<<10) != errNoRoom || second.fits(400<<10) != nil || other.fits(450<<10) != nil {
		t.Errorf("dropped: %v, %v, and of another %v", first.dropped.Load(), second.dropped.Load(), other.dropped.Load())
	}
}

func TestAnAnswerInTheMaking_growsNoMoreOnceItIsDropped(t *testing.T) {
	t.Parallel()
	o := NewMemory(256 << 10).outgoing(ownerAt("one"))
	var made bytes.Buffer
	making(o, 8<<20)(&made)
	if made.Len() > 320<<10 {
		t.Errorf("it grew to %d bytes", made.Len())
	}
	if refused := o.fits(made.Len()); refused == nil || refused.code != problem.OperationTooLarge || refused.header != nil {
		t.Errorf("it is refused with %+v", refused)
	}
}

func TestMemory_cutsWhoeverHoldsMost(t *testing.T) {
	t.Parallel()
	ann, ben := viewer.ID{1}, viewer.ID{2}
	for name, c := range map[string]struct {
		holds []owner
		bytes []int
		cut   int
	}{
		"the largest address, not the oldest": {[]owner{{"quiet", ann, false}, {"loud", ben, false}, {"loud", ann, false}}, []int{40, 39, 39}, 1},
		"there the largest viewer":            {[]owner{{"one", ann, false}, {"one", ben, false}, {"one", ben, false}}, []int{40, 35, 39}, 2},
		"there the largest hold":              {[]owner{{"one", ann, false}, {"one", ann, false}}, []int{40, 70}, 1},
		"there the oldest":                    {[]owner{{"one", ann, false}, {"one", ann, false}}, []int{60, 60}, 0},
		"strangers first":                     {[]owner{{"one", ann, false}, {"new", ben, true}}, []int{80, 30}, 1},
		"no stranger within their part":       {[]owner{{"new", ben, true}, {"one", ann, false}}, []int{10, 95}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, cut := NewMemory(100), -1
			for i, of := range c.holds {
				m.hold(of, func() { cut = i }).grow(c.bytes[i])
			}
			if cut != c.cut {
				t.Errorf("hold %d is cut, want %d", cut, c.cut)
			}
		})
	}
}
