package graph

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/viewer"
)

// answered is an entry of testdata/answers.yml: what the Graph API answers to the one call
// that an operation takes.
type answered struct {
	Login, Operation, Answer string
}

// swapped answers every call with the bytes that are in its place.
type swapped struct{ atomic.Pointer[canned] }

func (s *swapped) RoundTrip(r *http.Request) (*http.Response, error) { return s.Load().RoundTrip(r) }

// ways are the endpoint twice, over one upstream: operations are answered directly by the
// one, where they can be, and by resolvers by the other.
type ways struct {
	upstream         swapped
	direct, resolved map[string]http.Handler
	operations       []answered
	tokens           int
}

func newWays(tb testing.TB) *ways {
	tb.Helper()
	text, err := os.ReadFile("testdata/answers.yml")
	if err != nil {
		tb.Fatal(err)
	}
	w := &ways{direct: map[string]http.Handler{}, resolved: map[string]http.Handler{}}
	if err := yaml.UnmarshalWithOptions(text, &w.operations, yaml.Strict()); err != nil {
		tb.Fatal(err)
	}
	for _, login := range []dialect.Login{dialect.BasicDisplay, dialect.Instagram, dialect.Facebook} {
		handler := func(transcode bool) http.Handler {
			return newHandlerOver(tb, &w.upstream, nil, func(o *Options) {
				o.Transcode, o.Explain = transcode, true
				o.WithToken = func(ctx context.Context, token string, _ http.Header) (context.Context, error) {
					return viewer.NewContext(ctx, o.Hasher.Viewer(token, dialect.Of(login))), nil
				}
			})
		}
		w.direct[login.String()], w.resolved[login.String()] = handler(true), handler(false)
	}
	return w
}

// outcome is what a client sees of an operation.
type outcome struct {
	Data, Errors json.RawMessage
	Extensions   struct {
		Cost    json.RawMessage
		Explain struct {
			Execution string
			Calls     []any
		}
	}
}

// both returns what each way makes of an answer, of which nothing was known before.
func (w *ways) both(t *testing.T, o answered, answer []byte) (direct, resolved outcome) {
	t.Helper()
	w.tokens++
	body := canned(answer)
	w.upstream.Store(&body)
	for h, into := range map[http.Handler]*outcome{w.direct[o.Login]: &direct, w.resolved[o.Login]: &resolved} {
		request, _ := json.Marshal(map[string]any{"query": o.Operation, "extensions": map[string]any{"explain": true, "cost": true}})
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(string(request)))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+"token"+strconv.Itoa(w.tokens))
		recorder := httptest.NewRecorder()
		h.ServeHTTP(recorder, r)
		written, _ := io.ReadAll(recorder.Body)
		if err := json.Unmarshal(written, into); err != nil {
			t.Fatalf("%s\nis answered with no JSON: %s", answer, written)
		}
	}
	return direct, resolved
}

// Whatever the Graph API answers, operations that can be answered directly are answered as
// they are by resolvers.
func FuzzTranscode_writesWhatResolversWrite(f *testing.F) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	w := newWays(f)
	random := rand.New(rand.NewPCG(1, 11))
	for i := range w.operations {
		f.Add(uint8(i), []byte(nil))
		for range 40 {
			how := make([]byte, 24)
			for j := range how {
				how[j] = byte(random.Uint32())
			}
			f.Add(uint8(i), how)
		}
	}
	f.Fuzz(func(t *testing.T, index uint8, how []byte) {
		o := w.operations[int(index)%len(w.operations)]
		answer := []byte(o.Answer)
		if len(how) > 0 {
			answer = mutated(answer, how)
		}
		direct, resolved := w.both(t, o, answer)
		d, r := direct.Extensions, resolved.Extensions
		if string(direct.Data) != string(resolved.Data) || string(direct.Errors) != string(resolved.Errors) {
			t.Errorf("%s of\n%s\n%s: %s %s\nresolved: %s %s", o.Operation, answer, d.Explain.Execution, direct.Data, direct.Errors, resolved.Data, resolved.Errors)
		}
		if string(d.Cost) != string(r.Cost) || len(d.Explain.Calls) != len(r.Explain.Calls) {
			t.Errorf("%s of\n%s\n%s: cost %s, %d calls; resolved: cost %s, %d calls", o.Operation, answer, d.Explain.Execution, d.Cost, len(d.Explain.Calls), r.Cost, len(r.Explain.Calls))
		}
	})
}
