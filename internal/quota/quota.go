// Package quota tracks the usage of the Graph API's quotas, as its answers report
// it, and paces calls so that none is used up.
package quota

import (
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/viewer"
)

const (
	// maxKnown bounds how many tokens, and how many accounts, are known at once; the
	// least recently used is forgotten first.
	maxKnown = 10_000
	// maxAccounts bounds the accounts that a token is known to reach, and maxTypes
	// the use cases of an account: one answer names at most 32.
	maxAccounts, maxTypes = 32, 8
)

// Quota is what is known of all quotas. It may be used by many goroutines at once.
type Quota struct {
	pacing Pacing
	now    func() time.Time
	// publish passes each observation on to replicas.
	publish func(Observation)

	mu       sync.Mutex
	tokens   *simplelru.LRU[viewer.ID, *token]
	accounts *simplelru.LRU[string, *account]
}

// token is what is known of one access token.
type token struct {
	meter
	app      *graphapi.Share
	accounts []string // the latest first
	calls    calls
	hashtags hashtags
	// publishing is what the account's publishing quota was like when it was last
	// asked for; nil when it never was.
	publishing *Publishing
}

// account is what is known of one Instagram account or Page, by use case.
type account struct {
	meter
	uses map[string]graphapi.AccountUsage
}

// New returns a Quota that knows nothing yet.
func New(pacing Pacing, now func() time.Time) *Quota {
	tokens, err := simplelru.NewLRU[viewer.ID, *token](maxKnown, nil)
	if err != nil {
		panic(err) // the size is a constant of ours
	}
	accounts, err := simplelru.NewLRU[string, *account](maxKnown, nil)
	if err != nil {
		panic(err)
	}
	return &Quota{pacing: pacing, now: now, publish: func(Observation) {}, tokens: tokens, accounts: accounts}
}

// Observation is what one call showed of quotas.
type Observation struct {
	At     time.Time
	Viewer viewer.ID
	Usage  graphapi.Usage
	// Calls is how many calls it counts for.
	Calls int
	// Hashtag is the name that was looked for, as a hash; 0 for none.
	Hashtag uint64
	// Until is when the token may be used again, and Blocked are the accounts that
	// may not be asked for until then either. Zero where nothing is spent.
	Until   time.Time
	Blocked []string
}

// Note takes in an observation and passes it on to replicas.
func (q *Quota) Note(o Observation) {
	q.learn(o)
	q.publish(o)
}

// learn takes in an observation of this program or of a replica.
func (q *Quota) learn(o Observation) {
	q.mu.Lock()
	defer q.mu.Unlock()
	t := q.token(o.Viewer)
	t.calls.add(o.At, o.Calls)
	t.hashtags.add(o.At, o.Hashtag)
	t.block(o.Until)
	if o.Usage.App != nil {
		t.app = o.Usage.App
		t.update(q.pacing, o.At, o.Usage.App.Percent())
	}
	for _, used := range o.Usage.Accounts {
		t.reaches(used.ID)
		q.account(used.ID).updateUse(q.pacing, o.At, used)
	}
	for _, id := range o.Blocked {
		q.account(id).block(o.Until)
	}
}

// updateUse takes in what an answer says of the account.
func (a *account) updateUse(pacing Pacing, at time.Time, used graphapi.AccountUsage) {
	if _, known := a.uses[used.Type]; known || len(a.uses) < maxTypes {
		a.uses[used.Type] = used
	}
	highest := 0
	for _, use := range a.uses {
		highest = max(highest, use.Percent())
	}
	a.update(pacing, at, highest)
	if used.Regain > 0 {
		a.block(at.Add(used.Regain))
	}
}

// reaches puts an account first among those of the token.
func (t *token) reaches(id string) {
	t.accounts = slices.DeleteFunc(t.accounts, func(known string) bool { return known == id })
	t.accounts = slices.Insert(t.accounts, 0, id)
	t.accounts = t.accounts[:min(len(t.accounts), maxAccounts)]
}

func (q *Quota) token(id viewer.ID) *token {
	t, known := q.tokens.Get(id)
	if !known {
		t = &token{}
		q.tokens.Add(id, t)
	}
	return t
}

func (q *Quota) account(id string) *account {
	a, known := q.accounts.Get(id)
	if !known {
		a = &account{uses: map[string]graphapi.AccountUsage{}}
		q.accounts.Add(id, a)
	}
	return a
}
