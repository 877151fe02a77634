// Package refusals remembers what viewers were refused, of each by itself, so that their next
// operations do not pay for the same again.
//
//	memory.go   what is remembered, of whom, and for how long
//	refusal.go  what a refusal is remembered by
//	culprit.go  the parts that a call was refused for
//	search.go   how a search for what is refused came out
//	edge.go     parts and edges that one node is refused, and parts that all nodes on an edge are
//	page.go     pages that are refused for one of their nodes
package refusals

import (
	"crypto/sha256"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/viewer"
)

// How long refusals are remembered, so that a viewer's next operation does not pay for
// them again. What was not found may be there soon.
const (
	refusalsFor = 5 * time.Minute
	absencesFor = time.Minute
)

// How many refusals are remembered of all viewers, and of each.
const (
	maxRefusals    = 50_000
	maxOfOneViewer = 1_000
)

// Refusal is the hash of what a viewer cannot have: a field or edge at a place, whatever
// node is asked; a part of one call; an edge of one node; one call; or a large page.
type Refusal [sha256.Size]byte

// Verdict is what the Graph API said of a refusal, and until when that holds.
type Verdict struct {
	Err   error
	until time.Time
	// Culprits are the parts that a call was refused for; Deferred reports that they are
	// left to calls of their own.
	Culprits []Culprit
	Deferred bool
	// Began is what an isolation began with that ended in vain with Err.
	Began error
	// Size is how many items of an edge were not too much.
	Size int
	// Around is where a page was refused for some of its nodes.
	Around Around
}

// lifetime returns how long a verdict is remembered.
func (v Verdict) lifetime() time.Duration {
	if graphapi.KindOf(v.Err) == graphapi.NotFound || graphapi.KindOf(v.Began) == graphapi.NotFound {
		return absencesFor
	}
	return refusalsFor
}

// Memory holds what viewers were refused, of each by itself, for their next operations.
type Memory struct {
	once sync.Once
	all  *viewer.Memory[Refusal, Verdict]
}

func (m *Memory) verdicts() *viewer.Memory[Refusal, Verdict] {
	m.once.Do(func() { m.all = viewer.NewMemory[Refusal, Verdict](maxRefusals, maxOfOneViewer) })
	return m.all
}

// Forget forgets all refusals.
func (m *Memory) Forget() { m.verdicts().Clear() }

// Drop forgets what a viewer was refused.
func (m *Memory) Drop(of viewer.ID) { m.verdicts().Drop(of) }

// Known is what one viewer was refused.
type Known struct {
	memory *Memory
	viewer viewer.ID
	now    func() time.Time
}

// Of returns what a viewer was refused, by the time of a clock.
func (m *Memory) Of(v viewer.ID, now func() time.Time) *Known {
	return &Known{memory: m, viewer: v, now: now}
}

// None reports whether nothing is remembered.
func (k *Known) None() bool { return k.memory.verdicts().Empty(k.viewer) }

// Recall returns the verdict on a refusal, if it still holds.
func (k *Known) Recall(r Refusal) (Verdict, bool) {
	v, ok := k.memory.verdicts().Get(k.viewer, r)
	return v, ok && k.now().Before(v.until)
}

// Keep remembers the verdict on a refusal, as long as that holds.
func (k *Known) Keep(r Refusal, v Verdict) {
	v.until = k.now().Add(v.lifetime())
	k.memory.verdicts().Add(k.viewer, r, v)
}
