package usage

import (
	"testing"
	"time"
)

func TestMeter_risesWithCallsAndFallsWithTime(t *testing.T) {
	t.Parallel()
	var m Meter
	start := time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name    string
		after   time.Duration
		account int64
		calls   int
		want    Spent
	}{
		{"a call is less than a percent", 0, 1, 1, Spent{}},
		{"many are more", 0, 1, 1439, Spent{App: 12, Account: 3}},
		{"another account has a quota of its own, but the same app", 30 * time.Minute, 2, 480, Spent{App: 16, Account: 1}},
		{"an hour ago is over for the app", 61 * time.Minute, 1, 0, Spent{App: 4, Account: 3}},
		{"two hours ago altogether", 2 * time.Hour, 1, 0, Spent{Account: 3}},
		{"a clock that is set back takes nothing away", -time.Hour, 1, 480, Spent{App: 4, Account: 4}},
		{"a day ago is over for the account", 27 * time.Hour, 1, 0, Spent{}},
		{"it never becomes too much", 27 * time.Hour, 1, 1_000_000, Spent{App: mostSpent, Account: mostSpent}},
	} {
		if got := m.Count(start.Add(c.after), c.account, c.calls); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}
