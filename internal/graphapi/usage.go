package graphapi

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
)

// Usage is how much of the quotas is spent, as the headers of an answer say.
// Nothing in it is certain: Meta sends the headers only after enough calls.
//
// Source: Meta, Graph API: Rate Limits.
type Usage struct {
	// App is the app's, or the person's with this app; nil when the answer does not
	// say.
	App *Share
	// Accounts are the business use cases that the answer names.
	Accounts []AccountUsage
}

// Share is how much of a quota is spent, each in percent: by the number of calls,
// their time, and their processor time. At 100 of any, no more calls are answered.
type Share struct {
	Calls   int `json:"calls"`
	Time    int `json:"time"`
	CPUTime int `json:"cpuTime"`
}

// Percent returns the highest of the percentages: the one that counts.
func (s Share) Percent() int { return max(s.Calls, s.Time, s.CPUTime) }

// AccountUsage is the quota of one account under one business use case.
type AccountUsage struct {
	// ID is the business object's: for Instagram, the professional account's.
	ID string
	// Type is the use case, such as "instagram" or "pages".
	Type string
	Share
	// Regain is how long a throttled account stays so; 0 when it is not.
	Regain time.Duration
}

// Regain returns the longest wait of any account; 0 when none is throttled.
func (u Usage) Regain() time.Duration {
	var longest time.Duration
	for _, account := range u.Accounts {
		longest = max(longest, account.Regain)
	}
	return longest
}

const (
	// maxUsage bounds the length of a usage header; Meta's hold at most 32
	// objects of about 130 bytes.
	maxUsage = 8 << 10
	// maxWait bounds every wait: the longest of Meta's windows is a day.
	maxWait = 24 * time.Hour
)

// usageObject is one object of a usage header.
type usageObject struct {
	Type    string  `json:"type"`
	Calls   float64 `json:"call_count"`
	Time    float64 `json:"total_time"`
	CPUTime float64 `json:"total_cputime"`
	Regain  float64 `json:"estimated_time_to_regain_access"` // minutes
}

func (o usageObject) share() Share {
	return Share{percent(o.Calls), percent(o.Time), percent(o.CPUTime)}
}

func percent(value float64) int { return int(min(max(value, 0), 1e6)) }

// parseUsage reads the usage headers. One that is malformed or oversized counts
// as absent: pacing by guesses would be worse than not pacing.
func parseUsage(header http.Header) Usage {
	var u Usage
	app := &usageObject{Calls: -1, Time: -1, CPUTime: -1}
	if readUsage(header.Get("X-App-Usage"), &app) && app != nil && max(app.Calls, app.Time, app.CPUTime) >= 0 {
		share := app.share()
		u.App = &share
	}
	var business map[string][]usageObject
	if readUsage(header.Get("X-Business-Use-Case-Usage"), &business) {
		for _, id := range slices.Sorted(maps.Keys(business)) {
			for _, s := range business[id] {
				u.Accounts = append(u.Accounts, AccountUsage{id, s.Type, s.share(), wait(s.Regain, time.Minute)})
			}
		}
	}
	return u
}

func readUsage(header string, into any) bool {
	if header == "" || len(header) > maxUsage {
		return false
	}
	return json.Unmarshal([]byte(header), into, json.MatchCaseInsensitiveNames(true)) == nil
}

// retryAfter returns the wait that an error's headers ask for.
func retryAfter(header http.Header, kind Kind) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil {
		return wait(float64(seconds), time.Second)
	}
	if moment, err := http.ParseTime(value); err == nil {
		return wait(time.Until(moment).Seconds(), time.Second)
	}
	if kind == RateLimited {
		return parseUsage(header).Regain()
	}
	return 0
}

// wait turns a count of units into a time between 0 and maxWait.
func wait(count float64, unit time.Duration) time.Duration {
	return time.Duration(min(max(count, 0), float64(maxWait/unit)) * float64(unit))
}
