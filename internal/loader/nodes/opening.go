package nodes

import (
	"slices"
	"sync"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Opening is the first calls for the expansions of a node, made together by a batch POST.
// The answer to each call, or its refusal, is then taken further as if the call had been
// made alone. The zero value has made no calls.
type Opening[T any] struct {
	// calls holds an opened[T] for each expansion that was called for.
	calls sync.Map
}

// opened is the answer to a call for an expansion, in the form that the server took.
type opened[T any] struct {
	node  *expansion.Expansion
	found T
	err   error
	// again reports that the call may be answered, or answered in full, when it is made by
	// itself: its error may have passed, or is about the batch.
	again bool
}

// Asking writes the call for an expansion, and says how the answer is read.
type Asking[T any] func(*expansion.Expansion) (graphapi.Call, answer.Decoding[T])

// Post makes the calls for field expansions. Those that the server did not finish in
// time are made again, in a smaller batch.
func (o *Opening[T]) Post(l *Lookups, of string, expansions []*expansion.Expansion, ask Asking[T]) {
	for batch := range slices.Chunk(expansions, graphapi.MaxBatch) {
		for len(batch) > 1 {
			late := o.postBatch(l, of, batch, ask)
			if len(late) < 2 || len(late) == len(batch) || !l.Repair() {
				break // the late ones are called for one by one
			}
			batch = late
		}
	}
}

// postBatch makes a batch POST, and returns those expansions whose calls are to be made
// again.
func (o *Opening[T]) postBatch(l *Lookups, of string, expansions []*expansion.Expansion, ask Asking[T]) (late []*expansion.Expansion) {
	var able, nodes []*expansion.Expansion
	for _, n := range expansions {
		if acting, err := l.WithActor(n); err == nil {
			able, nodes = append(able, n), append(nodes, acting)
		}
	}
	if len(able) < 2 {
		return nil
	}
	answers, readings, failed := answer.ToBatch(l.Reader, len(able), func(i int) (graphapi.Call, answer.Decoding[T]) {
		nodes[i] = l.Adapt(of, nodes[i])
		return ask(nodes[i])
	})
	failed = graphapi.Unreadable(failed, false)
	for i, n := range able {
		first := opened[T]{node: nodes[i], err: failed}
		if failed != nil { // of the batch, and not of what is in it
			_, first.again = suspect.Separable(nodes[i], failed)
		} else {
			first.found, first.err = readings[i].Answer(l.Reader, answers[i])
			first.again = graphapi.RetryableNow(answers[i].Err)
		}
		if first.again {
			late = append(late, n)
		}
		if earlier, made := o.answered(n); made && first.err != nil {
			earlier.again = false
			first = earlier
		}
		o.calls.Store(n, first)
	}
	return late
}

// answered returns the answer to a call for an expansion, if the call was answered, though
// perhaps in part.
func (o *Opening[T]) answered(n *expansion.Expansion) (answer opened[T], made bool) {
	known, made := o.calls.Load(n)
	if made {
		answer = known.(opened[T]) //nolint:forcetypeassert // nothing else is in it
	}
	return answer, made && answer.err == nil
}

// GoOn takes the first call for an expansion further, or makes the call if it has not
// been made together with others, or may now be answered. Where that fails, what came in
// part beside the first call's error stays.
func (o *Opening[T]) GoOn(l *Lookups, of string, expansion *expansion.Expansion, call func(*expansion.Expansion) (T, error)) (T, error) {
	known, made := o.calls.LoadAndDelete(expansion)
	if !made {
		return Do(l, of, expansion, call)
	}
	first := known.(opened[T]) //nolint:forcetypeassert // nothing else is in it
	if first.again && l.Repair() {
		found, err := Do(l, of, expansion, call)
		if err != nil && first.err == nil { // what came in part is better than nothing
			return first.found, nil
		}
		return found, err
	}
	if first.err == nil {
		return first.found, nil
	}
	done, err := l.Turn()
	if err != nil {
		return first.found, err
	}
	defer done()
	return repair.Isolate(l.Session, of, first.node, first.found, first.err, call)
}
