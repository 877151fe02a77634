package quota

import (
	"slices"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/graphapi/usage"
	"github.com/gramql/gramql/internal/viewer"
)

// Standing is the usage of the quotas that a token's calls count against, as last
// reported by answers. Its JSON is the extension rateLimit.
type Standing struct {
	// App is the app's quota, or the person's with this app; nil when no answer has
	// reported it.
	App *usage.Share `json:"app"`
	// Accounts are the accounts that the token was seen to reach, the latest first.
	Accounts []Account `json:"accounts"`
	// Calls are the calls that were made with the token, as the Graph API counts calls.
	Calls Calls `json:"calls"`
	// Hashtags are the different hashtags that were looked for with the token in the
	// last seven days.
	Hashtags Hashtags `json:"hashtags"`
	// Publishing is the publishing quota when a call last asked for it; nil when no call
	// did.
	Publishing *Publishing `json:"publishing,omitempty"`
	// Pace is how calls are made now.
	Pace Pace `json:"pace"`
	// RetryAfter is for how many seconds no call is made; 0 when calls are made.
	RetryAfter int `json:"retryAfter"`
}

// Account is the quota of an account under one business use case.
type Account struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	usage.Share
	// Regain is in how many minutes a spent quota is free again; 0 for one that is not
	// spent.
	Regain int `json:"regainMinutes"`
}

// Calls counts calls.
type Calls struct {
	LastHour int `json:"lastHour"`
	LastDay  int `json:"lastDay"`
}

// Hashtags counts hashtags, and says how many there may be.
type Hashtags struct {
	Used  int `json:"used"`
	Total int `json:"total"`
}

// Publishing counts what was published, and says how much there may be.
type Publishing struct {
	Used  int `json:"used"`
	Total int `json:"total"`
}

// Pace is a step of Pacing.
type Pace string

// The steps.
const (
	Free       Pace = "FREE"
	Foreground Pace = "FOREGROUND"
	Queued     Pace = "QUEUED"
	CacheOnly  Pace = "CACHE_ONLY"
	Blocked    Pace = "BLOCKED"
)

// View is what concerns one token.
type View struct {
	quota  *Quota
	viewer viewer.ID
}

// Of returns what concerns a token.
func (q *Quota) Of(id viewer.ID) View { return View{q, id} }

// NotePublishing takes in the publishing quota of the token's account.
func (v View) NotePublishing(p Publishing) {
	v.quota.mu.Lock()
	defer v.quota.mu.Unlock()
	v.quota.token(v.viewer).publishing = &p
}

// Standing returns the usage of the quotas of the token's calls; false when nothing
// is known of it.
func (v View) Standing() (Standing, bool) {
	q, id := v.quota, v.viewer
	q.mu.Lock()
	defer q.mu.Unlock()
	t, known := q.tokens.Get(id)
	if !known {
		return Standing{Accounts: []Account{}, Hashtags: Hashtags{0, MaxHashtags}, Pace: Free}, false
	}
	now := q.now()
	t.hashtags.forget(now)
	s := Standing{
		App: t.app, Accounts: []Account{}, Hashtags: Hashtags{len(t.hashtags), MaxHashtags}, Publishing: t.publishing,
		Calls: Calls{t.calls.hour.sum(now, time.Hour), t.calls.day.sum(now, 24*time.Hour)},
	}
	for _, a := range t.accounts {
		s.Accounts = append(s.Accounts, a.standing(now)...)
	}
	level, until := 0, now
	for _, m := range q.meters(Request{Viewer: id}) {
		level, until = max(level, m.level(now)), later(until, m.until)
	}
	s.Pace, s.RetryAfter = q.pacing.pace(level), int((until.Sub(now)+time.Second-1)/time.Second)
	if s.RetryAfter > 0 {
		s.Pace = Blocked
	}
	return s, true
}

// pace returns the pace at a percentage.
func (p Pacing) pace(percent int) Pace {
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
		free := later(a.updatedAt.Add(use.Regain), now)
		all = append(all, Account{use.ID, use.Type, use.Share, int((free.Sub(now) + time.Minute - 1) / time.Minute)})
	}
	slices.SortFunc(all, func(a, b Account) int { return strings.Compare(a.Type, b.Type) })
	return all
}
