package quota

import (
	"slices"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
)

// Standing is how the quotas stand that a token's calls count against, as far as
// answers have told. As JSON it is what the rateLimit extension says.
type Standing struct {
	// App is the app's quota, or the person's with this app; nil when no answer has
	// told it.
	App *graphapi.Share `json:"app"`
	// Accounts are those that the token was seen to reach, the latest first.
	Accounts []Account `json:"accounts"`
	// Calls are those that were made with the token, as the Graph API counts them.
	Calls Calls `json:"calls"`
	// Hashtags is how many different ones were looked for with the token in the last
	// seven days.
	Hashtags int `json:"hashtags"`
	// Step is how calls are made now.
	Step Step `json:"pace"`
	// RetryAfter is how many seconds nothing is asked of the Graph API; 0 when it may
	// be asked.
	RetryAfter int `json:"retryAfter"`
}

// Account is the quota of an account under one business use case.
type Account struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	graphapi.Share
	// Regain is in how many minutes a spent quota is free again; 0 when it is.
	Regain int `json:"regainMinutes"`
}

// Calls counts calls.
type Calls struct {
	LastHour int `json:"lastHour"`
	LastDay  int `json:"lastDay"`
}

// Step is a step of Pace.
type Step string

// The steps.
const (
	Free       Step = "FREE"
	Foreground Step = "FOREGROUND"
	Queued     Step = "QUEUED"
	CacheOnly  Step = "CACHE_ONLY"
	Blocked    Step = "BLOCKED"
)

// Standing returns how the quotas of a token's calls stand; false when nothing is
// known of it.
func (q *Quota) Standing(id Token) (Standing, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	t, known := q.tokens.Get(id)
	if !known {
		return Standing{Accounts: []Account{}, Step: Free}, false
	}
	now := q.now()
	t.hashtags.forget(now)
	s := Standing{
		App: t.app, Accounts: []Account{}, Hashtags: len(t.hashtags),
		Calls: Calls{t.calls.hour.sum(now, time.Hour), t.calls.day.sum(now, 24*time.Hour)},
	}
	for _, id := range t.accounts {
		if a, known := q.accounts.Get(id); known {
			s.Accounts = append(s.Accounts, a.standing(now)...)
		}
	}
	level, until := 0, now
	for _, m := range q.meters(Ask{Token: id}) {
		level, until = max(level, m.level(now)), later(until, m.until)
	}
	s.Step, s.RetryAfter = q.pace.step(level), int((until.Sub(now)+time.Second-1)/time.Second)
	if s.RetryAfter > 0 {
		s.Step = Blocked
	}
	return s, true
}

// step returns the step of a percentage.
func (p Pace) step(percent int) Step {
	switch {
	case percent >= p.Cache:
		return CacheOnly
	case percent >= p.Queue:
		return Queued
	case percent >= p.Foreground:
		return Foreground
	}
	return Free
}

func (a *account) standing(now time.Time) []Account {
	var all []Account
	for _, use := range a.uses {
		free := later(a.told.Add(use.Regain), now)
		all = append(all, Account{use.ID, use.Type, use.Share, int((free.Sub(now) + time.Minute - 1) / time.Minute)})
	}
	slices.SortFunc(all, func(a, b Account) int { return strings.Compare(a.Type, b.Type) })
	return all
}
