package app_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// tap stands before the local graph and writes down what it is asked.
type tap struct {
	t     *testing.T
	under http.Handler
	// delay holds every call up, so that those in flight meet.
	delay time.Duration

	mu       sync.Mutex
	calls    []string
	inFlight int
	most     int
}

// ServeHTTP passes a call on. Its token must be in the header, and nowhere else.
func (p *tap) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	line := describe(r)
	if token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "); token == "" || strings.Contains(r.URL.String(), token) {
		p.t.Errorf("the token of %s is in the wrong place", line)
	}
	p.mu.Lock()
	p.calls = append(p.calls, line)
	p.inFlight++
	p.most = max(p.most, p.inFlight)
	p.mu.Unlock()
	time.Sleep(p.delay)
	p.under.ServeHTTP(w, r)
	p.mu.Lock()
	p.inFlight--
	p.mu.Unlock()
}

// describe writes a call in one line: "GET /v25.0/me?fields=id". A batch shows
// how many calls are in it.
func describe(r *http.Request) string {
	if r.Method != http.MethodPost {
		return strings.TrimSuffix(r.Method+" "+r.URL.Path+"?"+plain(r.URL.Query()), "?")
	}
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, _ := url.ParseQuery(string(body))
	var items []any
	_ = json.Unmarshal([]byte(form.Get("batch")), &items)
	return r.Method + " " + r.URL.Path + " batch of " + strconv.Itoa(len(items))
}

// cursors are the local graph's own: what stands in them is its business.
var cursors = regexp.MustCompile(`\b(after|before)\([^)]*\)`)

// plain writes parameters by name, unescaped and without the text of cursors.
func plain(query url.Values) string {
	var params []string
	for name := range query {
		value := query.Get(name)
		if name == "ids" { // whose order is that of whoever asked first
			value = inOrder(value)
		}
		params = append(params, name+"="+cursors.ReplaceAllString(value, "$1(…)"))
	}
	slices.Sort(params)
	return strings.Join(params, "&")
}

func inOrder(ids string) string {
	list := strings.Split(ids, ",")
	slices.Sort(list)
	return strings.Join(list, ",")
}

// drain returns the calls since it was last asked, in the order of their lines.
func (p *tap) drain() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	calls := p.calls
	p.calls = nil
	slices.Sort(calls)
	return calls
}

// inFlightNow returns how many calls are on their way.
func (p *tap) inFlightNow() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.inFlight
}
