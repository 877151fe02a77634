package loader

import (
	"errors"
	"maps"
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
func (l *Loader) Faulty() bool { return l.faults.any.Load() }

// Fault returns what could not be read of a model's Graph API field; nil for nothing.
func (l *Loader) Fault(model any, field string) *entity.Fault {
	if !l.Faulty() {
		return nil
	}
	l.faults.mu.Lock()
	defer l.faults.mu.Unlock()
	return l.faults.all.Of(model, field)
}

// Miss notes what could not be read of a model's field that is no Graph API field
// itself, such as the nodes of a connection.
func (l *Loader) Miss(model any, field string, fault *entity.Fault) {
	l.faults.add(entity.FaultOf(model, field, fault))
}

// lost is the error of nodes that could be read beside others that could not: those of
// the others.
type lost struct {
	errs []error
	// first reports that one of the others would have been the first of all.
	first bool
}

// Error tells of the first one.
func (l lost) Error() string { return l.errs[0].Error() }

// Unwrap returns all of them.
func (l lost) Unwrap() []error { return l.errs }

// Lost returns the errors of the nodes that are missing among those that a method of
// Loader has returned with an error; none when the error is about all of them.
func Lost(err error) []error {
	l, _ := errors.AsType[lost](err)
	return l.errs
}

// firstOf returns the first of several nodes; nil for none. No other takes the place of
// one that could not be read.
func firstOf(nodes []entity.Entity, err error) (entity.Entity, error) {
	if l, ok := errors.AsType[lost](err); ok && !l.first {
		err = nil
	}
	if err != nil || len(nodes) == 0 {
		return nil, err
	}
	return nodes[0], nil
}

// nodesOf returns the nodes of a page.
func nodesOf(page *entity.Page, err error) ([]entity.Entity, error) {
	if err != nil {
		return nil, err
	}
	missing := page.Lost()
	_, first := page.First().(*entity.ValueError)
	if page.Broken != nil {
		missing = append(missing, page.Broken)
	}
	if len(missing) > 0 {
		err = lost{missing, first}
	}
	return page.Entities(), err
}
