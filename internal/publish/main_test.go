package publish_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/content"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
	"github.com/gramql/gramql/internal/viewer"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("database/sql.(*DB).connectionOpener"))
}

// world is a local graph, a service and a worker that publish there, and a clock that they
// share.
type world struct {
	*publish.Service
	worker *publish.Worker
	graph  *localgraph.Server
	store  *memory
	// vault keeps what is lent, and connected the tokens of connected accounts.
	vault, connected *vault

	mu  sync.Mutex
	now time.Time
}

func (w *world) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) advance(by time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(by)
}

func open(t *testing.T) *world {
	t.Helper()
	w := &world{now: time.Now().Truncate(time.Second), store: &memory{rows: map[string]publication.Publication{}}, vault: &vault{}, connected: &vault{}}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.graph.ServeHTTP(rw, r) }))
	local, err := localgraph.Open(t.Context(), localgraph.Options{
		BaseURL: server.URL, KeepCalls: true, Now: w.time, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.graph = local
	under := &http.Transport{}
	t.Cleanup(func() {
		under.CloseIdleConnections()
		server.Close()
		_ = local.Close()
	})
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := graphapi.New(transport.New(transport.Chain{
		Base: base, Version: "v27.0", Now: w.time, Log: slog.New(slog.DiscardHandler), Under: under,
	}))
	w.Service = publish.NewService(w.store, w.vault, client, w.time)
	w.worker = &publish.Worker{
		Graph: client, Store: w.store, Connected: w.connected, Lent: w.vault, Now: w.time,
		WithToken: func(ctx context.Context, token publish.Token) context.Context {
			return withToken(ctx, base, token.Text)
		},
		Pause: func(ctx context.Context, d time.Duration) bool {
			w.advance(d)
			return ctx.Err() == nil
		},
	}
	return w
}

func withToken(ctx context.Context, base *url.URL, token string) context.Context {
	return viewer.NewContext(ctx, viewer.NewHasher("", base, []byte("secret")).Viewer(token, dialect.OfToken(token)))
}

// as returns a context whose viewer has an access token.
func (w *world) as(t *testing.T, token string) context.Context {
	t.Helper()
	return w.worker.WithToken(t.Context(), publish.Token{Text: token})
}

// get reads from the local graph with the demo token.
func (w *world) get(t *testing.T, path string, into any) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.Header.Set("Authorization", "Bearer "+localgraph.DemoToken)
	answer := httptest.NewRecorder()
	w.graph.ServeHTTP(answer, r)
	if err := json.Unmarshal(answer.Body.Bytes(), into); err != nil {
		t.Fatal(err)
	}
}

// files returns the addresses of an image and of a video that can be posted.
func (w *world) files(t *testing.T) (image, video string) {
	t.Helper()
	var page struct {
		Data []struct {
			URL  string `json:"media_url"`
			Type string `json:"media_type"`
		}
	}
	w.get(t, "/me/media?fields=media_url,media_type&limit=100", &page)
	for _, m := range page.Data {
		switch m.Type {
		case "IMAGE":
			image = m.URL
		case "VIDEO":
			video = m.URL
		}
	}
	return image, video
}

// shown returns how many media the account shows where content is published.
func (w *world) shown(t *testing.T, c content.Content) int {
	t.Helper()
	edge := "media"
	if c.Story != nil {
		edge = "stories"
	}
	var page struct{ Data []struct{ ID string } }
	w.get(t, "/me/"+edge+"?fields=id&limit=100", &page)
	var account struct {
		Count int `json:"media_count"`
	}
	w.get(t, "/me?fields=media_count", &account)
	if c.Story != nil {
		return len(page.Data)
	}
	return account.Count
}

// finish works on a publication until there is nothing left to do, and returns what clients
// saw of it.
func (w *world) finish(t *testing.T, id string) *publication.Publication {
	t.Helper()
	for range 1000 {
		again, err := w.worker.Work(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if again == 0 {
			p, err := w.store.Get(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		w.advance(again)
	}
	t.Fatal("it never ends")
	return nil
}

// memory is a store without a database.
type memory struct {
	mu   sync.Mutex
	rows map[string]publication.Publication
	// states are those that clients were told, and woken the publications to be worked on.
	states []string
	woken  []string
	// saved is called after each write of a publication; nil is not.
	saved func(p *publication.Publication)
	// ended is an access that has ended.
	ended string
}

func (m *memory) Add(_ context.Context, p *publication.Publication, access string) (*publication.Publication, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if access != "" && access == m.ended {
		return nil, publish.ErrTakenBack
	}
	for _, row := range m.rows {
		if p.Key != "" && row.Account == p.Account && row.Key == p.Key {
			return &row, nil
		}
	}
	p.Version = 1
	m.rows[p.ID] = *p
	m.states, m.woken = append(m.states, string(p.State)), append(m.woken, p.ID)
	return nil, nil
}

func (m *memory) Known(_ context.Context, account, key string, _ time.Time) (*publication.Publication, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, row := range m.rows {
		if row.Account == account && row.Key == key {
			return &row, nil
		}
	}
	return nil, nil
}

func (m *memory) Get(_ context.Context, id string) (*publication.Publication, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	row, ok := m.rows[id]
	if !ok {
		return nil, nil
	}
	row.Containers = slices.Clone(row.Containers)
	return &row, nil
}

func (m *memory) Save(_ context.Context, p *publication.Publication, change publish.Change) error {
	if err := m.write(p, change); err != nil {
		return err
	}
	if m.saved != nil {
		m.saved(p)
	}
	return nil
}

func (m *memory) write(p *publication.Publication, change publish.Change) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rows[p.ID].Version != p.Version {
		return publish.ErrStale
	}
	p.Version++
	row := *p
	row.Containers = slices.Clone(p.Containers)
	m.rows[p.ID] = row
	if change.Seen && m.states[len(m.states)-1] != string(p.State) {
		m.states = append(m.states, string(p.State))
	}
	if change.Woken {
		m.woken = append(m.woken, p.ID)
	}
	return nil
}

func (m *memory) List(_ context.Context, q publish.Query) (found []*publication.Publication, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(m.rows))) {
		row := m.rows[id]
		if row.Account == q.Account && (q.Before == "" || id < q.Before) && (q.States == nil || slices.Contains(q.States, row.State)) && len(found) < q.Limit {
			found = append(found, &row)
		}
	}
	return found, nil
}

func (m *memory) Taken(_ context.Context, account string, media []string) (taken []string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, row := range m.rows {
		if row.Account == account && slices.Contains(media, row.MediaID) {
			taken = append(taken, row.MediaID)
		}
	}
	return taken, nil
}

// vault keeps tokens in the open.
type vault struct {
	mu     sync.Mutex
	tokens map[string]string
}

func (v *vault) key(account string, login dialect.Login) string { return account + login.String() }

func (v *vault) Keep(_ context.Context, account string, login dialect.Login, token string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.tokens == nil {
		v.tokens = map[string]string{}
	}
	v.tokens[v.key(account, login)] = token
	return nil
}

func (v *vault) Open(_ context.Context, account string, login dialect.Login) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.tokens[v.key(account, login)], nil
}

func (v *vault) Bury(_ context.Context, account string, login dialect.Login, token string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.tokens[v.key(account, login)] == token {
		delete(v.tokens, v.key(account, login))
	}
	return nil
}

// callsOf returns calls to the local graph, one a line: with words for the account and for
// the containers in their order.
func callsOf(p *publication.Publication, calls []localgraph.Call) string {
	var lines []string
	for _, c := range calls {
		path := strings.TrimPrefix(c.Path, "/v27.0")
		path = strings.Replace(path, "/"+p.Account, "/account", 1)
		for i, id := range p.ContainerIDs() {
			path = strings.Replace(path, id, "container "+string(rune('1'+i)), 1)
		}
		lines = append(lines, c.Method+" "+path)
	}
	for i := 1; i < len(lines); i++ { // those that are made side by side come in any order
		for j := i; j > 0 && strings.HasPrefix(lines[j-1], "GET /container") && strings.HasPrefix(lines[j], "GET /container") && lines[j] < lines[j-1]; j-- {
			lines[j-1], lines[j] = lines[j], lines[j-1]
		}
	}
	return strings.Join(lines, "\n")
}
