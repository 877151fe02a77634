package localgraph

import (
	"fmt"
	"strings"
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

// usage counts calls against the quotas.
type usage struct {
	mu       sync.Mutex
	app      window
	accounts map[int64]*window
}

// forget forgets all calls.
func (u *usage) forget() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.app, u.accounts = window{}, map[int64]*window{}
}

// percentages are how much of the quotas is spent, and in how many minutes calls
// to the account are allowed again.
type percentages struct{ app, account, minutes int }

// count adds calls, and returns how much is spent with them.
func (u *usage) count(now time.Time, account int64, calls int) percentages {
	u.mu.Lock()
	defer u.mu.Unlock()
	w := u.accounts[account]
	if w == nil {
		w = &window{}
		u.accounts[account] = w
	}
	return percentages{
		app:     min(u.app.add(now, time.Hour, calls)*100/appQuota, mostSpent),
		account: min(w.add(now, 24*time.Hour, calls)*100/accountQuota, mostSpent),
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

// weight returns how many calls a request counts as: one for each id of ?ids=,
// and none for a batch, whose items are counted one by one.
func (r *request) weight() int {
	if r.isBatch() {
		return 0
	}
	return min(1+strings.Count(r.params.Get("ids"), ","), maxIDs)
}

// setUsage writes the percentages into the headers.
//
// Source: Meta, Graph API, "Rate Limits". Meta sends them only after enough
// calls; here they are always there.
func (a *answer) setUsage(req *request) {
	s := a.spent
	a.header.Set("X-App-Usage", fmt.Sprintf(`{"call_count":%d,"total_cputime":%d,"total_time":%d}`, s.app, s.app/3, s.app/2))
	if req.viewer.Login.Has(catalog.Instagram) || req.viewer.Login.Has(catalog.Facebook) {
		a.header.Set("X-Business-Use-Case-Usage", fmt.Sprintf(
			`{"%d":[{"type":"instagram","call_count":%d,"total_cputime":%d,"total_time":%d,"estimated_time_to_regain_access":%d}]}`,
			req.viewer.Account, s.account, s.account/3, s.account/2, s.minutes))
	}
}
