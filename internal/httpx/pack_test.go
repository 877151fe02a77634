package httpx_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/gramql/gramql/internal/httpx"
)

// packedAs asks a server whose page has that many bytes.
func packedAs(t *testing.T, size int, acceptEncoding []string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(`{"query":"{ page }"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header["Accept-Encoding"] = acceptEncoding
	w := httptest.NewRecorder()
	newServer(httpx.Transport{MaxBody: 1 << 10}, `"`+strings.Repeat("x", size)+`"`).ServeHTTP(w, r)
	return w
}

func unpack(t *testing.T, coding string, body []byte) string {
	t.Helper()
	var from io.Reader = bytes.NewReader(body)
	var err error
	switch coding {
	case "gzip":
		from, err = gzip.NewReader(from) // the standard library's, not the one that packed
	case "zstd":
		from, err = zstd.NewReader(from)
	}
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAnswers_arePackedAsTheClientWantsThem(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{"": "", "br": "", "gzip": "gzip", "gzip;q=0.5, zstd": "zstd", "identity, gzip;q=0.1": ""} {
		a := packedAs(t, 4<<10, []string{accept})
		coding := a.Header().Get("Content-Encoding")
		if whole := `{"data":{"page":"` + strings.Repeat("x", 4<<10) + "\"}}\n"; coding != want || unpack(t, coding, a.Body.Bytes()) != whole {
			t.Errorf("%q: packed as %q, want %q", accept, coding, want)
		}
		if !strings.Contains(a.Header().Get("Vary"), "Accept-Encoding") || a.Header().Get("Content-Length") != strconv.Itoa(a.Body.Len()) {
			t.Errorf("%q: %v", accept, a.Header())
		}
		if packed := a.Body.Len() < 1<<10; packed != (want != "") {
			t.Errorf("%q: %d bytes", accept, a.Body.Len())
		}
	}
}

func TestAnswers_thatFitIntoAPacketAreNotPacked(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{"gzip, zstd": "", "gzip, identity;q=0": "gzip", "zstd, *;q=0": "zstd", "gzip;q=0.1, identity;q=0": "gzip", "gzip, *;q=0.5": "", "gzip, deflate, br": "", "gzip, deflate, br, zstd": "", "gzip": ""} {
		if got := packedAs(t, 900, []string{accept}).Header().Get("Content-Encoding"); got != want {
			t.Errorf("%s: packed as %q, want %q", accept, got, want)
		}
	}
}

func TestAnswers_areTheSameHoweverLargeTheyAreAndPacked(t *testing.T) {
	t.Parallel()
	const around = len(`{"data":{"page":""}}` + "\n")
	for _, size := range []int{1<<10 - around - 1, 1<<10 - around, 64 << 10, 300 << 10} {
		want := `{"data":{"page":"` + strings.Repeat("x", size) + "\"}}\n"
		for _, accept := range []string{"gzip", "zstd", "identity"} {
			for range 2 { // the second may be packed by what packed the first
				a := packedAs(t, size, []string{accept})
				coding := a.Header().Get("Content-Encoding")
				if wanted := accept != "identity" && len(want) >= 1<<10; (coding == accept) != wanted || (coding == "") == wanted {
					t.Errorf("%d bytes for %s: packed as %q", size, accept, coding)
				}
				if got := unpack(t, coding, a.Body.Bytes()); got != want {
					t.Errorf("%d bytes for %s: another answer of %d bytes", size, accept, len(got))
				}
			}
		}
	}
}

func packed(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return b.Bytes()
}

func postPacked(t *testing.T, body io.Reader) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", body)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Content-Encoding", "gzip")
	w := httptest.NewRecorder()
	newServer(httpx.Transport{MaxBody: 1 << 10}, `""`).ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

func TestRequests_mayBePacked(t *testing.T) {
	t.Parallel()
	const query = `{"query":"{ __typename }"}`
	whole := packed(query)
	for _, c := range []struct {
		name   string
		body   []byte
		status int
		code   string
	}{
		{"once", whole, 200, ""},
		{"again, by what unpacked the first", whole, 200, ""},
		{"in two parts", append(packed(query[:9]), packed(query[9:])...), 200, ""},
		{"as long as may be", packed(`{"query":"{ __typename }"` + strings.Repeat(" ", 1<<10-len(query)) + `}`), 200, ""},
		{"a byte longer", packed(`{"query":"{ __typename }"` + strings.Repeat(" ", 1<<10-len(query)+1) + `}`), 413, "OPERATION_TOO_LARGE"},
		{"of nothing", packed(""), 400, "BAD_USER_INPUT"},
		{"of another text", packed(`[]`), 400, "BAD_USER_INPUT"},
		{"cut", whole[:len(whole)-5], 400, "BAD_USER_INPUT"},
		{"with a wrong sum", append(whole[:len(whole)-8:len(whole)-8], 0, 0, 0, 0, 0, 0, 0, 0), 400, "BAD_USER_INPUT"},
		{"with bytes behind the end", append(whole[:len(whole):len(whole)], "s3cret"...), 400, "BAD_USER_INPUT"},
		{"in broken blocks", append(whole[:10:10], 0xff, 0xff), 400, "BAD_USER_INPUT"},
		{"of a wrong kind", []byte("s3cret s3cret s3cret"), 400, "BAD_USER_INPUT"},
		{"of no byte at all", nil, 400, "BAD_USER_INPUT"},
	} {
		want := requestCase{Status: c.status, Code: c.code}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			want.check(t, postPacked(t, bytes.NewReader(c.body)))
		})
	}
}

// endless is a gzip of a text without end.
func endless() io.Reader {
	r, w := io.Pipe()
	go func() {
		z, block := gzip.NewWriter(w), make([]byte, 1<<20)
		for {
			if _, err := z.Write(block); err != nil {
				return
			}
		}
	}()
	return r
}

// It runs by itself, for it counts what the whole process allocates.
func TestRequests_thatUnfoldToAnySizeAreCutAtTheLimit(t *testing.T) { //nolint:paralleltest // see above
	for name, body := range map[string]io.Reader{
		"64 MiB in 64 kB":     bytes.NewReader(packed(strings.Repeat(" ", 64<<20))),
		"without end":         endless(),
		"empty, 100,000 fold": bytes.NewReader(bytes.Repeat(packed(""), 100_000)),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		a := postPacked(t, body)
		runtime.ReadMemStats(&after)
		requestCase{Status: 413, Code: "OPERATION_TOO_LARGE"}.check(t, a)
		if took := after.TotalAlloc - before.TotalAlloc; took > 8<<20 {
			t.Errorf("%s: %d bytes are allocated", name, took)
		}
		if closer, ok := body.(io.Closer); ok {
			_ = closer.Close()
		}
	}
}

func TestGET_isTaggedAndNotSentTwice(t *testing.T) {
	t.Parallel()
	server := serve(t)
	get := func(method, query string, headers map[string]string) answer {
		return do(t, requestCase{Method: method, URL: "query=" + query, Headers: headers}.request(t, server.URL))
	}
	first := get(http.MethodGet, "%7Bpage%7D", map[string]string{"Accept-Encoding": "identity"})
	tag := first.header.Get("ETag")
	if !strings.HasPrefix(tag, `W/"`) || first.header.Get("Cache-Control") != "private" {
		t.Fatalf("the answer has %v", first.header)
	}
	for name, c := range map[string]struct {
		method, query, noneMatch, accept, encoding string
		status                                     int
	}{
		"the same":                    {"GET", "%7Bpage%7D", tag, "", "", 304},
		"by HEAD":                     {"HEAD", "%7Bpage%7D", tag, "", "", 304},
		"packed":                      {"GET", "%7Bpage%7D", tag, "", "gzip", 304},
		"among others":                {"GET", "%7Bpage%7D", `"a", ` + tag + `, W/"b"`, "", "", 304},
		"tagged as strong":            {"GET", "%7Bpage%7D", strings.TrimPrefix(tag, "W/"), "", "", 304},
		"any":                         {"GET", "%7Bpage%7D", "*", "", "", 304},
		"another tag":                 {"GET", "%7Bpage%7D", `W/"b"`, "", "", 200},
		"another answer":              {"GET", "%7B__typename%7D", tag, "", "", 200},
		"the same as another type":    {"GET", "%7Bpage%7D", tag, "application/graphql-response+json", "", 200},
		"an answer with an error":     {"GET", "%7Bbroken%7D", "*", "", "", 200},
		"what is no operation at all": {"GET", "%7B", "*", "", "", 200},
	} {
		a := get(c.method, c.query, map[string]string{"If-None-Match": c.noneMatch, "Accept": c.accept, "Accept-Encoding": c.encoding})
		if a.status != c.status || a.status == http.StatusNotModified && (a.body != "" || a.header.Get("Content-Type") != "" || a.header.Get("ETag") != tag || a.header.Get("Cache-Control") != "private" || a.header.Get("Vary") == "") {
			t.Errorf("%s: %d %v %q", name, a.status, a.header, a.body)
		}
	}
	for query, method := range map[string]string{"%7Bbroken%7D": "GET", "%7B": "GET"} {
		if a := get(method, query, nil); a.header.Get("ETag") != "" {
			t.Errorf("%s has the tag %s", query, a.header.Get("ETag"))
		}
	}
	if a := do(t, requestCase{Body: `{"query":"{ page }"}`, Headers: map[string]string{"If-None-Match": "*"}}.request(t, server.URL)); a.status != http.StatusOK || a.header.Get("ETag") != "" {
		t.Errorf("by POST: %d %v", a.status, a.header)
	}
}

func TestGET_isTheSameWhateverItTook(t *testing.T) {
	t.Parallel()
	server := serveWith(t, httpx.Transport{MaxBody: 1 << 10, Aside: []string{"cost"}})
	tags := map[string]bool{}
	for range 2 {
		a := do(t, requestCase{Method: http.MethodGet, URL: "query=%7Bcounted%7D"}.request(t, server.URL))
		tags[cmp.Or(a.header.Get("ETag"), a.body)] = true
	}
	for range 2 {
		a := do(t, requestCase{Method: http.MethodGet, URL: "query=%7Bexplained%7D"}.request(t, server.URL))
		tags[cmp.Or(a.header.Get("ETag"), a.body)] = true
	}
	if len(tags) != 3 {
		t.Errorf("the tags are %v, want one for what was counted and two for what was explained", tags)
	}
}
