package command_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/command"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
)

func TestReset_bringsBackTheDemoWorldAndTheTime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if got := quota(t, dir, 7); !strings.Contains(got, `"quota_total":7,`) {
		t.Fatal(got)
	}
	ahead, err := clock.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := ahead.Advance(48 * time.Hour); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for range 2 { // of a folder that is as it was at first, too
		if err := command.Reset(t.Context(), &out, config.Settings{Data: dir}); err != nil {
			t.Fatal(err)
		}
	}
	if got := quota(t, dir, 0); !strings.Contains(got, `"quota_total":100,`) {
		t.Error(got)
	}
	if right, err := clock.Open(dir); err != nil || right.Ahead() != 0 {
		t.Errorf("the clock is ahead by %s, %v", right.Ahead(), err)
	}
}

func TestReset_isRefusedBesideAServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	graph, err := localgraph.Open(t.Context(), localgraph.Options{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	err = command.Reset(t.Context(), new(bytes.Buffer), config.Settings{Data: dir})
	if wrong, ok := errors.AsType[*config.Error](err); !ok || wrong.Source != "-data" || !strings.Contains(wrong.Reason, "a server runs on") {
		t.Errorf("err = %v", err)
	}
	if err := graph.Close(); err != nil {
		t.Fatal(err)
	}
	if err := command.Reset(t.Context(), new(bytes.Buffer), config.Settings{Data: dir}); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "gramql.db")); err == nil {
		t.Error("a database was made for nothing")
	}
}

// What real accounts are to publish is none of the demo world's.
func TestReset_dropsThePublicationsOfTheDemoWorld(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store := func(do func(publish.Store)) {
		db, err := database.Open(t.Context(), database.Options{Source: filepath.Join(dir, "gramql.db"), Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		do(db.Publications())
	}
	store(func(s publish.Store) {
		for id, account := range map[string]string{"1": "17841405822304914", "2": "17841499999999999"} {
			p := &publication.Publication{ID: id, Account: account, Login: dialect.Instagram, State: publication.Scheduled, PublishAt: time.Now().Add(time.Hour)}
			if _, err := s.Add(t.Context(), p, ""); err != nil {
				t.Fatal(err)
			}
		}
	})
	if err := command.Reset(t.Context(), new(bytes.Buffer), config.Settings{Data: dir}); err != nil {
		t.Fatal(err)
	}
	store(func(s publish.Store) {
		for id, stays := range map[string]bool{"1": false, "2": true} {
			if p, err := s.Get(t.Context(), id); err != nil || (p != nil) != stays {
				t.Errorf("publication %s: %v, %v", id, p, err)
			}
		}
	})
}

func TestReset_saysThatTheFolderIsWrong(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := command.Reset(t.Context(), new(bytes.Buffer), config.Settings{Data: file})
	if wrong, ok := errors.AsType[*config.Error](err); !ok || wrong.Source != "-data" {
		t.Errorf("err = %v", err)
	}
}

// quota returns what the local graph of a folder says of the quota for publishing,
// after it was set, unless that is 0.
func quota(t *testing.T, dir string, most int64) string {
	t.Helper()
	graph, err := localgraph.Open(t.Context(), localgraph.Options{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = graph.Close() }()
	if most > 0 {
		if err := graph.LimitPublishing(t.Context(), most); err != nil {
			t.Fatal(err)
		}
	}
	w := httptest.NewRecorder()
	graph.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet,
		"/me/content_publishing_limit?fields=config&access_token="+localgraph.DemoToken, nil))
	return w.Body.String()
}
