package main

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
)

// startUpstream starts an upstream over a local graph of its own.

func startUpstream(t *testing.T, o options) *upstream {
	t.Helper()
	if o.upstream == "" {
		o.upstream = "http"
	}
	u, err := openUpstream(t.Context(), t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(u.close)
	return u
}

// get asks an address as a client of a number does.

func get(t *testing.T, c *http.Client, address, token string) (body string, header http.Header) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Accept-Encoding", "gzip")
	response, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatal(response.StatusCode, string(text), err)
	}
	return string(text), response.Header
}

func TestUpstream_answersEachViewerAsTheLocalGraphAnsweredTheFirst(t *testing.T) {
	t.Parallel()
	u := startUpstream(t, options{})
	const me = "/v27.0/me?fields=username"
	first, _ := get(t, u.server.Client(), u.server.URL+me, instagram.token+"~0")
	if !strings.Contains(first, `"username":"metricsaurus"`) {
		t.Errorf("answers %s", first)
	}
	if second, _ := get(t, u.server.Client(), u.server.URL+me, "another~1"); second != first {
		t.Errorf("answers %s, and then %s", first, second)
	}
	if made, last := u.take(); made != 2 || last != (call{"GET", me, ""}) {
		t.Errorf("made %d calls, the last %v", made, last)
	}
	if made, _ := u.take(); made != 0 {
		t.Errorf("%d calls were made before and are counted again", made)
	}
}

func TestUpstream_listsSeveralAccountsOfOtherIDs(t *testing.T) {
	t.Parallel()
	u := startUpstream(t, options{})
	body, _ := get(t, u.server.Client(), u.server.URL+"/v27.0/me/accounts?fields=id,instagram_business_account{id,media.limit(2){id,permalink}}", facebook.token+"~0")
	if err := (row{media: 2 * accounts}).check(200, body); err != nil {
		t.Error(err)
	}
	seen := map[string]bool{}
	for _, id := range endOfID.FindAllString(body, -1) {
		if seen[id] {
			t.Errorf("the id %s is there twice", id)
		}
		seen[id] = true
	}
	if len(seen) != 4*accounts { // a Page, an account, two media
		t.Errorf("%d ids", len(seen))
	}
}

func TestUpstream_packsAndEncryptsWhenThisIsWanted(t *testing.T) {
	t.Parallel()
	for _, speaks := range []string{"http", "tls", "h2"} {
		u := startUpstream(t, options{upstream: speaks, gzip: true})
		body, header := get(t, u.server.Client(), u.server.URL+"/me?fields=username", instagram.token)
		if header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: packed as %q", speaks, header.Get("Content-Encoding"))
		}
		plain, err := gzip.NewReader(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(plain); err != nil || !strings.Contains(string(text), "metricsaurus") {
			t.Errorf("%s: %s, %v", speaks, text, err)
		}
		if (len(u.environment()) > 0) != strings.HasPrefix(u.server.URL, "https:") || (speaks == "http") == strings.HasPrefix(u.server.URL, "https:") {
			t.Errorf("%s: at %s, trusted by %q", speaks, u.server.URL, u.environment())
		}
	}
	if _, err := openUpstream(t.Context(), t.TempDir(), options{upstream: "gopher"}); err == nil {
		t.Error("it speaks what no one knows")
	}
}
