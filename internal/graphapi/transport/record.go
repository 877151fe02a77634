package transport

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/cache"
)

// Record is the upstream calls of one operation. It may be used by many
// goroutines at once; its zero value is empty.
type Record struct {
	mu      sync.Mutex
	calls   []*Exchange
	retries int
	stale   time.Duration
	signIn  bool // see SignIn
}

// Exchange is one upstream call as it was made, and what came of the call. An Exchange
// holds no token and no secret.
type Exchange struct {
	Method string `json:"method"`
	// Path is the path with the version: "/v27.0/me".
	Path   string `json:"path"`
	Fields string `json:"fields"`
	// IDs are the nodes looked up at once; never nil.
	IDs []string `json:"ids"`
	// Status is the HTTP status; 0 when no answer came.
	Status int `json:"status"`
	// Duration is from the call's start to the end of its answer, or until now for a
	// call that is not over. In JSON it is durationMs, in milliseconds.
	Duration time.Duration `json:"-"`
	// Cache is what the cache had for the call. "hit" and "stale" are cached answers,
	// "shared" is the answer to an identical call: none of them cost a call. "miss"
	// did, and so did "none", a call that is never cached.
	Cache string `json:"cache"`
	// Bytes is the length of the answer, unpacked.
	Bytes int64 `json:"bytes"`
	// Params are the parameters of a write, which a POST has in its body.
	Params map[string]string `json:"params,omitempty"`
	// Batch is the calls within a batch.
	Batch []BatchItem `json:"batch,omitempty"`
	// key is what a hit was found under, and came is when the Graph API gave the answer.
	key  cache.Key
	came time.Time
	// began is when the call was made; zero once the call is over, and for a call that
	// the cache answered.
	began time.Time
}

// BatchItem is one call within a batch.
type BatchItem struct {
	Path   string `json:"path"`
	Fields string `json:"fields"`
}

// Made reports whether the Graph API was called, and not only the cache asked.
func (c *Exchange) Made() bool { return c.Cache != hit && c.Cache != stale && c.Cache != shared }

// Writes reports whether the call was a write.
func (c *Exchange) Writes() bool {
	return c.Method == http.MethodDelete || c.Method == http.MethodPost && len(c.Batch) == 0
}

// MarshalJSON writes the call as the explain extension shows it.
func (c Exchange) MarshalJSON() ([]byte, error) {
	type plain Exchange
	return json.Marshal(struct {
		plain
		Duration float64 `json:"durationMs"`
	}{plain(c), float64(c.Duration.Microseconds()) / 1000})
}

// Operation is a running operation, which has the record of its upstream calls.
type Operation interface{ Record() *Record }

type operationKey struct{}

// NewContext returns the context of a running operation.
func NewContext(ctx context.Context, o Operation) context.Context {
	return context.WithValue(ctx, operationKey{}, o)
}

// OperationFrom returns the context's operation; nil when it has none.
func OperationFrom(ctx context.Context) Operation {
	o, _ := ctx.Value(operationKey{}).(Operation)
	return o
}

// FromContext returns the record of the context's operation; nil when it has none.
func FromContext(ctx context.Context) *Record {
	if o := OperationFrom(ctx); o != nil {
		return o.Record()
	}
	return nil
}

// recordOf returns the record that a context's call is put down in; nil for a call that
// no operation waits for.
func recordOf(ctx context.Context, call *graphapi.Call) *Record {
	if call.Background {
		return nil
	}
	return FromContext(ctx)
}

// Made returns how many calls were made; a call that the cache answered was not.
func (r *Record) Made() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	made := 0
	for _, c := range r.calls {
		if c.Made() {
			made++
		}
	}
	return made
}

// noteStale puts down that an answer past its lifetime was given, and the answer's age.
func (r *Record) noteStale(age time.Duration) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stale = max(r.stale, age)
}

// noteSignIn puts down that the viewer has to sign in again.
func (r *Record) noteSignIn() {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.signIn = true
}

// SignIn reports whether the viewer has to sign in again: their account's token does not
// work.
func (r *Record) SignIn() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.signIn
}

// Stale returns the age of the oldest answer that was given past its lifetime; 0
// when none was.
func (r *Record) Stale() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stale
}

// Calls returns a copy of the calls so far, in the order of their starts; never
// nil.
func (r *Record) Calls() []Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	calls := make([]Exchange, 0, len(r.calls))
	for _, c := range r.calls {
		call := c.shown()
		if !c.began.IsZero() {
			call.Duration = time.Since(c.began)
		}
		calls = append(calls, call)
	}
	return calls
}

// start puts down a call that begins. A nil record puts down nothing.
func (r *Record) start(c *Exchange) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, c)
}

// finish completes a call.
func (r *Record) finish(c *Exchange, made outcome) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	c.Status, c.Bytes, c.Duration, c.began = made.status, made.bytes, made.took, time.Time{}
}

// retry counts a retry.
func (r *Record) retry() {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.retries++
}

// Retries returns how many of the calls were retries.
func (r *Record) Retries() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.retries
}
