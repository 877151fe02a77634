package answer

import (
	"errors"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/gramql/gramql/internal/entity"
)

// faults are the values that could not be read in the answers to an operation.
type faults struct {
	any atomic.Bool
	mu  sync.Mutex
	all entity.Faults
}

func (f *faults) add(more entity.Faults) {
	if len(more) == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.all == nil {
		f.all = entity.Faults{}
	}
	maps.Copy(f.all, more)
	f.any.Store(true)
}

// Faulty reports whether any value could not be read so far.
func (r *Reader) Faulty() bool { return r.faults.any.Load() }

// Fault returns what could not be read of a model's Graph API field; nil for nothing.
func (r *Reader) Fault(model any, field string) *entity.Fault {
	if !r.Faulty() {
		return nil
	}
	r.faults.mu.Lock()
	defer r.faults.mu.Unlock()
	return r.faults.all.Of(model, field)
}

// Miss notes what could not be read of a model's field that is no Graph API field
// itself, such as the nodes of a connection.
func (r *Reader) Miss(model any, field string, fault *entity.Fault) {
	r.faults.add(entity.FaultOf(model, field, fault))
}

// Incomplete is the error of nodes that could be read beside others that could not: those of
// the others.
type Incomplete struct {
	Errs []error
	// First reports that one of the others would have been the first of all.
	First bool
}

// Error tells of the first one.
func (i Incomplete) Error() string { return i.Errs[0].Error() }

// Unwrap returns all of them.
func (i Incomplete) Unwrap() []error { return i.Errs }

// Behind returns the same error for a longer list, in which so many items come first.
func (i Incomplete) Behind(items int) Incomplete {
	i.Errs = slices.Clone(i.Errs)
	for at, err := range i.Errs {
		if lost, ok := errors.AsType[*entity.ValueError](err); ok {
			i.Errs[at] = lost.Further(items)
		}
	}
	return i
}

// Lost returns the errors of the nodes that are missing among those that were
// returned with an error; none when the error is about all of them.
func Lost(err error) []error {
	i, _ := errors.AsType[Incomplete](err)
	return i.Errs
}

// First returns the first of several nodes; nil for none. No other takes the place of
// one that could not be read.
func First(nodes []entity.Entity, err error) (entity.Entity, error) {
	if i, ok := errors.AsType[Incomplete](err); ok && !i.First {
		err = nil
	}
	if err != nil || len(nodes) == 0 {
		return nil, err
	}
	return nodes[0], nil
}

// Nodes returns the nodes of a page.
func Nodes(page *entity.Page, err error) ([]entity.Entity, error) {
	if err != nil {
		return nil, err
	}
	missing := page.Lost()
	_, first := page.First().(*entity.ValueError)
	if page.Broken != nil {
		missing = append(missing, page.Broken)
	}
	if len(missing) > 0 {
		err = Incomplete{missing, first}
	}
	return page.Entities(), err
}
