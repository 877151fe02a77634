package graphapi

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// MaxBatch is the most calls that one batch may have.
//
// Source: Meta, Graph API: Batch Requests.
const MaxBatch = 50

// BatchAnswer is the answer to one call of a batch: a body, or an error of the
// kinds that Do gives.
type BatchAnswer struct {
	Body []byte
	Err  error
}

// Batch makes up to MaxBatch GET calls by one POST and returns their answers in
// the calls' order, one for each. The error is that of the batch as a whole.
func (c *Client) Batch(ctx context.Context, calls []Call) ([]BatchAnswer, error) {
	items, err := batchItems(calls)
	if err != nil {
		return nil, err
	}
	answer, err := c.do(ctx, &outgoing{
		call: Call{
			Method: http.MethodPost,
			Path:   "/",
			Node:   nodeOf(calls),
			Params: url.Values{"batch": {items}, "include_headers": {"false"}},
		},
		batch: calls,
	})
	if err != nil {
		return nil, err
	}
	return readBatch(answer, len(calls))
}

// nodeOf returns the type of node that all calls ask for; empty when they differ.
func nodeOf(calls []Call) string {
	if len(calls) == 0 || slices.ContainsFunc(calls, func(c Call) bool { return c.Node != calls[0].Node }) {
		return ""
	}
	return calls[0].Node
}

// batchItems writes the JSON of the calls. A checked path and an escaped query
// hold nothing that JSON would have to escape.
func batchItems(calls []Call) (string, error) {
	if len(calls) == 0 || len(calls) > MaxBatch {
		return "", ErrBatchSize
	}
	var b strings.Builder
	b.WriteByte('[')
	for i := range calls {
		call := &calls[i]
		if call.method() != http.MethodGet {
			return "", ErrBatchSize
		}
		if err := call.check(); err != nil {
			return "", err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`{"method":"GET","relative_url":"`)
		b.WriteString(strings.TrimPrefix(call.Path, "/"))
		if query := call.query(); query != "" {
			b.WriteByte('?')
			b.WriteString(query)
		}
		b.WriteString(`"}`)
	}
	b.WriteByte(']')
	return b.String(), nil
}

// readBatch takes the answers apart. An item's body is a JSON text within a
// JSON string, and an object is taken for what it is; an item that the server did not finish is null, or missing at
// the end. One out of form is an error for its own call alone.
func readBatch(answer *Answer, calls int) ([]BatchAnswer, error) {
	var items []jsontext.Value
	if err := json.Unmarshal(answer.Body, &items, lenient); err != nil || len(items) > calls {
		return nil, ErrNotJSON
	}
	answers := make([]BatchAnswer, calls)
	for i := range answers {
		if i >= len(items) || items[i].Kind() == 'n' {
			answers[i].Err = ErrUnfinished
			continue
		}
		// With include_headers=false the only headers are the batch's own.
		answers[i] = readBatchItem(items[i], answer.Header)
	}
	return answers, nil
}

// readBatchItem reads the answer to one call.
func readBatchItem(value jsontext.Value, header http.Header) BatchAnswer {
	var item struct {
		Code number         `json:"code"`
		Body jsontext.Value `json:"body"`
	}
	if err := json.Unmarshal(value, &item, lenient); err != nil {
		return BatchAnswer{Err: ErrNotJSON}
	}
	body, err := bodyOf(item.Body)
	if err == nil {
		err = checkResponse(int(item.Code), header, body)
	}
	if err != nil {
		return BatchAnswer{Err: err}
	}
	return BatchAnswer{Body: body}
}

// BatchError returns the first error in the answer to a batch of that many calls;
// nil when all are answered.
func BatchError(answer *Answer, calls int) error {
	items, err := readBatch(answer, calls)
	if err != nil {
		return err
	}
	for i := range items {
		if items[i].Err != nil {
			return items[i].Err
		}
	}
	return nil
}

// Kept reports whether a cache may keep the answer to a context's call: all of it
// could be read, and none of a batch was refused. The error is the first of a batch.
func Kept(ctx context.Context, answer *Answer) (bool, error) {
	call, batch, _ := CallFrom(ctx)
	if len(batch) == 0 {
		return call.whole(answer.Body), nil
	}
	items, err := readBatch(answer, len(batch))
	if err != nil {
		return false, err
	}
	kept := true
	for i := range items {
		if items[i].Err != nil {
			return false, items[i].Err
		}
		kept = kept && batch[i].whole(items[i].Body)
	}
	return kept, nil
}

func (c *Call) whole(body []byte) bool { return c.Whole == nil || c.Whole(body) }

// bodyOf returns the JSON that the body of an item holds, or is.
func bodyOf(value jsontext.Value) ([]byte, error) {
	switch value.Kind() {
	case '{':
		return value, nil
	case '"':
	default:
		return nil, ErrNotJSON
	}
	body, err := jsontext.AppendUnquote(nil, bytes.TrimSpace(value))
	if err != nil {
		return nil, ErrNotJSON
	}
	return body, nil
}
