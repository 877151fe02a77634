package localgraph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// ownPicture and ownReel are media files of the demo world.
const (
	ownPicture = base + "/media/17895695668004550.jpg"
	ownReel    = base + "/media/17881042411086627.gif"
)

// clock is a time that tests move.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

// writable opens a local graph that one test writes to, and its clock.
func writable(t *testing.T) (*localgraph.Server, *clock) {
	t.Helper()
	c := &clock{now}
	return open(t, localgraph.Options{Now: c.Now}), c
}

// send sends a form, and returns the decoded answer.
func send(t *testing.T, s http.Handler, method, path, token string, form ...string) (status int, body any) {
	t.Helper()
	values := url.Values{}
	for i := 0; i < len(form); i += 2 {
		values.Set(form[i], form[i+1])
	}
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Code, decode(t, w.Body.String())
}

// must sends a form that is to succeed, and returns the id that it answers.
func must(t *testing.T, s http.Handler, method, path, token string, form ...string) string {
	t.Helper()
	status, body := send(t, s, method, path, token, form...)
	if status != http.StatusOK {
		t.Fatalf("%s %s: %d %v", method, path, status, body)
	}
	id, _ := at(body, "id").(string)
	return id
}

// read asks for a path with a token.
func read(t *testing.T, s http.Handler, path, token string) any {
	t.Helper()
	_, body := send(t, s, http.MethodGet, path, token)
	return body
}

// files serves pictures of the size that their address names, such as /40x30, and
// videos.
func files(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		width, height := 0, 0
		if n, _ := fmt.Sscanf(r.URL.Path, "/%dx%d", &width, &height); n == 2 {
			_ = jpeg.Encode(w, image.NewGray(image.Rect(0, 0, width, height)), nil)
			return
		}
		switch r.URL.Path {
		case "/video":
			w.Header().Set("Content-Type", "video/mp4")
			_, _ = w.Write([]byte("moving"))
		case "/large":
			_, _ = w.Write(append([]byte("\xff\xd8\xff"), make([]byte, 8<<20)...))
		case "/broken":
			_, _ = w.Write([]byte("\xff\xd8\xff"))
		case "/png":
			_, _ = w.Write([]byte("\x89PNG\x0D\x0A\x1A\x0A"))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestServer_looksIntoPictures(t *testing.T) {
	t.Parallel()
	s, _ := writable(t)
	from := files(t)
	for _, test := range []struct {
		path    string
		form    []string
		subcode string // "" where it is taken
	}{
		{"/1x1", nil, ""},
		{"/400x500", nil, ""},
		{"/400x505", nil, "2207009"},
		{"/191x100", nil, ""},
		{"/195x100", nil, "2207009"},
		{"/195x100", []string{"is_carousel_item", "true"}, "2207009"},
		{"/90x160", []string{"media_type", "STORIES"}, ""},
		{"/large", nil, "2207004"},
		{"/broken", nil, "2207005"},
		{"/png", nil, "2207005"},
		{"/video", nil, "2207005"},
		{"/missing", nil, "2207052"},
	} {
		_, body := send(t, s, http.MethodPost, "/me/media", localgraph.DemoToken, append([]string{"image_url", from + test.path}, test.form...)...)
		if subcode := at(body, "error.error_subcode"); fmt.Sprint(subcode) != test.subcode && (subcode != nil || test.subcode != "") {
			t.Errorf("%s %v: %v", test.path, test.form, body)
		}
	}
}

func TestServer_servesWhatWasPublished(t *testing.T) {
	t.Parallel()
	s, c := writable(t)
	from := files(t)
	container := must(t, s, http.MethodPost, "/me/media", localgraph.DemoToken, "media_type", "REELS", "video_url", from+"/video", "cover_url", from+"/40x30")
	c.now = c.now.Add(time.Minute)
	media := must(t, s, http.MethodPost, "/me/media_publish", localgraph.DemoToken, "creation_id", container)
	reel := read(t, s, "/"+media+"?fields=media_url,thumbnail_url", localgraph.DemoToken)
	for member, want := range map[string]string{"media_url": "video/mp4", "thumbnail_url": "image/jpeg"} {
		link, _ := at(reel, member).(string)
		path, _ := strings.CutPrefix(link, base)
		w := fetch(t, s, http.MethodGet, path, nil)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != want || w.Body.Len() == 0 || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %v", member, w.Code, w.Header())
		}
		if again := fetch(t, s, http.MethodGet, path, map[string]string{"If-None-Match": w.Header().Get("ETag")}); again.Code != http.StatusNotModified {
			t.Errorf("%s once more: %d", member, again.Code)
		}
	}
	if w := fetch(t, s, http.MethodGet, "/media/upload-000000000000000000000000.jpg", nil); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
	if again := must(t, s, http.MethodPost, "/me/media", localgraph.DemoToken, "image_url", at(reel, "thumbnail_url").(string)); again == "" {
		t.Error("what was published cannot be published again")
	}
}

func TestServer_keepsWhatWasWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	from := files(t)
	openDir := func() *localgraph.Server {
		s, err := localgraph.Open(t.Context(), options(localgraph.Options{Dir: dir}))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := openDir()
	container := must(t, s, http.MethodPost, "/me/media", localgraph.DemoToken, "image_url", from+"/40x30")
	media := must(t, s, http.MethodPost, "/me/media_publish", localgraph.DemoToken, "creation_id", container)
	comment := must(t, s, http.MethodPost, "/"+media+"/comments", localgraph.DemoToken, "message", "kept")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openDir()
	first := read(t, s, "/me/media?limit=1&fields=media_url,comments{text}", localgraph.DemoToken)
	if at(first, "data.0.id") != media || at(first, "data.0.comments.data.0.id") != comment {
		t.Fatal(first)
	}
	path := strings.TrimPrefix(at(first, "data.0.media_url").(string), base)
	if w := fetch(t, s, http.MethodGet, path, nil); w.Code != http.StatusOK {
		t.Errorf("the picture: %d", w.Code)
	}
	if err := s.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w := fetch(t, s, http.MethodGet, path, nil); w.Code != http.StatusNotFound {
		t.Errorf("the picture, after a reset: %d", w.Code)
	}
	if first := read(t, s, "/me/media?limit=1", localgraph.DemoToken); at(first, "data.0.id") == media {
		t.Error(first)
	}
	must(t, s, http.MethodPost, "/me/media", localgraph.DemoToken, "image_url", from+"/40x30")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := localgraph.Reset(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "media", "*")); len(left) > 0 {
		t.Error(left)
	}
}

func TestServer_takesParametersInEveryForm(t *testing.T) {
	t.Parallel()
	s, _ := writable(t)
	const path = "/me/media?fields=status_code"
	for name, request := range map[string]func() *http.Request{
		"query": func() *http.Request {
			return httptest.NewRequestWithContext(t.Context(), http.MethodPost, path+"&image_url="+url.QueryEscape(ownPicture), nil)
		},
		"form": func() *http.Request {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader("image_url="+url.QueryEscape(ownPicture)))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
			return r
		},
		"JSON": func() *http.Request {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(`{"image_url":"`+ownPicture+`","user_tags":[{"username":"a","x":0.5,"y":1}]}`))
			r.Header.Set("Content-Type", "application/json")
			return r
		},
		"multipart": func() *http.Request {
			var body bytes.Buffer
			w := multipart.NewWriter(&body)
			_ = w.WriteField("image_url", ownPicture)
			_ = w.Close()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, &body)
			r.Header.Set("Content-Type", w.FormDataContentType())
			return r
		},
	} {
		r := request()
		r.Header.Set("Authorization", "Bearer "+localgraph.DemoToken)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if status := at(decode(t, w.Body.String()), "status_code"); status != "FINISHED" {
			t.Errorf("%s: %s", name, w.Body)
		}
	}
	for _, body := range []string{"{", `["image_url"]`, "null"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+localgraph.DemoToken)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
}

func TestServer_breaksTheConnectionOfWrites(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind  fault.Kind
		path  string
		token string
		done  bool
	}{
		{fault.BeforeBody, "/*/comments", "", false},
		{fault.BeforeBody, "", "IGAAdemometric", false},
		{fault.AfterBody, "", "", false},
		{fault.NoAnswer, "/*/comments", "", true},
	} {
		s, _ := writable(t)
		server := httptest.NewServer(s)
		s.Faults().Add(fault.Fault{Kind: test.kind, Path: test.path, Token: test.token, Times: 1})
		client := server.Client()
		write := func() (int, error) {
			r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/v27.0/17927651176397409/comments", strings.NewReader("message=Hello"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Authorization", "Bearer "+localgraph.DemoToken)
			answer, err := client.Do(r)
			if err != nil {
				return 0, err
			}
			return answer.StatusCode, answer.Body.Close()
		}
		if count := comments(t, s); count != 142 { // a read is not struck
			t.Fatal(count)
		}
		if _, err := write(); err == nil {
			t.Errorf("%s: answered", test.kind)
		}
		want := int64(142)
		if test.done {
			want++
		}
		if got := comments(t, s); got != want {
			t.Errorf("%s: %d comments, want %d", test.kind, got, want)
		}
		if status, err := write(); status != http.StatusOK || err != nil {
			t.Errorf("%s: the next: %d %v", test.kind, status, err)
		}
		server.Close()
	}
}

// comments returns how many comments the newest post of the demo world has.
func comments(t *testing.T, s *localgraph.Server) int64 {
	t.Helper()
	count, _ := at(read(t, s, "/17927651176397409?fields=comments_count", localgraph.DemoToken), "comments_count").(json.Number)
	number, _ := count.Int64()
	return number
}
