package apptest

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

// Tap stands before the local graph and writes down what it is asked.
type Tap struct {
	t testing.TB
	// Under is the local graph, or what stands before it.
	Under http.Handler
	// Delay holds every call up, so that those in flight meet.
	Delay time.Duration

	mu    sync.Mutex
	calls []string
	// single are the calls with those within a batch each by itself.
	single   []string
	inFlight int
	// MostInFlight is how many calls were on their way at once, at most.
	MostInFlight int
}

// ServeHTTP passes a call on. Its token must be in the header, and nowhere else.
func (p *Tap) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	line, single := describe(r)
	if token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "); token == "" || strings.Contains(r.URL.String(), token) {
		p.t.Errorf("the token of %s is in the wrong place", line)
	}
	p.mu.Lock()
	p.calls, p.single = append(p.calls, line), append(p.single, single...)
	p.inFlight++
	p.MostInFlight = max(p.MostInFlight, p.inFlight)
	p.mu.Unlock()
	time.Sleep(p.Delay)
	p.Under.ServeHTTP(w, r)
	p.mu.Lock()
	p.inFlight--
	p.mu.Unlock()
}

// describe writes a call in one line: "GET /v25.0/me?fields=id". A batch shows
// how many calls are in it, and each of these has a line of its own in single. A write
// shows what is in its body: "POST /v25.0/1/comments message=Hello".
func describe(r *http.Request) (line string, single []string) {
	if r.Method != http.MethodPost {
		line = inOneLine(r.Method, r.URL.Path, r.URL.Query())
		return line, []string{line}
	}
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, _ := url.ParseQuery(string(body))
	if !form.Has("batch") {
		line = strings.TrimSuffix(r.Method+" "+r.URL.Path+" "+plain(form), " ")
		return line, []string{line}
	}
	var items []struct {
		Method string `json:"method"`
		URL    string `json:"relative_url"`
	}
	_ = json.Unmarshal([]byte(form.Get("batch")), &items)
	for _, item := range items {
		path, query, _ := strings.Cut(item.URL, "?")
		values, _ := url.ParseQuery(query)
		single = append(single, inOneLine(item.Method, r.URL.Path+path, values))
	}
	return r.Method + " " + r.URL.Path + " batch of " + strconv.Itoa(len(items)), single
}

func inOneLine(method, path string, query url.Values) string {
	return strings.TrimSuffix(method+" "+path+"?"+plain(query), "?")
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

// Drain returns the calls since it was last asked, in the order of their lines.
func (p *Tap) Drain() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	calls := p.calls
	p.calls, p.single = nil, nil
	slices.Sort(calls)
	return calls
}

// each returns the calls since drain was last called, those within a batch each by itself.
func (p *Tap) each() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.single)
}

// InFlight returns how many calls are on their way now.
func (p *Tap) InFlight() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.inFlight
}
