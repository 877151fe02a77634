package transport

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
)

// observe records each call in the context's record and in the log at level debug,
// and reports it to watch. If none of these wants to know, it does nothing.
type observe struct {
	log   *slog.Logger
	watch func(context.Context, CallResult)
	next  http.RoundTripper
}

// CallResult is one call that is over.
type CallResult struct {
	Exchange
	// Node is the type of node that was asked for; empty for a batch of several.
	Node  string
	Began time.Time
	// Answer is nil when none came whole, Err when it is what was asked for.
	Answer *graphapi.Answer
	Err    error
}

// RoundTrip makes the call and waits for its whole answer, because only then it is
// known how long it took and how large it is.
func (o *observe) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	record := FromContext(ctx)
	if record == nil && o.watch == nil && !o.log.Enabled(ctx, slog.LevelDebug) {
		return o.next.RoundTrip(request)
	}
	call, began := callOf(request), time.Now()
	call.began = began
	record.start(call)
	response, err := o.next.RoundTrip(request)
	answer, failed := graphapi.Outcome(ctx, response, err)
	made := outcome{took: time.Since(began)}
	if response != nil {
		made.status = response.StatusCode
	}
	if answer != nil {
		made.bytes = int64(len(answer.Body))
	}
	record.finish(call, made)
	o.tell(ctx, call, made, failed)
	if o.watch != nil {
		asked, _, _ := graphapi.CallFrom(ctx)
		seen := CallResult{Exchange: *call, Node: asked.Node, Began: began, Answer: answer, Err: failed}
		seen.Status, seen.Bytes, seen.Duration = made.status, made.bytes, made.took
		o.watch(ctx, seen)
	}
	return response, err
}

// outcome is what is known of a call when it is over.
type outcome struct {
	status int
	bytes  int64
	took   time.Duration
}

func (o *observe) tell(ctx context.Context, call *Exchange, made outcome, failed error) {
	if !o.log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	attributes := []slog.Attr{
		slog.String("method", call.Method), slog.String("path", call.Path), slog.Int("status", made.status),
		slog.Int64("bytes", made.bytes), slog.Duration("took", made.took),
	}
	if failed != nil {
		attributes = append(attributes, slog.Any("error", failed))
	}
	o.log.LogAttrs(ctx, slog.LevelDebug, "Graph API call", attributes...)
}

// callOf describes the call that a request makes.
func callOf(request *http.Request) *Exchange {
	asked, batch, _ := graphapi.CallFrom(request.Context())
	call := &Exchange{
		Method: request.Method,
		Path:   request.URL.Path,
		Fields: asked.Fields,
		IDs:    append([]string{}, asked.IDs...),
		Cache:  none,
	}
	if isSet(request.Context(), missKey{}) {
		call.Cache = miss
	}
	base := strings.TrimSuffix(request.URL.Path, "/")
	for i, item := range batch {
		if id := nodeIn(item.Path); id != "" {
			call.IDs = append(call.IDs, id)
		}
		call.IDs = append(call.IDs, item.IDs...)
		call.Batch = append(call.Batch, BatchItem{base + item.Path, item.Fields})
		if i == 0 {
			call.Fields = item.Fields
		} else if call.Fields != item.Fields {
			call.Fields = ""
		}
	}
	return call
}
