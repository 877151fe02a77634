package localgraph_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph"
)

// pageOwner is the token of Facebook Login.
const pageOwner = "EAAdemometricsaurus"

// upload sends a piece of a video, and returns status and answer.
func upload(t *testing.T, s http.Handler, address, body string, header ...string) (int, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, strings.TrimPrefix(address, base), strings.NewReader(body))
	r.Header.Set("Authorization", "OAuth "+pageOwner)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func TestServer_takesAVideoInPieces(t *testing.T) {
	t.Parallel()
	s, c := writable(t)
	_, body := send(t, s, http.MethodPost, "/v27.0/17841405822304914/media", pageOwner, "media_type", "REELS", "upload_type", "resumable")
	container, address := at(body, "id"), fmt.Sprint(at(body, "uri"))
	if want := fmt.Sprintf("%s/ig-api-upload/v27.0/%s", base, container); address != want {
		t.Fatalf("uri = %s, want %s", address, want)
	}
	path := fmt.Sprintf("/%s?fields=status_code,video_status", container)
	for _, step := range []struct {
		name, body string
		header     []string
		wait       time.Duration
		status     int
		code       string
		uploading  string
		processing string
		there      string
	}{
		{"of another account", "abc", []string{"offset", "0", "file_size", "6", "Authorization", "OAuth IGAAdemocretaceous"}, 0, 400, "IN_PROGRESS", "not_started", "not_started", "0"},
		{"without permission", "abc", []string{"offset", "0", "file_size", "6", "Authorization", "OAuth IGAAdemobasic"}, 0, 400, "IN_PROGRESS", "not_started", "not_started", "0"},
		{"without a token", "abc", []string{"offset", "0", "file_size", "6", "Authorization", ""}, 0, 400, "IN_PROGRESS", "not_started", "not_started", "0"},
		{"without a size", "abc", []string{"offset", "0"}, 0, 400, "IN_PROGRESS", "not_started", "not_started", "0"},
		{"of too many bytes", "abcdefg", []string{"offset", "0", "file_size", "6"}, 0, 400, "IN_PROGRESS", "not_started", "not_started", "0"},
		{"half", "abc", []string{"offset", "0", "file_size", "6"}, time.Hour, 200, "IN_PROGRESS", "in_progress", "not_started", "3"},
		{"at a wrong offset", "f", []string{"offset", "5", "file_size", "6"}, 0, 400, "IN_PROGRESS", "in_progress", "not_started", "3"},
		{"the rest", "def", []string{"offset", "3", "file_size", "6"}, 0, 200, "IN_PROGRESS", "complete", "in_progress", "6"},
		{"once more", "def", []string{"offset", "3", "file_size", "6"}, 3 * time.Second, 400, "FINISHED", "complete", "complete", "6"},
	} {
		status, answer := upload(t, s, address, step.body, step.header...)
		if status != step.status || status == 200 && answer != `{"success":true,"message":"Upload successful."}` || status != 200 && at(decode(t, answer), "debug_info.message") == nil {
			t.Errorf("%s: %d %s", step.name, status, answer)
		}
		c.now = c.now.Add(step.wait)
		got := read(t, s, path, pageOwner)
		for member, want := range map[string]string{
			"status_code": step.code, "video_status.uploading_phase.status": step.uploading, "video_status.processing_phase.status": step.processing,
			"video_status.uploading_phase.bytes_transferred": step.there,
		} {
			if fmt.Sprint(at(got, member)) != want {
				t.Errorf("%s: %s = %v, want %s", step.name, member, at(got, member), want)
			}
		}
	}
	media := must(t, s, http.MethodPost, "/17841405822304914/media_publish", pageOwner, "creation_id", fmt.Sprint(container))
	reel := read(t, s, "/"+media+"?fields=media_url,media_product_type", pageOwner)
	link, _ := at(reel, "media_url").(string)
	if w := fetch(t, s, http.MethodGet, strings.TrimPrefix(link, base), nil); w.Body.String() != "abcdef" || at(reel, "media_product_type") != "REELS" {
		t.Errorf("%v: %s", reel, w.Body)
	}
}

func TestServer_takesAVideoFromAnAddressThatAnUploadNames(t *testing.T) {
	t.Parallel()
	s, c := writable(t)
	_, body := send(t, s, http.MethodPost, "/17841405822304914/media", pageOwner, "media_type", "VIDEO", "is_carousel_item", "true", "upload_type", "resumable")
	container, address := fmt.Sprint(at(body, "id")), fmt.Sprint(at(body, "uri"))
	if status, answer := upload(t, s, address, "", "file_url", "http://elsewhere.example/a.mp4"); status != http.StatusBadRequest || !strings.Contains(answer, "-local-media-hosts") {
		t.Errorf("%d %s", status, answer)
	}
	if status, answer := upload(t, s, address, "", "file_url", files(t)+"/video"); status != http.StatusOK {
		t.Fatalf("%d %s", status, answer)
	}
	c.now = c.now.Add(time.Minute)
	carousel := must(t, s, http.MethodPost, "/17841405822304914/media", pageOwner, "media_type", "CAROUSEL", "children", container+","+container)
	must(t, s, http.MethodPost, "/17841405822304914/media_publish", pageOwner, "creation_id", carousel)
	for _, wrong := range []string{"/ig-api-upload/v27.0/" + container, "/ig-api-upload/v27.0/abc", "/ig-api-upload/", "/ig-api-upload/v27.0/17900000000009999"} {
		if status, _ := upload(t, s, wrong, "abc", "offset", "0", "file_size", "3"); status != http.StatusBadRequest {
			t.Errorf("%s: %d", wrong, status)
		}
	}
	if _, body := send(t, s, http.MethodPost, "/me/media", localgraph.DemoToken, "media_type", "REELS", "upload_type", "resumable"); at(body, "error.message") != "The parameter video_url is required" {
		t.Error(body)
	}
}
