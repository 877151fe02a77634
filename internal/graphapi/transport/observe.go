package transport

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/redact"
)

// observe records each call in the context's record and in the log at level debug,
// and reports the call to watch. Where there is none of the three, observe costs nothing.
type observe struct {
	// root stands before the path of each call.
	root string
	// caching reports that answers are kept.
	caching bool
	log     *slog.Logger
	watch   func(context.Context, CallResult)
	next    graphapi.Doer
}

// CallResult is one call that is over.
type CallResult struct {
	Exchange
	// Node is the type of node that was asked for; empty for a batch of several.
	Node  string
	Began time.Time
	// Answer and Err are what a graphapi.Doer gave.
	Answer *graphapi.Answer
	Err    error
}

// Do makes the call and waits for the whole answer: how long the call took and how large
// the answer is are known only then.
func (o *observe) Do(ctx context.Context, asked graphapi.Call) (*graphapi.Answer, error) {
	record := recordOf(ctx, &asked)
	if record == nil && o.watch == nil && !o.log.Enabled(ctx, slog.LevelDebug) {
		return o.next.Do(ctx, asked)
	}
	call, began := describe(o.root, &asked), time.Now()
	call.began = began
	if o.caching && asked.Lifetime > 0 {
		call.Cache = miss
	}
	record.start(call)
	answer, err := o.next.Do(ctx, asked)
	made := outcome{took: time.Since(began)}
	if answer != nil {
		made.status, made.bytes = answer.Status, int64(len(answer.Body))
	}
	record.finish(call, made)
	o.logCall(ctx, call, made, err)
	if o.watch != nil {
		seen := CallResult{Exchange: *call, Node: asked.Node, Began: began, Answer: answer, Err: err}
		seen.Status, seen.Bytes, seen.Duration = made.status, made.bytes, made.took
		o.watch(ctx, seen)
	}
	return answer, err
}

// outcome is what is known of a call when it is over.
type outcome struct {
	status int
	bytes  int64
	took   time.Duration
}

// logCall writes a line for a call that is over.
func (o *observe) logCall(ctx context.Context, call *Exchange, made outcome, failed error) {
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

// Describe returns a call that is not made as a record would show it; root stands before the
// path.
func Describe(root string, call *graphapi.Call) Exchange { return describe(root, call).shown() }

// shown returns a copy of the call as clients may see what they sent: without credentials.
func (c *Exchange) shown() Exchange {
	call := *c
	call.Path, call.Fields = redact.Credentials(c.Path), redact.Credentials(c.Fields)
	call.IDs, call.Batch = slices.Clone(c.IDs), slices.Clone(c.Batch)
	for i, id := range call.IDs {
		call.IDs[i] = redact.Credentials(id)
	}
	for i, item := range call.Batch {
		call.Batch[i] = BatchItem{redact.Credentials(item.Path), redact.Credentials(item.Fields)}
	}
	return call
}

// describe returns a call as a record shows calls, its path with what stands before
// every path.
func describe(root string, asked *graphapi.Call) *Exchange {
	call := &Exchange{
		Method: asked.Verb(),
		Path:   root + asked.Path,
		Fields: asked.Fields,
		IDs:    append(make([]string, 0, len(asked.IDs)+len(asked.Batch)), asked.IDs...),
		Cache:  none,
	}
	if asked.Writes() {
		call.Params = params(asked.Params)
	}
	if len(asked.Batch) > 0 {
		call.Batch = make([]BatchItem, len(asked.Batch))
	}
	paths := rooted(root, asked.Batch)
	for i := range asked.Batch {
		item := &asked.Batch[i]
		if id := nodeIn(item.Path); id != "" {
			call.IDs = append(call.IDs, id)
		}
		call.IDs = append(call.IDs, item.IDs...)
		length := len(root) + len(item.Path)
		call.Batch[i], paths = BatchItem{paths[:length], item.Fields}, paths[length:]
		if i == 0 {
			call.Fields = item.Fields
		} else if call.Fields != item.Fields {
			call.Fields = ""
		}
	}
	return call
}

// rooted returns the paths of the calls of a batch, each with what stands before every path,
// one behind the other: for fifty calls, one text.
func rooted(root string, batch []graphapi.Call) string {
	size := 0
	for i := range batch {
		size += len(root) + len(batch[i].Path)
	}
	var all strings.Builder
	all.Grow(size)
	for i := range batch {
		all.WriteString(root)
		all.WriteString(batch[i].Path)
	}
	return all.String()
}

// params returns the parameters of a call, without what looks like a secret.
func params(of url.Values) map[string]string {
	if len(of) == 0 {
		return nil
	}
	shown := make(map[string]string, len(of))
	for name, values := range of {
		shown[name] = redact.Secrets(strings.Join(values, ","))
	}
	return shown
}
