package serving_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
)

// asked is a raw request and what comes back.
type asked struct {
	method, path, authorization, body string
}

func (a asked) of(t *testing.T, w *apptest.World) (status int, header http.Header, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), a.method, strings.TrimSuffix(w.URL, "/graphql")+a.path, strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if a.authorization != "" {
		r.Header.Set("Authorization", strings.Trim(a.authorization, "-"))
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(text)
}

func TestGraphQL_isAlsoAtTheAddressWithASlash(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	for _, a := range []asked{
		{method: "POST", path: "/graphql/", body: `{"query":"{ __typename }"}`},
		{method: "GET", path: "/graphql/?query={__typename}"},
	} {
		if status, _, body := a.of(t, w); status != http.StatusOK || body != `{"data":{"__typename":"Query"}}`+"\n" {
			t.Errorf("%s %s: %d %s", a.method, a.path, status, body)
		}
	}
	if status, _, _ := (asked{method: "POST", path: "/graphql/x", body: `{}`}).of(t, w); status != http.StatusNotFound && status != http.StatusMethodNotAllowed {
		t.Errorf("/graphql/x: %d", status)
	}
}

func TestGraphQL_answersHEADAsGETWithoutABody(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	const path = "/graphql?query={__typename}"
	status, want, _ := asked{method: "GET", path: path}.of(t, w)
	got, header, body := asked{method: "HEAD", path: path}.of(t, w)
	if got != status || body != "" {
		t.Errorf("HEAD: %d %q, GET: %d", got, body, status)
	}
	for _, name := range []string{"Content-Type", "Content-Length", "Cache-Control", "Vary", "Etag"} {
		if header.Get(name) != want.Get(name) {
			t.Errorf("%s: %q by HEAD, %q by GET", name, header.Get(name), want.Get(name))
		}
	}
}

func TestAuthorization_thatSaysNothingIsAsNone(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	for _, authorization := range []string{"-", "Bearer", "Bearer -", "bearer   -"} {
		if status, _, body := (asked{"POST", "/graphql", authorization, `{"query":"{ __typename }"}`}).of(t, w); status != http.StatusOK || !strings.Contains(body, `"Query"`) {
			t.Errorf("%q: %d %s", authorization, status, body)
		}
		if status, _, body := (asked{"POST", "/graphql", authorization, `{"query":"{ me { username } }"}`}).of(t, w); status != http.StatusOK || !strings.Contains(body, "UNAUTHENTICATED") {
			t.Errorf("%q: %d %s", authorization, status, body)
		}
	}
}

// Apollo's persisted-query link sends the ids of its manifest in place of a hash.
func TestTrustedDocuments_areFoundByIDsInPlaceOfAHash(t *testing.T) {
	t.Parallel()
	path := manifest(t, `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [
		{"id": "username@1", "name": "Username", "type": "query", "body": "query Username { me { username } }"}]}`)
	for _, only := range []bool{false, true} {
		w := apptest.Start(t, func(s *config.Settings) { s.TrustedDocuments, s.TrustedOnly = path, only })
		if status, a := w.PostRaw(persisted("username@1", "")); status != http.StatusOK || apptest.At(a.Data, "me", "username") != "metricsaurus" {
			t.Errorf("trusted only is %v: %d %+v", only, status, a)
		}
		if _, a := w.PostRaw(persisted("username@2", "")); a.Code() != "PERSISTED_QUERY_NOT_IN_LIST" {
			t.Errorf("trusted only is %v, an unknown id: %+v", only, a)
		}
	}
}

// An album of an app's own making: many cheap look-ups, each under a name of its own.
func TestCost_boundsRootFieldsInPlaceOfTheirNumber(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	ids := w.Newest(localgraph.DemoToken, 100)
	for _, n := range []int{21, 60, 100} {
		var operation strings.Builder
		for i, id := range ids[:n] {
			fmt.Fprintf(&operation, " m%d: media(id: %q) { id kind: mediaType link: permalink }", i, id)
		}
		got := w.Do(localgraph.DemoToken, "{"+operation.String()+" }", nil)
		if len(got.Errors) > 0 || len(got.Data) != n {
			t.Errorf("%d look-ups: %d answers, %+v", n, len(got.Data), got.Errors)
		}
	}
}

// Names of what is known already ask the Graph API for nothing more.
func TestCost_boundsAliasesInPlaceOfTheirNumber(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	for _, c := range []struct {
		name, before, field, after string
		most                       int // of calls
	}{
		{"the root's type", "{", "__typename", "}", 0},
		{"a field", "{ me {", "username", "} }", 1},
		{"a field of each node", "{ me { media(first: 3) { nodes {", "caption", "} } } }", 1},
	} {
		var names strings.Builder
		for i := range 600 {
			fmt.Fprintf(&names, " a%d: %s", i, c.field)
		}
		w.Drain()
		got := w.Do(localgraph.DemoToken, c.before+names.String()+c.after, nil)
		if calls := w.Drain(); len(got.Errors) > 0 || len(got.Data) == 0 || len(calls) > c.most {
			t.Errorf("%s: %d calls, %+v", c.name, len(calls), got.Errors)
		}
	}
}

func TestGraphQL_tellsAClientOfAnAnswerThatItHas(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	const path = "/graphql?query={me{username%20mediaCount}}"
	first, header, _ := asked{method: "GET", path: path, authorization: "Bearer " + localgraph.DemoToken}.of(t, w)
	tag := header.Get("ETag")
	if first != http.StatusOK || tag == "" {
		t.Fatalf("%d, ETag %q", first, tag)
	}
	for _, c := range []struct {
		token, noneMatch string
		status           int
	}{
		{localgraph.DemoToken, tag, http.StatusNotModified},
		{localgraph.DemoToken, `"another"`, http.StatusOK},
		{"IGAAdemocretaceous", tag, http.StatusOK}, // whose answer is another
		{"IGAAdemoexpired", tag, http.StatusOK},    // who gets an error
	} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimSuffix(w.URL, "/graphql")+path, http.NoBody)
		r.Header.Set("Authorization", "Bearer "+c.token)
		r.Header.Set("If-None-Match", c.noneMatch)
		response, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != c.status {
			t.Errorf("%s with %s: %d, want %d", c.token, c.noneMatch, response.StatusCode, c.status)
		}
	}
}
