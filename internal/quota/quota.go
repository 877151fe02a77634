// Package quota knows how far the Graph API's quotas are spent, as its answers
// tell, and paces calls so that none is spent whole.
package quota

import (
	"encoding/hex"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/gramql/gramql/internal/graphapi"
)

const (
	// maxKnown bounds how many tokens, and how many accounts, are known at once;
	// who was of no use for longest is forgotten first.
	maxKnown = 10_000
	// maxAccounts bounds the accounts that a token is known to reach, and maxTypes
	// the use cases of an account: one answer tells of 32 at most.
	maxAccounts, maxTypes = 32, 8
)

// Token is an access token as a keyed hash.
type Token [16]byte

// MarshalText writes the hash in hexadecimal.
func (t Token) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, t[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (t *Token) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(t)) {
		return hex.ErrLength
	}
	_, err := hex.Decode(t[:], text)
	return err
}

// Quota is what is known of all quotas. It may be used by many goroutines at once.
type Quota struct {
	pacing Pacing
	now    func() time.Time
	// share takes each piece of news to replicas.
	share func(News)

	mu       sync.Mutex
	tokens   *simplelru.LRU[Token, *token]
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
	tokens, err := simplelru.NewLRU[Token, *token](maxKnown, nil)
	if err != nil {
		panic(err) // the size is a constant of ours
	}
	accounts, err := simplelru.NewLRU[string, *account](maxKnown, nil)
	if err != nil {
		panic(err)
	}
	return &Quota{pacing: pacing, now: now, share: func(News) {}, tokens: tokens, accounts: accounts}
}

// News is what one call taught of quotas.
type News struct {
	At    time.Time
	Token Token
	Usage graphapi.Usage
	// Calls is how many calls it counts for.
	Calls int
	// Hashtag is the name that was looked for, as a hash; 0 for none.
	Hashtag uint64
	// Until is when the token may be used again, and Blocked are the accounts that
	// may not be asked for until then either. Zero where nothing is spent.
	Until   time.Time
	Blocked []string
}

// Note takes in what a call taught, and passes it on to replicas.
func (q *Quota) Note(n News) {
	q.learn(n)
	q.share(n)
}

// learn takes in what a call of this program or of a replica taught.
func (q *Quota) learn(n News) {
	q.mu.Lock()
	defer q.mu.Unlock()
	t := q.token(n.Token)
	t.calls.add(n.At, n.Calls)
	t.hashtags.add(n.At, n.Hashtag)
	t.block(n.Until)
	if n.Usage.App != nil {
		t.app = n.Usage.App
		t.tell(q.pacing, n.At, n.Usage.App.Percent())
	}
	for _, used := range n.Usage.Accounts {
		t.reaches(used.ID)
		q.account(used.ID).spend(q.pacing, n.At, used)
	}
	for _, id := range n.Blocked {
		q.account(id).block(n.Until)
	}
}

// spend takes in what an answer tells of the account.
func (a *account) spend(pacing Pacing, at time.Time, used graphapi.AccountUsage) {
	if _, known := a.uses[used.Type]; known || len(a.uses) < maxTypes {
		a.uses[used.Type] = used
	}
	highest := 0
	for _, use := range a.uses {
		highest = max(highest, use.Percent())
	}
	a.tell(pacing, at, highest)
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

func (q *Quota) token(id Token) *token {
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
