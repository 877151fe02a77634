// Package usage reads what the headers of the Graph API's answers say of its quotas: how
// much of each is spent, and how long to wait.
package usage

import (
	"net/http"
	"strconv"
	"time"
)

// Report is how much of the quotas is spent, as the headers of one answer say. An empty
// report does not mean that nothing is spent: Meta sends the headers only after enough
// calls.
//
// Source: Meta, Graph API: Rate Limits.
//
// Reports of answers with the same headers share what is in them: no one writes to it.
type Report struct {
	// App is the share of the app, or of the person with this app; nil when the answer
	// does not say.
	App *Share
	// Accounts are the quotas of the business use cases that the answer names.
	Accounts []Account
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

// Account is the quota of one account under one business use case.
type Account struct {
	// ID is the business object's: for Instagram, the professional account's.
	ID string
	// Type is the use case, such as "instagram" or "pages".
	Type string
	Share
	// Regain is how long a throttled account stays throttled; 0 for an account that is
	// not.
	Regain time.Duration
}

// Regain returns the longest wait of any account; 0 when none is throttled.
func (r Report) Regain() time.Duration {
	var longest time.Duration
	for _, account := range r.Accounts {
		longest = max(longest, account.Regain)
	}
	return longest
}

const (
	// maxHeader bounds the length of a usage header; Meta's hold at most 32
	// objects of about 130 bytes.
	maxHeader = 8 << 10
	// maxWait bounds every wait: the longest of Meta's windows is a day.
	maxWait = 24 * time.Hour
)

// Read returns what the usage headers of an answer say. A header that cannot be read
// counts as absent: pacing by guesses would be worse than not pacing.
func Read(header http.Header) Report {
	return Report{App: apps.read(header.Get("X-App-Usage")), Accounts: accounts.read(header.Get("X-Business-Use-Case-Usage"))}
}

// apps and accounts are what the headers say, by their texts.
var (
	apps     = newTexts(readApp)
	accounts = newTexts(readAccounts)
)

func readApp(text string) (share *Share) {
	walkThrough(text, func(w *walk) {
		if app, ok := w.object(); ok && (app.calls.known || app.time.known || app.cpuTime.known) {
			of := app.share()
			share = &of
		}
	})
	return share
}

func readAccounts(text string) (all []Account) {
	walkThrough(text, func(w *walk) {
		for w.open('{'); w.at('"'); {
			id := w.text()
			w.each(func() {
				if o, ok := w.object(); ok {
					all = append(all, Account{id, string(o.kind), o.share(), wait(o.regain.float64, time.Minute)})
				}
			})
		}
	})
	return all
}

// RetryAfter returns the wait that the header Retry-After asks for, by seconds or by a
// date; 0 when it asks for none.
func RetryAfter(header http.Header) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil {
		return wait(float64(seconds), time.Second)
	}
	if date, err := http.ParseTime(value); err == nil {
		return wait(time.Until(date).Seconds(), time.Second)
	}
	return 0
}

// wait turns a count of units into a time between 0 and maxWait.
func wait(count float64, unit time.Duration) time.Duration {
	return time.Duration(min(max(count, 0), float64(maxWait/unit)) * float64(unit))
}
