package localgraph_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/gramql/gramql/internal/localgraph"
)

const feed = "username,media.limit(10){id,caption,children{media_url},comments.limit(3){text,replies{text}}}"

func TestServer_runsOneStatementPerLevel(t *testing.T) {
	t.Parallel()
	s := open(t, localgraph.Options{Legacy: true})
	_, body := get(t, s, "/me/media?limit=50&access_token="+localgraph.DemoToken)
	all := ids(body)
	list := all[0]
	for _, id := range all[1:] {
		list += "," + id
	}
	for _, c := range []struct {
		name, path, fields string
		want               int64
	}{
		{"user", "/me", "username", 1},
		{"user, media, comments, replies", "/me", "media.limit(10){comments.limit(3){replies}}", 4},
		{"user, media, children, comments, replies", "/me", feed, 5},
		{"an object of every row", "/me/media", "owner{username}", 2},
		{"the node behind an id is found, then read", "/" + all[0], "caption", 2},
		{"fifty nodes, as one", "/?ids=" + list, "caption,comments{text}", 3},
		{"an edge of fifty nodes, as of one", "/comments?ids=" + list, "text,replies", 3},
		{"nothing below rows that are not there", "/me/media?since=2100-01-01", "comments{replies}", 1},
		{"insights, which are computed", "/me", "insights.metric(reach).period(day),media{insights.metric(reach)}", 2},
		{"insights of a node", "/me/insights?metric=reach&period=day", "", 1},
		{"a hashtag's media", "/17843007719980507/top_media?user_id=17841405822304914&access_token=EAAdemometricsaurus", "caption,children", 3},
		{"an account by its name, with its media", "/17841405822304914?access_token=EAAdemometricsaurus", "business_discovery.username(cretaceouscoffee){media{children}}", 5},
		{"nothing when the call is refused", "/me", "media{shoe_size}", 0},
	} {
		before := s.Statements()
		ask(t, s, c.path, c.fields)
		if got := s.Statements() - before; got != c.want {
			t.Errorf("%s: %d statements, want %d", c.name, got, c.want)
		}
	}
}

// ask asks a path for fields, and returns the size of the answer.
func ask(t testing.TB, s http.Handler, path, fields string) int {
	t.Helper()
	address, err := url.Parse(path)
	if err != nil {
		t.Fatal(err)
	}
	query := address.Query()
	query.Set("fields", fields)
	if !query.Has("access_token") {
		query.Set("access_token", localgraph.DemoToken)
	}
	address.RawQuery = query.Encode()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, address.String(), nil))
	return w.Body.Len()
}

func BenchmarkServer_feed(b *testing.B) {
	for b.Loop() {
		ask(b, demo, "/me", feed)
	}
}

func BenchmarkServer_page(b *testing.B) {
	for b.Loop() {
		ask(b, demo, "/me/media", "id,caption,media_type,media_url,permalink,timestamp,like_count,comments_count")
	}
}
