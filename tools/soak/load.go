package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// operations are what clients ask, each in turn: from one field to a deep tree,
// in every login type, and what cannot be answered.
var operations = []struct{ token, query string }{
	{"IGAAdemometricsaurus", `{ me { username mediaCount } }`},
	{"IGAAdemometricsaurus", `{ me { media(first: 25) { totalCount nodes { id caption mediaType mediaUrl permalink timestamp likeCount commentsCount } } } }`},
	{"EAAdemometricsaurus", `{ me { media(first: 10) { nodes { children { nodes { mediaUrl } } comments(first: 3) { nodes { text replies { nodes { text } } } } } } } }`},
	{"EAAdemometricsaurus", `{ me { media(first: 150) { pageInfo { hasNextPage endCursor } nodes { id } } } }`},
	{"EAAdemometricsaurus", `{ me { media(first: 5) { nodes { insights(metrics: [REACH]) { values { value } } } } stories { nodes { id } } } }`},
	{"EAAdemometricsaurus", `{ me { businessDiscovery(username: "cretaceouscoffee") { username media(first: 5) { nodes { caption } } } } }`},
	{"IGAAdemobasic", `{ me { username media(first: 3) { nodes { comments(first: 2) { nodes { text } } } } } }`},
	{"IGQVdemojayposiris", `{ me { username media { nodes { id children { nodes { id } } } } } }`},
	{"IGAAdemoexpired", `{ me { username } }`},
	{"IGAAdemometricsaurus", `{ me { media(first: 2000) { nodes { id } } } }`},
	{"IGAAdemometricsaurus", `{ nothing }`},
	{"", `{ __schema { types { name } } }`},
}

// load is what clients do, and what came of it.
type load struct {
	url    string
	client *http.Client
	mu     sync.Mutex
	counts map[string]int
	odd    []string
}

// clients is how many operations are under way at once; what is over it waits.
const clients = 200

func newLoad(url string) *load {
	return &load{
		url: url, counts: map[string]int{},
		client: &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: clients}},
	}
}

// run sends rate operations a second until the context ends, and waits for the last
// answers.
func (l *load) run(ctx context.Context, rate int) {
	defer l.client.CloseIdleConnections()
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	var all sync.WaitGroup
	defer all.Wait()
	slots := make(chan struct{}, clients)
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		slots <- struct{}{}
		all.Go(func() {
			o := operations[i%len(operations)]
			l.count(l.ask(context.WithoutCancel(ctx), o.token, o.query))
			<-slots
		})
	}
}

// ask returns what came of an operation in a word, and what is odd about that.
func (l *load) ask(ctx context.Context, token, query string) (outcome, odd string) {
	body, _ := json.Marshal(map[string]string{"query": query})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, l.url, bytes.NewReader(body))
	if err != nil {
		return "no request", err.Error()
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := l.client.Do(request)
	if err != nil {
		return "no answer", err.Error()
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return "half an answer", err.Error()
	}
	var answer struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return "no JSON", fmt.Sprintf("status %d: %v", response.StatusCode, err)
	}
	outcome = "answered"
	for _, e := range answer.Errors {
		outcome = e.Extensions.Code
		if outcome == "INTERNAL" || outcome == "" {
			return "INTERNAL", query + ": " + e.Message
		}
	}
	return outcome, ""
}

func (l *load) count(outcome, odd string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts[outcome]++
	if odd != "" && len(l.odd) < 10 {
		l.odd = append(l.odd, odd)
	}
}

// verdict is an error if anything but typed GraphQL answers came back, or if hardly
// any did outside of an outage, during which out operations came.
func (l *load) verdict(out int) error {
	var errs []error
	for _, odd := range l.odd {
		errs = append(errs, errors.New("odd: "+odd))
	}
	if total := l.total() - out; l.counts["answered"]*2 < total {
		errs = append(errs, fmt.Errorf("only %d of %d operations were answered without an error", l.counts["answered"], total))
	}
	return errors.Join(errs...)
}

// total is how many operations have ended.
func (l *load) total() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	total := 0
	for _, n := range l.counts {
		total += n
	}
	return total
}

func (l *load) write(w io.Writer) {
	for _, outcome := range slices.Sorted(maps.Keys(l.counts)) {
		_, _ = fmt.Fprintf(w, "%-26s %8d\n", outcome, l.counts[outcome])
	}
}
