// Package quota remembers whose quota at the Graph API is spent, and until when.
package quota

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Scope is what a quota is counted by.
type Scope uint8

// The scopes.
const (
	Token   Scope = iota + 1
	Account       // an Instagram account or a Page
)

// Key names one quota.
type Key struct {
	Scope Scope
	// ID is the account's id, or a keyed hash of the token.
	ID string
}

// Quota is what is known of quotas. It may be used by many goroutines at once.
type Quota struct {
	now    func() time.Time
	mu     sync.Mutex
	blocks *simplelru.LRU[Key, time.Time]
}

// New returns a Quota that knows of no block, and of so many at once later: the
// one that was of no use for longest is forgotten first.
func New(most int, now func() time.Time) *Quota {
	blocks, err := simplelru.NewLRU[Key, time.Time](most, nil)
	if err != nil {
		panic(err) // the size is a constant of ours
	}
	return &Quota{now: now, blocks: blocks}
}

// Block keeps calls that count against a quota from being made for a while. It
// never shortens a block.
func (q *Quota) Block(key Key, wait time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	until := q.now().Add(wait)
	if known, ok := q.blocks.Get(key); !ok || until.After(known) {
		q.blocks.Add(key, until)
	}
}

// Wait returns how long a call has to wait that counts against all of these
// quotas; 0 when it may be made.
func (q *Quota) Wait(keys ...Key) time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	var longest time.Duration
	for _, key := range keys {
		if until, ok := q.blocks.Get(key); ok {
			longest = max(longest, until.Sub(q.now()))
		}
	}
	return longest
}
