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

// PassOn notes of another model's field what could not be read of a Graph API field,
// because the other's value comes from there.
func (l *Loader) PassOn(model any, field string, to any, toField string) {
	if fault := l.Fault(model, field); fault != nil {
		l.faults.mu.Lock()
		defer l.faults.mu.Unlock()
		l.faults.all.Put(to, toField, fault)
	}
}

// lost is the error of nodes that could be read beside others that could not: those of
// the others.
type lost []error

// Error tells of the first one.
func (l lost) Error() string { return l[0].Error() }

// Unwrap returns all of them.
func (l lost) Unwrap() []error { return l }

// Lost returns the errors of the nodes that are missing among those that a method of
// Loader has returned with an error; none when the error is about all of them.
func Lost(err error) []error {
	l, _ := errors.AsType[lost](err)
	return l
}

// nodesOf returns the nodes of a page.
func nodesOf(page *entity.Page, err error) ([]entity.Entity, error) {
	if err != nil {
		return nil, err
	}
	if missing := page.Lost(); len(missing) > 0 {
		err = lost(missing)
	}
	return page.Entities(), err
}
