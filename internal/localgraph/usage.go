package localgraph

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// The quotas, as calls in a stretch of time that ends now. Those of accounts
// are the smallest that Meta gives, so that they are seen to move.
//
// Source: Meta, Graph API, "Rate Limits": 200 calls an hour for each user of an
// app, here sixty; 4,800 calls in 24 hours for each impression of an account,
// of which ten are counted at least.
const (
	appQuota     = 200 * 60
	accountQuota = 4800 * 10
	// mostSpent is how many percent calls spend at most: throttling is a fault.
	mostSpent = 75
)

// usage counts the calls that the quotas are about.
type usage struct {
	mu       sync.Mutex
	app      window
	accounts map[int64]*window
}

// percentages are how much of the quotas is spent, and in how many minutes calls
// to the account are allowed again.
type percentages struct{ app, account, minutes int }

// count adds calls, and returns what is spent with them.
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

// window counts calls in a stretch of time, which is cut into parts. What is
// older than the stretch is forgotten part by part.
type window struct {
	parts [48]int
	last  int64 // the number of the part that counts now
}

// add counts calls that come now, and returns how many there have been.
func (w *window) add(now time.Time, stretch time.Duration, calls int) (sum int) {
	size := int64(len(w.parts))
	part := now.UnixNano() / (int64(stretch) / size)
	for n := max(w.last+1, part-size+1); n <= part; n++ {
		w.parts[n%size] = 0
	}
	w.last = max(w.last, part)
	w.parts[w.last%size] += calls
	for _, n := range w.parts {
		sum += n
	}
	return sum
}

// weight is how many calls a request counts for: one for each node of ?ids=,
// and none for a batch, whose items count by themselves.
func (r *request) weight() int {
	if r.isBatch() {
		return 0
	}
	return min(1+strings.Count(r.params.Get("ids"), ","), maxIDs)
}

// setUsage writes what is spent into the headers.
//
// Source: Meta, Graph API, "Rate Limits". Meta sends them once there have been
// enough calls; here they are always there.
func (a *answer) setUsage(req *request) {
	s := a.spent
	a.header.Set("X-App-Usage", fmt.Sprintf(`{"call_count":%d,"total_cputime":%d,"total_time":%d}`, s.app, s.app/3, s.app/2))
	if req.viewer.Login.Has(catalog.Instagram) || req.viewer.Login.Has(catalog.Facebook) {
		a.header.Set("X-Business-Use-Case-Usage", fmt.Sprintf(
			`{"%d":[{"type":"instagram","call_count":%d,"total_cputime":%d,"total_time":%d,"estimated_time_to_regain_access":%d}]}`,
			req.viewer.Account, s.account, s.account/3, s.account/2, s.minutes))
	}
}
