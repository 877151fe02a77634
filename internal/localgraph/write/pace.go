package write

import (
	"sync"
	"time"
)

// How fast an account may like: who makes more than mostLikes calls within likesWithin is
// locked out for lockedOut.
//
// Source: Meta, Instagram Platform, IG User Likes (since 2026-04-22).
const (
	mostLikes   = 50
	likesWithin = 5 * time.Second
	lockedOut   = time.Hour
)

// paces are how fast accounts like. It may be used by many goroutines at once.
type paces struct {
	mu sync.Mutex
	of map[int64]*pace
}

// pace is how fast one account likes.
type pace struct {
	calls  []time.Time // the latest, at most mostLikes
	locked time.Time   // until when
}

func (p *paces) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.of = nil
}

// allow counts a call of an account, and reports whether the account may make it.
func (p *paces) allow(account int64, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of == nil {
		p.of = map[int64]*pace{}
	}
	of := p.of[account]
	if of == nil {
		of = &pace{}
		p.of[account] = of
	}
	if now.Before(of.locked) {
		return false
	}
	if len(of.calls) == mostLikes {
		if now.Sub(of.calls[0]) < likesWithin {
			*of = pace{locked: now.Add(lockedOut)}
			return false
		}
		of.calls = of.calls[1:]
	}
	of.calls = append(of.calls, now)
	return true
}
