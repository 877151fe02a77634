package serving_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/content"
	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
)

// live is a program in whose database publications change, as if another process worked on
// them.
type live struct {
	*apptest.World
	posts publish.Store
	post  *publication.Publication
}

// startLive starts the program with a publication of metricsaurus, which is scheduled.
func startLive(t testing.TB, change ...func(*config.Settings)) *live {
	t.Helper()
	folder := t.TempDir()
	w := apptest.Start(t, append(change, func(s *config.Settings) { s.Data, s.Extensions = folder, config.Extensions{} })...)
	db, err := database.Open(t.Context(), database.Options{Source: filepath.Join(folder, "gramql.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	later := time.Now().Add(time.Hour)
	l := &live{w, db.Publications(), &publication.Publication{
		ID: "123", Account: "17841405822304914", Login: dialect.Instagram, State: publication.Scheduled, PublishAt: later,
		Content:   content.Content{Image: &content.Image{ImageURL: "https://images.example/a.jpg"}},
		CreatedAt: time.UnixMilli(1000), UpdatedAt: time.UnixMilli(1000),
	}}
	if _, err := l.posts.Add(t.Context(), l.post, ""); err != nil {
		t.Fatal(err)
	}
	return l
}

// becomes changes the publication's state.
func (l *live) becomes(state publication.State) {
	l.T.Helper()
	l.post.State = state
	if err := l.posts.Save(l.T.Context(), l.post, publish.Change{Seen: true}); err != nil {
		l.T.Fatal(err)
	}
}

// subscribed is the message that subscribes to a publication.
func subscribed(id string) string {
	return fmt.Sprintf(`{"id":"1","type":"subscribe","payload":{"query":"subscription($id: ID!) { publication(id: $id) { state } }","variables":{"id":%q}}}`, id)
}

const told, over = `{"id":"1","type":"next","payload":{"data":{"publication":{"state":"%s"}}}}`, `{"id":"1","type":"complete"}`

func TestSubscription_tellsOfAPublicationUntilItIsFinal(t *testing.T) {
	t.Parallel()
	l := startLive(t)
	for _, token := range []string{"IGAAdemometricsaurus", "EAAdemometricsaurus"} {
		conn := dial(t, l.URL, token)
		if got, want := exchange(t, conn, subscribed(globalid.New("Publication", "123"))), fmt.Sprintf(told, l.post.State); got != want {
			t.Fatal(got, want)
		}
		for _, state := range []publication.State{publication.Creating, publication.Scheduled} {
			l.becomes(state)
			if got, want := exchange(t, conn, ""), fmt.Sprintf(told, state); got != want {
				t.Fatal(got, want)
			}
		}
	}
	conn := dial(t, l.URL, "IGAAdemometricsaurus")
	exchange(t, conn, subscribed("123"))
	l.becomes(publication.Cancelled)
	for _, want := range []string{fmt.Sprintf(told, "CANCELLED"), over} {
		if got := exchange(t, conn, ""); got != want {
			t.Error(got, want)
		}
	}
}

func TestSubscription_tellsErrorsWithTheirPathsFromTheRoot(t *testing.T) {
	t.Parallel()
	l := startLive(t)
	l.post.MediaID = "17895695668004550"
	l.becomes(publication.Published)
	const query = `subscription { post: publication(id: 123) { state media { talk: comments(first: -1) { nodes { id } } } } }`
	const want = `"path":["post","media","talk"]`
	conn := dial(t, l.URL, "IGAAdemometricsaurus")
	if got := exchange(t, conn, `{"id":"1","type":"subscribe","payload":{"query":"`+query+`"}}`); !strings.Contains(got, want) {
		t.Errorf("on a socket: %s", got)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, l.URL, strings.NewReader(`{"query":"`+query+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = http.Header{"Content-Type": {"application/json"}, "Accept": {"text/event-stream"}, "Authorization": {"Bearer IGAAdemometricsaurus"}}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if got, err := io.ReadAll(answer.Body); err != nil || !strings.Contains(string(got), want) {
		t.Errorf("by events: %s, %v", got, err)
	}
}

func TestSubscription_isForTokensOfItsAccountOnly(t *testing.T) {
	t.Parallel()
	l := startLive(t)
	for _, c := range []struct{ token, id, code string }{
		{"IGAAdemocretaceous", "123", "NOT_FOUND"},
		{"IGAAdemometricsaurus", "124", "NOT_FOUND"},
		{"IGAAdemometricsaurus", "TWVkaWE6MQ", "BAD_USER_INPUT"},
		{"IGAAdemoexpired", "123", "UNAUTHENTICATED"},
		{"", "123", "UNAUTHENTICATED"},
	} {
		conn := dial(t, l.URL, c.token)
		got := exchange(t, conn, subscribed(c.id))
		if !strings.HasPrefix(got, `{"id":"1","type":"next","payload":{"errors":[`) || !strings.Contains(got, `"path":["publication"]`) ||
			!strings.Contains(got, `"code":"`+c.code+`"`) || !strings.Contains(got, `"retryable":false`) {
			t.Errorf("%s, %s: %s, want %s", c.token, c.id, got, c.code)
		}
		if got := exchange(t, conn, ""); got != over {
			t.Errorf("%s, %s: %s", c.token, c.id, got)
		}
	}
}

func TestSubscription_goesOnAfterTheLastEvent(t *testing.T) {
	t.Parallel()
	l := startLive(t)
	// events returns the first lines of a stream: so many.
	events := func(last string, lines int) string {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, l.URL, strings.NewReader(`{"query":"subscription { publication(id: \"123\") { state } }"}`))
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range map[string]string{
			"Accept": "text/event-stream", "Content-Type": "application/json", "Authorization": "Bearer IGAAdemometricsaurus", "Last-Event-ID": last,
		} {
			r.Header.Set(name, value)
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		var heard []string
		for line := bufio.NewScanner(response.Body); len(heard) < lines && line.Scan(); {
			if text := line.Text(); text != "" && text != ":" {
				heard = append(heard, text)
			}
		}
		return strings.Join(heard, "|")
	}
	if got, want := events("", 3), `id: 1|event: next|data: {"data":{"publication":{"state":"SCHEDULED"}}}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	l.becomes(publication.Cancelled)
	if got, want := events("1", 9), `id: 2|event: next|data: {"data":{"publication":{"state":"CANCELLED"}}}|event: complete|data: `; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := events("2", 9), `event: complete|data: `; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestSubscription_hasOneRootFieldAndNoConditions(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	for document, says := range map[string]string{
		`subscription { a: publication(id: 1) { state } b: publication(id: 1) { state } }`:    "must select only one top level field",
		`subscription S { publication(id: 1) @include(if: true) { state } }`:                  "must not use @skip or @include",
		`subscription S($x: Boolean!) { ... @skip(if: $x) { publication(id: 1) { state } } }`: "must not use @skip or @include",
		`subscription { __typename }`: "must not select an introspection top level field",
		`subscription { publication(id: 1) { state } ...f } fragment f on Subscription { __typename }`: "must not select an introspection",
		`subscription { comments { id } }`: "Cannot query field",
	} {
		answer := w.Do("IGAAdemometricsaurus", document, nil)
		if text := apptest.AsJSON(answer.Errors); !strings.Contains(fmt.Sprint(text), says) {
			t.Errorf("%s: %v", document, text)
		}
	}
	answer := w.Do("IGAAdemometricsaurus", `subscription { publication(id: 1) { state } }`, nil)
	if text := fmt.Sprint(apptest.AsJSON(answer.Errors)); answer.Code() != "BAD_USER_INPUT" || !strings.Contains(text, "text/event-stream") {
		t.Errorf("by a plain POST: %v", text)
	}
}
