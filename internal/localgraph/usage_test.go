package localgraph

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestUsage_risesWithCallsAndFallsWithTime(t *testing.T) {
	t.Parallel()
	u := usage{accounts: map[int64]*window{}}
	start := time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name    string
		after   time.Duration
		account int64
		calls   int
		want    percentages
	}{
		{"a call is less than a percent", 0, 1, 1, percentages{}},
		{"many are more", 0, 1, 1439, percentages{app: 12, account: 3}},
		{"another account has a quota of its own, but the same app", 30 * time.Minute, 2, 480, percentages{app: 16, account: 1}},
		{"an hour ago is over for the app", 61 * time.Minute, 1, 0, percentages{app: 4, account: 3}},
		{"two hours ago altogether", 2 * time.Hour, 1, 0, percentages{account: 3}},
		{"a clock that is set back takes nothing away", -time.Hour, 1, 480, percentages{app: 4, account: 4}},
		{"a day ago is over for the account", 27 * time.Hour, 1, 0, percentages{}},
		{"it never becomes too much", 27 * time.Hour, 1, 1_000_000, percentages{app: mostSpent, account: mostSpent}},
	} {
		if got := u.count(start.Add(c.after), c.account, c.calls); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestWeight_isThatOfTheNodesAskedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method, path, query string
		inBatch             bool
		want                int
	}{
		{method: http.MethodGet, path: "/me", query: "fields=media{comments{replies}}", want: 1},
		{method: http.MethodGet, path: "/", query: "ids=1,2,3", want: 3},
		{method: http.MethodGet, path: "/", query: "ids=" + strings.Repeat(",", 1000), want: maxIDs},
		{method: http.MethodPost, path: "/", query: "batch=[{}]", want: 0}, // its items count
		{method: http.MethodPost, path: "/", query: "batch=[{}]", inBatch: true, want: 1},
	} {
		params, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&request{method: c.method, path: c.path, params: params, inBatch: c.inBatch}).weight(); got != c.want {
			t.Errorf("%s %s?%.20s counts %d, want %d", c.method, c.path, c.query, got, c.want)
		}
	}
}
