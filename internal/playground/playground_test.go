package playground

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, target string, header ...string) *http.Response {
	t.Helper()
	return do(t, http.MethodGet, target, header...)
}

// do asks a handler with a demo token; header holds names and values in turn.
func do(t *testing.T, method, target string, header ...string) *http.Response {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, target, nil)
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	Handler(Settings{Endpoint: "graphql", Token: "IGAAdemo"}).ServeHTTP(recorder, request)
	return recorder.Result()
}

func body(t *testing.T, response *http.Response) string {
	t.Helper()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// loaded finds the address of all that a page makes the browser load, without the
// dot of what lies beside the page.
var loaded = regexp.MustCompile(`(?:src|href)="\.?([^"]*)"`)

// anAsset is the path of one asset with the given ending that the page loads.
func anAsset(t *testing.T, ending string) string {
	t.Helper()
	for _, match := range loaded.FindAllStringSubmatch(body(t, get(t, "/")), -1) {
		if strings.HasSuffix(match[1], ending) {
			return match[1]
		}
	}
	t.Fatalf("the page loads no %s", ending)
	return ""
}

func TestPage_loadsOnlyWhatIsEmbedded(t *testing.T) {
	t.Parallel()
	response := get(t, "/")
	if got := response.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("content type is %q", got)
	}
	addresses := loaded.FindAllStringSubmatch(body(t, response), -1)
	if len(addresses) < 3 {
		t.Fatalf("the page loads %d files, want at least script, style and icon", len(addresses))
	}
	for _, address := range addresses {
		if !strings.HasPrefix(address[1], "/assets/") {
			t.Errorf("the page loads %s, which is not an asset", address[1])
		}
		if asset := get(t, address[1]); asset.StatusCode != http.StatusOK {
			t.Errorf("GET %s: %s", address[1], asset.Status)
		}
	}
}

func TestPage_hasNoInlineScript(t *testing.T) {
	t.Parallel()
	page := body(t, get(t, "/"))
	for _, script := range regexp.MustCompile(`<script[^>]*>`).FindAllString(page, -1) {
		if !strings.Contains(script, ` src="./assets/`) {
			t.Errorf("%s runs what the policy refuses", script)
		}
	}
}

// foreign finds what code loads from another host: imports, workers, style sheets' URLs.
var foreign = regexp.MustCompile(`(?:import\s*\(?|from|importScripts\(|new (?:Shared)?Worker\(|url\()\s*["'` + "`" + `]?(?:https?:)?//[a-zA-Z0-9.-]+`)

func TestAssets_loadNothingFromAnotherHost(t *testing.T) {
	t.Parallel()
	files := 0
	err := fs.WalkDir(dist, "dist/assets", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, ".ttf.gz") {
			return err
		}
		files++
		if found := foreign.FindString(unpack(t, path)); found != "" {
			t.Errorf("%s: %s", path, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 5 {
		t.Errorf("only %d assets are embedded", files)
	}
}

func unpack(t *testing.T, path string) string {
	t.Helper()
	file, err := dist.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // only read
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return string(content)
}

func TestEveryAnswer_carriesTheContentSecurityPolicy(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/", "/playground.json", anAsset(t, ".js"), "/nothing"} {
		policy := get(t, target).Header.Get("Content-Security-Policy")
		for _, directive := range []string{"default-src 'none'", "frame-ancestors 'none'", "script-src 'self';", "connect-src 'self';"} {
			if !strings.Contains(policy, directive) {
				t.Errorf("%s: the policy %q lacks %q", target, policy, directive)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "data:") || strings.Contains(policy, "http") {
			t.Errorf("%s: the policy is too wide: %q", target, policy)
		}
	}
}

func TestCaching_isForEverWhereTheNameHoldsAHash(t *testing.T) {
	t.Parallel()
	if got := get(t, anAsset(t, ".js")).Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("an asset's Cache-Control is %q", got)
	}
	for target, want := range map[string]string{"/": "no-cache", "/playground.json": "no-store"} {
		if got := get(t, target).Header.Get("Cache-Control"); got != want {
			t.Errorf("%s: Cache-Control is %q, want %q", target, got, want)
		}
	}
}

func TestKnownETag_isNotSentAgain(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/", anAsset(t, ".css")} {
		tag := get(t, target).Header.Get("ETag")
		again := get(t, target, "If-None-Match", tag, "Accept-Encoding", "gzip")
		if tag == "" || again.StatusCode != http.StatusNotModified {
			t.Errorf("%s with If-None-Match %s: %s", target, tag, again.Status)
		}
	}
}

func TestAsset_isUnpackedForAClientWithoutGzip(t *testing.T) {
	t.Parallel()
	asset := anAsset(t, ".css")
	plain := body(t, get(t, asset))
	for _, accepted := range []string{"gzip", "br, GZIP;q=0.5", "deflate, gzip ; q=1.0"} {
		packed := get(t, asset, "Accept-Encoding", accepted)
		if packed.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%q: the answer is not packed", accepted)
			continue
		}
		reader, err := gzip.NewReader(packed.Body)
		if err != nil {
			t.Fatal(err)
		}
		if content, err := io.ReadAll(reader); err != nil || string(content) != plain {
			t.Errorf("%q: the packed asset differs from the plain one (%v)", accepted, err)
		}
	}
	for _, accepted := range []string{"", "br", "gzip;q=0", "gzip; q=0.0"} {
		if got := get(t, asset, "Accept-Encoding", accepted); got.Header.Get("Content-Encoding") != "" || body(t, got) != plain {
			t.Errorf("%q: the answer is packed", accepted)
		}
	}
}

func TestHandler_refusesOtherMethodsAndPaths(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method, target string
		status         int
	}{
		"an unknown asset":       {http.MethodGet, "/assets/nothing.js", http.StatusNotFound},
		"an unknown path":        {http.MethodGet, "/index.html", http.StatusNotFound},
		"the folder of assets":   {http.MethodGet, "/assets/", http.StatusNotFound},
		"a way out of assets":    {http.MethodGet, "/assets/..%2f..%2fplayground.go", http.StatusNotFound},
		"a way out, backslashes": {http.MethodGet, `/assets/..%5c..%5cplayground.go`, http.StatusNotFound},
		"a name with a null":     {http.MethodGet, "/assets/index.js%00", http.StatusNotFound},
		"a post to the page":     {http.MethodPost, "/", http.StatusMethodNotAllowed},
		"a delete of an asset":   {http.MethodDelete, "/assets/index.js", http.StatusMethodNotAllowed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := do(t, test.method, test.target); got.StatusCode != test.status {
				t.Errorf("%s %s: %s, want %d", test.method, test.target, got.Status, test.status)
			}
		})
	}
}

func TestEveryAnswer_isTheSameWhateverTheAddressSays(t *testing.T) {
	t.Parallel()
	const script = "%3Cscript%3Ealert(1)%3C/script%3E"
	for _, target := range []string{"/", "/playground.json"} {
		if body(t, get(t, target+"?query="+script+"&"+script)) != body(t, get(t, target)) {
			t.Errorf("%s depends on the query string", target)
		}
	}
	if got := body(t, get(t, "/"+script)); strings.Contains(got, "script") {
		t.Errorf("a path that is not there is repeated: %s", got)
	}
}

func TestHead_answersWithoutABody(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/", anAsset(t, ".js")} {
		response := do(t, http.MethodHead, target)
		if content := body(t, response); response.StatusCode != http.StatusOK || content != "" {
			t.Errorf("HEAD %s: %s with %d bytes", target, response.Status, len(content))
		}
	}
}

func TestSettings_cannotBreakOutOfAScript(t *testing.T) {
	t.Parallel()
	want := Settings{
		Endpoint: "graphql",
		Token:    `</script><script>alert("1")</script>`,
		Tokens:   []DemoToken{{Label: "<b>&", Token: "IGAA<!--"}},
	}
	recorder := httptest.NewRecorder()
	Handler(want).ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/playground.json", nil))

	text := recorder.Body.String()
	if strings.ContainsAny(text, "<>&") {
		t.Errorf("the settings are not escaped: %s", text)
	}
	var got Settings
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if got.Token != want.Token || len(got.Tokens) != 1 || got.Tokens[0] != want.Tokens[0] {
		t.Errorf("the settings came back as %+v", got)
	}
}

func TestSettings_withoutTokensHoldAnEmptyList(t *testing.T) {
	t.Parallel()
	got := body(t, get(t, "/playground.json"))
	for _, want := range []string{`"tokens":[]`, `"mediaHosts":[]`, `"logins":[]`} {
		if !strings.Contains(got, want) {
			t.Errorf("the settings are %s, without %s", got, want)
		}
	}
}

func TestMediaHosts_areThoseOfTheUpstream(t *testing.T) {
	t.Parallel()
	const meta = "https://*.cdninstagram.com https://*.fbcdn.net https://*.fbsbx.com"
	tests := map[string]struct{ upstream, want string }{
		"Instagram":              {"https://graph.instagram.com", meta},
		"Facebook":               {"https://graph.facebook.com/base", meta},
		"the local graph":        {"http://127.0.0.1:8081", "http://127.0.0.1:8081 " + meta},
		"another server":         {"https://Graph.Example.com/api", "https://graph.example.com " + meta},
		"a name like Meta's":     {"https://notfacebook.com", "https://notfacebook.com " + meta},
		"a host of two policies": {"https://a;script-src", meta},
		"an IPv6 address":        {"http://[::1]:8081", meta}, // which a policy cannot name
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			upstream, err := url.Parse(test.upstream)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(MediaHosts(upstream), " "); got != test.want {
				t.Errorf("%s: %q, want %q", test.upstream, got, test.want)
			}
		})
	}
}

func TestPolicy_letsPicturesAndVideosInFromTheMediaHostsAndNothingElse(t *testing.T) {
	t.Parallel()
	const host = "https://media.example"
	recorder := httptest.NewRecorder()
	Handler(Settings{MediaHosts: []string{host}}).ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	for directive := range strings.SplitSeq(recorder.Header().Get("Content-Security-Policy"), "; ") {
		name, sources, _ := strings.Cut(directive, " ")
		shows := name == "img-src" || name == "media-src"
		if strings.Contains(sources, host) != shows {
			t.Errorf("%s has the sources %s", name, sources)
		}
	}
}
