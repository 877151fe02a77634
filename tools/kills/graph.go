package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// graph is the local graph, which is not killed.
type graph struct {
	url           string
	server        *httptest.Server
	local         *localgraph.Server
	image, video  string
	mu            sync.Mutex
	lastOfWorkers time.Time // when a call of a worker came
	// cut is how many calls that publish lost their caller before they were answered.
	cut atomic.Int64
}

// slowness is how long each call takes, so that there is time to be killed in.
const slowness = 60 * time.Millisecond

func startGraph(ctx context.Context) (*graph, error) {
	g := &graph{}
	g.server = httptest.NewServer(http.HandlerFunc(g.serve))
	g.url = g.server.URL
	var err error
	g.local, err = localgraph.Open(ctx, localgraph.Options{
		BaseURL: g.url, Log: slog.New(slog.DiscardHandler), OnRequest: g.note,
	})
	if err != nil {
		g.server.Close()
		return nil, err
	}
	g.local.Faults().Add(fault.Fault{Kind: fault.Slow, Delay: slowness})
	const many = 100_000
	if err := errors.Join(g.local.LimitPublishing(ctx, many), g.findFiles()); err != nil {
		g.close()
		return nil, err
	}
	return g, nil
}

func (g *graph) serve(w http.ResponseWriter, r *http.Request) {
	g.local.ServeHTTP(w, r)
	if strings.HasSuffix(r.URL.Path, "/media_publish") && r.Context().Err() != nil {
		g.cut.Add(1)
	}
}

func (g *graph) close() {
	g.server.Close()
	_ = g.local.Close()
}

// note notes that a worker works: no one else makes containers, looks at them or publishes.
func (g *graph) note(r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/v27.0")
	if r.Method == http.MethodPost || strings.HasPrefix(r.URL.Query().Get("fields"), "status_code") || strings.HasSuffix(path, "/media") {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.lastOfWorkers = time.Now()
	}
}

// worked waits until a worker works that was started at a time, and returns how long after
// that it does.
func (g *graph) worked(ctx context.Context, begun time.Time, most time.Duration) (time.Duration, error) {
	for ctx.Err() == nil && time.Since(begun) < most {
		g.mu.Lock()
		last := g.lastOfWorkers
		g.mu.Unlock()
		if last.After(begun) {
			return last.Sub(begun), nil
		}
		sleep(ctx, 10*time.Millisecond)
	}
	return 0, fmt.Errorf("the work did not go on within %s", most)
}

// media are the account's media, page by page.
type media struct {
	Data []struct {
		Caption string
		Type    string `json:"media_type"`
		URL     string `json:"media_url"`
	}
	Paging struct{ Cursors struct{ After string } }
}

// page reads a page of the account's media, past gramql and without being slow.
func (g *graph) page(after string) (m media, err error) {
	path := "/me/media?fields=caption,media_type,media_url&limit=100"
	if after != "" {
		path += "&after=" + after
	}
	r := httptest.NewRequest(http.MethodGet, path, http.NoBody) //nolint:noctx // it is not sent
	r.Header.Set("Authorization", "Bearer "+localgraph.DemoToken)
	w := httptest.NewRecorder()
	g.local.ServeHTTP(w, r)
	err = json.Unmarshal(w.Body.Bytes(), &m)
	return m, err
}

// findFiles finds an image and a video that can be posted.
func (g *graph) findFiles() error {
	m, err := g.page("")
	for _, row := range m.Data {
		switch row.Type {
		case "IMAGE":
			g.image = row.URL
		case "VIDEO":
			g.video = row.URL
		}
	}
	if err == nil && (g.image == "" || g.video == "") {
		err = errors.New("the demo world has no image or no video")
	}
	return err
}

// captions returns how often the account shows each caption of a post of this run.
func (g *graph) captions() map[string]int {
	shown := map[string]int{}
	for after := ""; ; {
		m, err := g.page(after)
		if err != nil || len(m.Data) == 0 {
			return shown
		}
		for _, row := range m.Data {
			if strings.HasPrefix(row.Caption, "post ") {
				shown[row.Caption]++
			}
		}
		if after = m.Paging.Cursors.After; after == "" {
			return shown
		}
	}
}

// content returns what is posted: mostly images, and now and then a carousel, a reel, or an
// image that no one can fetch.
func (g *graph) content(caption string, n int) any {
	type object = map[string]any
	image := object{"image": object{"imageUrl": g.image}}
	switch n % 5 {
	case 1:
		return object{"carousel": object{"caption": caption, "items": []object{image, image, image}}}
	case 2:
		return object{"reel": object{"caption": caption, "videoUrl": g.video}}
	case 3:
		return object{"image": object{"caption": caption, "imageUrl": "http://192.0.2.1/none.jpg"}}
	}
	return object{"image": object{"caption": caption, "imageUrl": g.image}}
}
