package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// clients is how many requests are under way at once; what is over it waits.
const clients = 50

// load is what clients send, and what was lost of it.
type load struct {
	url    string
	client *http.Client

	mu       sync.Mutex
	answered int
	lost     []string
}

func newLoad(url string) *load {
	return &load{url: url, client: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: clients}}}
}

// run sends rate requests a second until the context ends, and waits for the last
// answers.
func (l *load) run(ctx context.Context, rate int) {
	defer l.client.CloseIdleConnections()
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	var all sync.WaitGroup
	defer all.Wait()
	slots := make(chan struct{}, clients)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		slots <- struct{}{}
		all.Go(func() {
			l.count(l.ask(context.WithoutCancel(ctx)))
			<-slots
		})
	}
}

// ask returns why an answer is none; empty for a whole one.
func (l *load) ask(ctx context.Context) string {
	const body = `{"query":"{ me { username media(first: 5) { nodes { id } } } }"}`
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.url, strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer IGAAdemometricsaurus")
	response, err := l.client.Do(r)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return err.Error()
	case response.StatusCode != http.StatusOK, !strings.Contains(string(text), `"username":"metricsaurus"`):
		return fmt.Sprintf("%d %.200s", response.StatusCode, text)
	}
	return ""
}

func (l *load) count(lost string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if lost == "" {
		l.answered++
		return
	}
	l.lost = append(l.lost, lost)
}

func (l *load) write(w io.Writer) {
	_, _ = fmt.Fprintf(w, "%d requests answered, %d lost, while both replicas were restarted\n", l.answered, len(l.lost))
}

// verdict is an error if a request was lost, or none was sent.
func (l *load) verdict() error {
	switch {
	case len(l.lost) > 0:
		return fmt.Errorf("lost: %s", l.lost[0])
	case l.answered == 0:
		return errors.New("nothing was answered")
	}
	return nil
}
