// Package quota tracks how much of the Graph API's quotas is used, as its answers report,
// and paces calls so that no quota is used up.
package quota

import (
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/gramql/gramql/internal/graphapi/usage"
	"github.com/gramql/gramql/internal/viewer"
)

const (
	// maxKnown bounds how many tokens are known at once; the least recently used is
	// forgotten first.
	maxKnown = 10_000
	// maxAccounts bounds the accounts that a token is known to reach, and maxTypes
	// the use cases of an account: one answer names at most 32.
	maxAccounts, maxTypes = 32, 8
)

// Quota is what is known of all quotas, by the tokens that they were seen with: the
// Graph API counts for each app and account, and tokens can be of several apps. It may
// be used by many goroutines at once.
type Quota struct {
	pacing Pacing
	now    func() time.Time
	// publish passes each observation on to replicas.
	publish func(Observation)

	mu     sync.Mutex
	tokens *simplelru.LRU[viewer.ID, *token]
}

// token is what is known of one access token.
type token struct {
	meter
	app      *usage.Share
	accounts []*account // the latest first
	calls    calls
	hashtags hashtags
	// publishing is the account's publishing quota when a call last asked for it; nil
	// when no call did.
	publishing *Publishing
}

// account is what a token's answers said of one Instagram account or Page, by use
// case.
type account struct {
	meter
	id   string
	uses map[string]usage.Account
}

// New returns a Quota that knows nothing yet.
func New(pacing Pacing, now func() time.Time) *Quota {
	tokens, err := simplelru.NewLRU[viewer.ID, *token](maxKnown, nil)
	if err != nil {
		panic(err) // the size is a constant of ours
	}
	return &Quota{pacing: pacing, now: now, publish: func(Observation) {}, tokens: tokens}
}

// Observation is what one call showed of quotas.
type Observation struct {
	At     time.Time
	Viewer viewer.ID
	Usage  usage.Report
	// Calls is how many calls the call counts for.
	Calls int
	// Hashtag is a hash of the name that a search looked for; 0 for other calls.
	Hashtag uint64
	// Until is when the token may be used again; zero where nothing is spent.
	Until time.Time
}

// Note takes in an observation and passes the observation on to replicas.
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
		t.reaches(used.ID).updateUse(q.pacing, o.At, used)
	}
}

// updateUse takes in what an answer says of the account.
func (a *account) updateUse(pacing Pacing, at time.Time, used usage.Account) {
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

// Relieve forgets which quotas are spent and how much of them is used, until the next
// answer tells. What was counted stays.
func (q *Quota) Relieve() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, t := range q.tokens.Values() {
		t.meter, t.app, t.accounts = meter{}, nil, nil
	}
}

// Forget forgets all quotas, and what was counted against them.
func (q *Quota) Forget() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tokens.Purge()
}

// account returns what is known of an account; nil when nothing is.
func (t *token) account(id string) *account {
	i := slices.IndexFunc(t.accounts, func(a *account) bool { return a.id == id })
	if i < 0 {
		return nil
	}
	return t.accounts[i]
}

// reaches returns what is known of an account, and puts the account first among those of
// the token.
func (t *token) reaches(id string) *account {
	a := t.account(id)
	if a == nil {
		a = &account{id: id, uses: map[string]usage.Account{}}
	}
	t.accounts = slices.DeleteFunc(t.accounts, func(known *account) bool { return known == a })
	t.accounts = slices.Insert(t.accounts, 0, a)
	t.accounts = t.accounts[:min(len(t.accounts), maxAccounts)]
	return a
}

func (q *Quota) token(id viewer.ID) *token {
	t, known := q.tokens.Get(id)
	if !known {
		t = &token{}
		q.tokens.Add(id, t)
	}
	return t
}
