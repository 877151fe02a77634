package transport

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/gramql/gramql/internal/viewer"
)

// What a budget holds, in retries.
const (
	// maxSaved bounds the retries that quiet times save up for bad times.
	maxSaved = 50
	// maxOwed and creditEvery grant a retry on credit now and then, so that programs
	// with few calls have a retry too.
	maxOwed     = 1
	creditEvery = 10 * time.Second
)

// budgets are the budgets of all viewers: no viewer spends the retries of another.
type budgets struct {
	// each is the number of retries that each call adds to its viewer's budget.
	each float64

	mu      sync.Mutex
	viewers *simplelru.LRU[viewer.ID, *budget]
}

func newBudgets(each float64) *budgets {
	viewers, err := simplelru.NewLRU[viewer.ID, *budget](maxCircuits, nil)
	if err != nil {
		panic(err) // the size is a constant of ours
	}
	return &budgets{each: each, viewers: viewers}
}

// of returns the budget of a viewer.
func (b *budgets) of(caller viewer.ID) *budget {
	b.mu.Lock()
	defer b.mu.Unlock()
	own, known := b.viewers.Get(caller)
	if !known {
		own = &budget{each: b.each}
		b.viewers.Add(caller, own)
	}
	return own
}

// forget gives every viewer a budget as at first.
func (b *budgets) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.viewers.Purge()
}

// budget limits a viewer's retries to a fraction of the viewer's calls: where many
// calls fail, retrying all of them is the last thing that the server needs.
type budget struct {
	// each is the number of retries that each call adds.
	each float64

	mu     sync.Mutex
	saved  float64   // below zero: owed
	credit time.Time // from when on there is credit
}

// deposit counts a call that is made for the first time.
func (b *budget) deposit() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.saved = min(b.saved+b.each, maxSaved)
}

// withdraw takes a retry; false when the budget is spent.
func (b *budget) withdraw() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.saved < 1 {
		now := time.Now()
		if b.each <= 0 || now.Before(b.credit) {
			return false
		}
		b.credit = now.Add(creditEvery)
	}
	b.saved = max(b.saved-1, -maxOwed)
	return true
}
