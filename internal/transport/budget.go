package transport

import (
	"sync"
	"time"
)

// What a budget holds, counted in calls that may be repeated.
const (
	// maxSaved bounds what quiet times save up for bad ones.
	maxSaved = 50
	// maxOwed and creditEvery grant a repeat on credit now and then, so that
	// there is one for who makes few calls.
	maxOwed     = 1
	creditEvery = 10 * time.Second
)

// budget keeps repeats to a share of the calls: where many fail, repeating them
// all would be the last thing that the server needs.
type budget struct {
	// share is how many calls may be repeated for each that is made.
	share float64

	mu     sync.Mutex
	saved  float64   // below zero: owed
	credit time.Time // from when on there is credit
}

// deposit counts a call that is made for the first time.
func (b *budget) deposit() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.saved = min(b.saved+b.share, maxSaved)
}

// withdraw takes a repeat; false when the budget is spent.
func (b *budget) withdraw() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.saved < 1 {
		now := time.Now()
		if b.share <= 0 || now.Before(b.credit) {
			return false
		}
		b.credit = now.Add(creditEvery)
	}
	b.saved = max(b.saved-1, -maxOwed)
	return true
}
