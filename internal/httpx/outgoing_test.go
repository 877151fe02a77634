package httpx

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/httpx/form"
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

func TestAnAnswerInTheMaking_isCountedAtTheLatestAfter32KiB(t *testing.T) {
	t.Parallel()
	for size, counted := range map[int]int{31 << 10: 0, 32 << 10: 32 << 10, 63 << 10: 32 << 10, 96 << 10: 96 << 10} {
		o, made := newOutgoing(memory.NewBound(1<<20), ownerAt("one")), bytes.Buffer{}
		making(o, size)(&made)
		if o.size != counted || made.Len() != size {
			t.Errorf("of %d bytes %d are made and %d counted, want %d", size, made.Len(), o.size, counted)
		}
		if refused := o.fits(size); refused != nil || o.size != size {
			t.Errorf("of %d bytes %d are counted at the end; refused: %v", size, o.size, refused)
		}
	}
}

func TestAnAnswerInTheMaking_isCountedHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(io.Writer, string) (int, error){
		"as bytes": func(w io.Writer, s string) (int, error) { return w.Write([]byte(s)) },
		"as text":  io.WriteString,
	} {
		o, made := newOutgoing(memory.NewBound(64<<10), ownerAt("one")), bytes.Buffer{}
		value := graphql.WriterFunc(func(w io.Writer) {
			for _, letter := range []string{"a", "b", "c", "d"} {
				if n, err := write(w, strings.Repeat(letter, 32<<10)); n != 32<<10 || err != nil {
					t.Errorf("%s: %d bytes, %v", name, n, err)
				}
			}
		})
		counted := o.count(func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) })
		counted(t.Context(), func(context.Context) graphql.Marshaler { return value }).MarshalGQL(&made)
		if !o.dropped.Load() || made.String() != strings.Repeat("a", 32<<10)+strings.Repeat("b", 32<<10) {
			t.Errorf("%s: %d bytes are made, want the 64 KiB that there is room for", name, made.Len())
		}
	}
}

func TestCount_leavesAloneWhatIsNoAnswerInTheMaking(t *testing.T) {
	t.Parallel()
	o := newOutgoing(memory.NewBound(1), ownerAt("one"))
	give := func(value graphql.Marshaler) graphql.Marshaler {
		counted := o.count(func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) })
		return counted(t.Context(), func(context.Context) graphql.Marshaler { return value })
	}
	if give(graphql.Null) != graphql.Null {
		t.Error("null is another value, which gqlgen does not know as null")
	}
	var text strings.Builder
	give(graphql.MarshalString(strings.Repeat("x", 64<<10))).MarshalGQL(&text)
	if text.Len() != 64<<10+2 || o.size != 0 {
		t.Errorf("%d bytes are written, and %d counted", text.Len(), o.size)
	}
}

func TestFits_saysWhyThereIsNoRoom(t *testing.T) {
	t.Parallel()
	bound := memory.NewBound(100 << 20)
	alone := newOutgoing(bound, ownerAt("one"))
	if refused := alone.fits(100<<20 + 1); refused == nil || refused.code != problem.OperationTooLarge || !strings.Contains(refused.message, "100 MiB") {
		t.Errorf("an answer that would not fit alone is refused with %+v", refused)
	}
	first, second := newOutgoing(bound, ownerAt("one")), newOutgoing(bound, ownerAt("one"))
	if refused := first.fits(100 << 20); refused != nil {
		t.Errorf("an answer that just fits is refused with %+v", refused)
	}
	if refused := second.fits(1); refused != nil || first.fits(100<<20) != errNoRoom {
		t.Errorf("the larger of two answers is not refused, or the smaller is: %v", refused)
	}
}

// reader is a client that takes an answer, and knows how long it may take.
type reader struct {
	httptest.ResponseRecorder
	writes    int
	deadlines []time.Time
}

func (r *reader) Write(p []byte) (int, error) { r.writes++; return r.ResponseRecorder.Write(p) }

func (r *reader) SetWriteDeadline(at time.Time) error {
	r.deadlines = append(r.deadlines, at)
	return nil
}

func newReader() *reader { return &reader{ResponseRecorder: *httptest.NewRecorder()} }

func TestSend_givesALargeAnswerTheTimeThatASlowClientTakes(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]time.Duration{
		8 << 10:     0, // a connection's buffers hold as much
		8<<10 + 1:   30 * time.Second,
		1 << 20:     30*time.Second + 64*time.Second,
		16<<20 + 10: 30*time.Second + 1024*time.Second,
	} {
		for _, o := range []*outgoing{nil, newOutgoing(nil, ownerAt("one")), newOutgoing(memory.NewBound(1<<30), ownerAt("one"))} {
			w, began := newReader(), time.Now()
			o.send(w, make([]byte, size/2), make([]byte, size-size/2))
			switch {
			case w.Body.Len() != size:
				t.Errorf("%d bytes of %d are sent", w.Body.Len(), size)
			case want == 0 && len(w.deadlines) > 0:
				t.Errorf("%d bytes: until %v", size, w.deadlines)
			case want == 0:
			case len(w.deadlines) != 1 || w.deadlines[0].Before(began.Add(want)) || w.deadlines[0].After(time.Now().Add(want)):
				t.Errorf("%d bytes: until %v, want %v from %v", size, w.deadlines, want, began)
			}
		}
	}
}

func TestSend_endsTheAnswerThatMakesRoom(t *testing.T) {
	t.Parallel()
	bound := memory.NewBound(100 << 10)
	o, w := newOutgoing(bound, ownerAt("one")), newReader()
	o.grow(90 << 10)
	o.send(w, make([]byte, 60<<10)) // packed, it has become smaller
	other := newOutgoing(bound, ownerAt("one"))
	if other.grow(40 << 10); len(w.deadlines) != 1 || o.dropped.Load() {
		t.Errorf("until %v, though there is room", w.deadlines)
	}
	if other.grow(10 << 10); len(w.deadlines) != 2 || w.deadlines[1] != past {
		t.Errorf("until %v, want it cut", w.deadlines)
	}
	late := newReader()
	if o.send(late, make([]byte, 9<<10)); len(late.deadlines) != 2 || late.deadlines[1] != past {
		t.Errorf("until %v, though it was cut before", late.deadlines)
	}
}

func TestAnswers_areWrittenInOnePieceOrThree(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]int{0: 1, 1: 1, 64 << 10: 1, 64<<10 + 1: 3} {
		for _, coding := range []string{"", "gzip", "zstd"} {
			r, w := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", nil), newReader()
			r.Header.Set("Accept-Encoding", coding)
			a, _ := newAnswer(w, r)
			a.respond(&graphql.Response{Data: bytes.Repeat([]byte("1"), size), Extensions: map[string]any{"a": 1}}, nil)
			if coding != "" && size > form.WorthPacking {
				want = 1
			}
			if w.writes != want || w.Header().Get("Content-Length") != strconv.Itoa(w.Body.Len()) {
				t.Errorf("%d bytes as %q: %d writes, want %d, of %v", size, coding, w.writes, want, w.Header())
			}
		}
	}
}
