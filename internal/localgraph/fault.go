package localgraph

import (
	"slices"
	"sync"
	"time"
)

// Fault is one failure, and the requests that it strikes: those that have all
// that Method, Path, Token, Edge, Field and Limit name. Items of a batch are requests of
// their own.
type Fault struct {
	Kind FaultKind
	// Method is an HTTP method, Path a pattern of path.Match for the path without
	// its version, Token a prefix of the access token. Empty ones match all.
	Method, Path, Token string
	// Edge chooses the requests that ask for an edge, in the path or at any depth of
	// the field expansion; of faults of pages the edge that is struck, and of
	// OtherValue the edge or object whose rows are.
	Edge string
	// Field chooses the requests that ask for a field, edge or metric, or by a modifier
	// such as .after, at any depth (with Edge: of that edge's rows). Of OtherValue it is what is struck, asked for
	// or not: it may also be data, paging, cursors, before, after, next or previous;
	// "" is the whole row.
	Field string
	// Limit chooses the requests for a page of more rows than that (with Edge: of
	// that edge); 0 is any.
	Limit int
	// Node chooses one row by its id, of OtherError and OtherValue: the answers that
	// hold it, and there only that row.
	Node string
	// Item chooses one item of a batch, of OtherItem and NullBatchItem, counted from
	// 1; 0 is any.
	Item int
	// Times is how often the fault strikes; 0 is always.
	Times   int
	Delay   time.Duration
	Minutes int
	Percent int
	Version string
	To      string // a URL
	Status  int    // an HTTP status
	Body    string // any text; of OtherValue and OtherItem a JSON value
}

// Faults are the faults that are switched on.
type Faults struct {
	mu   sync.Mutex
	list []*Fault
}

// Add switches faults on.
func (f *Faults) Add(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range faults {
		f.list = append(f.list, &fault)
	}
}

// Clear switches all faults off.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = nil
}

// All returns the faults that are on.
func (f *Faults) All() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make([]Fault, len(f.list))
	for i, fault := range f.list {
		all[i] = *fault
	}
	return all
}

func (f *Faults) none() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.list) == 0
}

// take returns the first fault of these kinds that hits, and counts the strike.
func (f *Faults) take(hits func(*Fault) bool, kinds ...FaultKind) (struck Fault, ok bool) {
	f.strike(func(fault *Fault) bool {
		if ok || !hits(fault) {
			return false
		}
		struck, ok = *fault, true
		return true
	}, kinds...)
	return struck, ok
}

// strike shows all faults of these kinds to hits, in order, and counts a strike of
// each that hits.
func (f *Faults) strike(hits func(*Fault) bool, kinds ...FaultKind) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = slices.DeleteFunc(f.list, func(fault *Fault) bool {
		if !slices.Contains(kinds, fault.Kind) || !hits(fault) || fault.Times == 0 {
			return false
		}
		fault.Times--
		return fault.Times == 0
	})
}
