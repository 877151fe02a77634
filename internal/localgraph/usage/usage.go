// Package usage counts the calls of the local graph against the quotas.
package usage

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// The quotas, as calls in a period that ends now. Those of accounts are the
// smallest that Meta gives, so that one can see them move.
//
// Source: Meta, Graph API, "Rate Limits": 200 calls an hour for each user of an
// app, here sixty; 4,800 calls in 24 hours for each impression of an account,
// of which ten are counted at least.
const (
	appQuota     = 200 * 60
	accountQuota = 4800 * 10
	// mostSpent is the highest percentage: to be throttled is a fault.
	mostSpent = 75
)

// Meter counts calls against the quotas; the zero value has counted none. It may be used
// by many goroutines at once.
type Meter struct {
	mu       sync.Mutex
	app      window
	accounts map[int64]*window
}

// Forget forgets all calls.
func (m *Meter) Forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.app, m.accounts = window{}, nil
}

// Spent is how much of the quotas is spent.
type Spent struct {
	// App and Account are the percentages of the app's and of the account's quota.
	App, Account int
	// Minutes are those until calls to the account are allowed again.
	Minutes int
}

// Count adds calls of an account, and returns how much is spent with them.
func (m *Meter) Count(now time.Time, account int64, calls int) Spent {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.accounts[account]
	if w == nil {
		if m.accounts == nil {
			m.accounts = map[int64]*window{}
		}
		w = &window{}
		m.accounts[account] = w
	}
	return Spent{
		App:     min(m.app.add(now, time.Hour, calls)*100/appQuota, mostSpent),
		Account: min(w.add(now, 24*time.Hour, calls)*100/accountQuota, mostSpent),
	}
}

// window counts calls in a period that ends now. The period is cut into slots;
// the oldest is forgotten when a new one begins.
type window struct {
	slots [48]int
	last  int64 // the number of the newest slot
}

// add counts new calls, and returns how many there were in the period.
func (w *window) add(now time.Time, period time.Duration, calls int) (sum int) {
	size := int64(len(w.slots))
	slot := now.UnixNano() / (int64(period) / size)
	for n := max(w.last+1, slot-size+1); n <= slot; n++ {
		w.slots[n%size] = 0
	}
	w.last = max(w.last, slot)
	w.slots[w.last%size] += calls
	for _, n := range w.slots {
		sum += n
	}
	return sum
}

// Tell writes the percentages into the headers of an answer to a viewer of a login type
// and an account.
//
// Source: Meta, Graph API, "Rate Limits". Meta sends them only after enough
// calls; here they are always there.
func (s Spent) Tell(header http.Header, login catalog.Login, account int64) {
	header.Set("X-App-Usage", fmt.Sprintf(`{"call_count":%d,"total_cputime":%d,"total_time":%d}`, s.App, s.App/3, s.App/2))
	if login.Has(catalog.Instagram) || login.Has(catalog.Facebook) {
		header.Set("X-Business-Use-Case-Usage", fmt.Sprintf(
			`{"%d":[{"type":"instagram","call_count":%d,"total_cputime":%d,"total_time":%d,"estimated_time_to_regain_access":%d}]}`,
			account, s.Account, s.Account/3, s.Account/2, s.Minutes))
	}
}
