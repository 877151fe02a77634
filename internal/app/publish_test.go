package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
)

// graphOf returns the address of a program's local graph.
func graphOf(t *testing.T, a *app.App) string {
	t.Helper()
	var start strings.Builder
	if err := a.WriteStart(&start); err != nil {
		t.Fatal(err)
	}
	_, address, _ := strings.Cut(start.String(), "\ngraph: ")
	address, _, _ = strings.Cut(address, "\n")
	return address
}

// imageOf returns the address of an image that the local graph of a program serves.
func imageOf(t *testing.T, a *app.App) string {
	t.Helper()
	return graphOf(t, a) + "/media/17895695668004550.jpg"
}

// publishing returns the mutation that posts an image, with more input.
func publishing(image, more string) string {
	return fmt.Sprintf(`mutation { publishMedia(input: {content: {image: {imageUrl: %q, caption: "later"}}%s}) { publication { id state } } }`, image, more)
}

// becomes asks until something is said, and fails when that takes a minute.
func becomes(t *testing.T, want string, ask func() any) {
	t.Helper()
	var got any
	for begun := time.Now(); time.Since(begun) < time.Minute; time.Sleep(50 * time.Millisecond) {
		if got = ask(); got == want {
			return
		}
	}
	t.Fatalf("it is %v, and never became %s", got, want)
}

const stateOf = `{ me { publications(first: 1) { nodes { state } } media(first: 1) { nodes { caption } } } }`

func TestApp_publishesWithTheTokenOfAConnectedAccount(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t))
	b := newBrowser(t, a)
	meant := []string{"X-GramQL-CSRF", "1"}
	b.signIn("?login=instagram", "cretaceouscoffee", "instagram_business_content_publish")
	if got := b.ask(publishing(imageOf(t, a), ""), meant...); len(got.Errors) > 0 {
		t.Fatalf("%+v", got.Errors)
	}
	becomes(t, "PUBLISHED", func() any {
		return apptest.At(b.ask(stateOf, meant...).Data, "me", "publications", "nodes", 0, "state")
	})
	if got := b.ask(stateOf, meant...); apptest.At(got.Data, "me", "media", "nodes", 0, "caption") != "later" {
		t.Errorf("the newest media is another: %v", got.Data)
	}
}

func TestApp_publishesWhenTheClockSaysSo(t *testing.T) {
	t.Parallel()
	settings := apptest.Settings(t)
	settings.LocalControl = true
	a := apptest.Serve(t, settings)
	w := apptest.NewWorld(t, a.GraphQL())
	at := time.Now().Add(74 * 24 * time.Hour).UTC().Format(time.RFC3339)
	w.Ask(localgraph.DemoToken, publishing(imageOf(t, a), fmt.Sprintf(", publishAt: %q", at)), nil)
	state := func() any {
		return apptest.At(w.Ask(localgraph.DemoToken, stateOf, nil), "me", "publications", "nodes", 0, "state")
	}
	advance := func(by string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, graphOf(t, a)+"/_control/clock", strings.NewReader(`{"advance":"`+by+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
	}
	if advance("1700h"); state() != "SCHEDULED" {
		t.Errorf("before its time it is %v", state())
	}
	advance("80h")
	becomes(t, "PUBLISHED", state)
}
