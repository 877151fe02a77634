// Package cache keeps answers of the Graph API, as they came, for the viewer who
// asked for them.
//
// Answers are found by keyed hashes (key.go), so that no token is stored and no
// viewer finds another's answers. How long they are kept is said by the call and by
// the URLs in the answer (expiry.go). They are kept in
// memory (memory.go), whose bytes are shared out by viewer (shares.go), and in Redis
// for replicas to share (redis.go), sealed (sealed.go) and behind the memory of each
// replica (levels.go).
package cache

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/gramql/gramql/internal/viewer"
)

// How long an answer is of use after its lifetime: until aged, the answer is given at once
// while the Graph API is asked anew, and until old, where the Graph API fails.
const (
	maxAged = time.Minute // or once more its lifetime, if that is less
	old     = 5 * time.Minute
)

// never is the end of what has none.
var never = time.Unix(1<<40, 0)

// Answer is the body of a good answer. It is shared and never changed.
type Answer struct {
	Body []byte
	// Came is when the Graph API gave the answer.
	Came time.Time
	// Fresh, Aged, Old and Past are the ends of the ages.
	Fresh, Aged, Old, Past time.Time
}

// NewAnswer returns an answer that came now. No age of it lasts longer than the
// first media URL in the body.
func NewAnswer(body []byte, lifetime time.Duration, now time.Time) *Answer {
	fresh := now.Add(lifetime)
	a := &Answer{Body: body, Came: now, Fresh: fresh, Aged: fresh.Add(min(lifetime, maxAged)), Old: fresh.Add(old)}
	a.Past = a.Old
	a.endWithURLs()
	return a
}

// Lasting returns the answer as one that is of use, where there is no other, as long as its
// media URLs are.
func (a *Answer) Lasting() *Answer {
	a.Past = never
	a.endWithURLs()
	return a
}

// last returns the answer as one that is given only where there is no other; nil for one that
// does not last.
func (a *Answer) last() *Answer {
	if !a.Past.After(a.Old) {
		return nil
	}
	last := *a
	last.Fresh, last.Aged, last.Old = a.Came, a.Came, a.Came
	return &last
}

// endWithURLs ends the ages with the first media URL in the body.
func (a *Answer) endWithURLs() {
	end, ok := expiry(a.Body)
	if !ok {
		return
	}
	for _, t := range []*time.Time{&a.Fresh, &a.Aged, &a.Old, &a.Past} {
		if end.Before(*t) {
			*t = end
		}
	}
}

// wrong is by how much another clock may differ from this one and still be believed.
const wrong = 2 * time.Second

// endingIn moves the times of an answer that a wrong clock has set, so that the age
// Old ends in that time from now.
func (a *Answer) endingIn(left time.Duration, now time.Time) *Answer {
	shift := now.Add(left).Sub(a.Old)
	if shift.Abs() < wrong {
		return a
	}
	for _, t := range []*time.Time{&a.Came, &a.Fresh, &a.Aged, &a.Old, &a.Past} {
		*t = t.Add(shift)
	}
	a.endWithURLs()
	return a
}

// Age is what an answer is good for.
type Age uint8

// The ages.
const (
	Expired Age = iota // must not be used
	Past               // instead of an error, to viewers for whom answers last
	Old                // instead of an error
	Aged               // while the Graph API is asked anew
	Fresh              // by itself
)

// Age returns what the answer is good for now; Expired for none.
func (a *Answer) Age(now time.Time) Age {
	switch {
	case a == nil || !now.Before(a.Past):
		return Expired
	case !now.Before(a.Old):
		return Past
	case now.Before(a.Fresh):
		return Fresh
	case now.Before(a.Aged):
		return Aged
	}
	return Old
}

// Generation is a number that all of a viewer's answers share until they are
// dropped: an answer is found only in the generation in which it was asked for.
// None is 0.
type Generation uint64

// newGeneration returns a number that was not there before.
func newGeneration() Generation {
	return Generation(rand.Uint64() | 1) //nolint:gosec // no secret: it need only differ
}

// Store keeps answers. It may be used by many goroutines at once. It has no
// errors: what fails to be kept is not found.
type Store interface {
	// Get returns the answer under a key, nil when there is none, and the
	// generation for putting what is asked for now.
	Get(context.Context, Key) (*Answer, Generation)
	Put(context.Context, Key, *Answer, Generation)
	// Drop loses all of a viewer's answers, those on their way included.
	Drop(context.Context, viewer.ID)
	Close()
}
