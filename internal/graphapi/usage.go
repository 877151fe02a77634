package graphapi

import (
	"bytes"
	"cmp"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
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
	Type    text   `json:"type"`
	Calls   amount `json:"call_count"`
	Time    amount `json:"total_time"`
	CPUTime amount `json:"total_cputime"`
	Regain  amount `json:"estimated_time_to_regain_access"` // minutes
}

// amount is a number, or a text with one in it; not known for anything else.
type amount struct {
	float64
	known bool
}

// UnmarshalJSON takes a number, or a string of one.
func (a *amount) UnmarshalJSON(value []byte) error {
	f, err := strconv.ParseFloat(string(bytes.Trim(value, `"% `)), 64)
	if err == nil && !math.IsNaN(f) {
		*a = amount{f, true}
	}
	return nil
}

func (o usageObject) share() Share {
	return Share{percent(o.Calls), percent(o.Time), percent(o.CPUTime)}
}

func percent(a amount) int { return int(min(max(a.float64, 0), 1e6)) }

// parseUsage reads the usage headers, each object by itself, so that one out of form
// does not hide the others. What cannot be read counts as absent: pacing by guesses
// would be worse than not pacing.
func parseUsage(header http.Header) Usage {
	var u Usage
	if app, ok := readUsage(bounded(header, "X-App-Usage")); ok && (app.Calls.known || app.Time.known || app.CPUTime.known) {
		share := app.share()
		u.App = &share
	}
	for id, list := range members(bounded(header, "X-Business-Use-Case-Usage")) {
		for object := range elements(list) {
			if o, ok := readUsage(object); ok {
				u.Accounts = append(u.Accounts, AccountUsage{id, string(o.Type), o.share(), wait(o.Regain.float64, time.Minute)})
			}
		}
	}
	return u
}

// bounded returns a usage header; empty when it is oversized.
func bounded(header http.Header, name string) jsontext.Value {
	if value := header.Get(name); len(value) <= maxUsage {
		return jsontext.Value(value)
	}
	return nil
}

// readUsage reads one object; false when nothing in it can be read.
func readUsage(value jsontext.Value) (o usageObject, ok bool) {
	if value.Kind() != '{' {
		return o, false
	}
	err := json.Unmarshal(value, &o, lenient, json.MatchCaseInsensitiveNames(true))
	return o, err == nil && (o.Calls.known || o.Time.known || o.CPUTime.known || o.Regain.known)
}

// retryAfter returns the wait that an error asks for: by its headers, or else by its
// code, where a quota is spent whose window is known.
func retryAfter(header http.Header, e *Error) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil && seconds > 0 {
		return wait(float64(seconds), time.Second)
	}
	if moment, err := http.ParseTime(value); err == nil && time.Until(moment) > 0 {
		return wait(time.Until(moment).Seconds(), time.Second)
	}
	if e.Kind() != RateLimited {
		return 0
	}
	regain := time.Duration(0)
	if e.rule().wait <= limited { // else usage is not about the quota that is spent
		regain = parseUsage(header).Regain()
	}
	return cmp.Or(regain, e.rule().wait)
}

// wait turns a count of units into a time between 0 and maxWait.
func wait(count float64, unit time.Duration) time.Duration {
	return time.Duration(min(max(count, 0), float64(maxWait/unit)) * float64(unit))
}
