package graphapi

import (
	"net/http"
	"strings"
)

// MaxBatch is the most calls that one batch may have.
//
// Source: Meta, Graph API: Batch Requests.
const MaxBatch = 50

// Batched returns the call that makes several GET calls by one batch POST. The batch is
// made as each call asks to be made: once, anew, and fresh for the shortest of the calls'
// lifetimes.
func Batched(calls []Call) Call {
	batch := Call{Method: http.MethodPost, Path: "/", Node: calls[0].Node, Batch: calls, Lifetime: calls[0].Lifetime}
	for i := range calls {
		if calls[i].Node != batch.Node {
			batch.Node = "" // there is none for several
		}
		batch.Once = batch.Once || calls[i].Once
		batch.Anew = batch.Anew || calls[i].Anew
		batch.Lifetime = min(batch.Lifetime, calls[i].Lifetime)
	}
	return batch
}

// checkBatch refuses a batch that is too long or holds anything but GETs.
func checkBatch(calls []Call) error {
	if len(calls) > MaxBatch {
		return ErrBatchSize
	}
	for i := range calls {
		if calls[i].Verb() != http.MethodGet {
			return ErrBatchSize
		}
		if err := calls[i].check(); err != nil {
			return err
		}
	}
	return nil
}

// The JSON around the relative URL of each call of a batch, escaped.
var beforeItem, afterItem = escaped(`{"method":"GET","relative_url":"`), escaped(`"}`)

// writeBatch writes the JSON of the calls, escaped. A checked path and an escaped query
// hold nothing that JSON would have to escape, and a path nothing at all.
func writeBatch(b *strings.Builder, calls []Call) {
	var query string // of the last call, with its question mark
	b.WriteString(escaped("["))
	for i := range calls {
		call := &calls[i]
		if i == 0 || !call.asksLike(&calls[i-1]) {
			if query = call.Query(); query != "" {
				query = escaped("?" + query)
			}
			b.Grow((len(calls) - i) * (len(beforeItem) + len(call.Path) + len(query) + len(afterItem) + 1))
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(beforeItem)
		b.WriteString(strings.TrimPrefix(call.Path, "/"))
		b.WriteString(query)
		b.WriteString(afterItem)
	}
	b.WriteString(escaped("]"))
}

// asksLike reports whether a call asks for the same fields as another, and nothing else.
func (c *Call) asksLike(other *Call) bool {
	return c.Fields == other.Fields && len(c.IDs)+len(c.Params)+len(other.IDs)+len(other.Params) == 0
}

// KeptWhole reports whether a cache may keep an answer to the call that is no error:
// nothing in it was refused, and all of it could be read.
func (c *Call) KeptWhole(answer *Answer) bool {
	for i := range c.Batch {
		if item := answer.Batch[i]; item.Err != nil || !c.Batch[i].readsWhole(item.Body) {
			return false
		}
	}
	return c.readsWhole(answer.Body)
}

func (c *Call) readsWhole(body []byte) bool { return c.Whole == nil || c.Whole(body) }
