package mediafile_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/localgraph/mediafile"
)

// picture returns a JPEG of a size.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var text bytes.Buffer
	if err := jpeg.Encode(&text, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// serve serves files of a few kinds, and what is none.
func serve(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/picture":
			_, _ = w.Write(picture(t, 40, 30))
		case "/video":
			w.Header().Set("Content-Type", "video/quicktime; charset=x")
			_, _ = w.Write([]byte("moving"))
		case "/disguised":
			w.Header().Set("Content-Type", "video/mp4")
			_, _ = w.Write(picture(t, 40, 30))
		case "/liar":
			w.Header().Set("Content-Type", "image/jpeg")
			_, _ = w.Write([]byte("hello"))
		case "/silent":
			w.Header()["Content-Type"] = nil
			_, _ = w.Write([]byte("hello"))
		case "/text":
			_, _ = w.Write([]byte("hello"))
		case "/empty":
		case "/torn":
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("half"))
		case "/here":
			http.Redirect(w, r, "/picture", http.StatusFound)
		case "/away":
			http.Redirect(w, r, "http://elsewhere.example/picture", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func open(t *testing.T, dir string, hosts ...string) *mediafile.Library {
	t.Helper()
	l := mediafile.Open(dir, hosts)
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func TestLibrary_copiesWhatIsAtAnAddress(t *testing.T) {
	t.Parallel()
	s, l := serve(t), open(t, t.TempDir())
	for path, want := range map[string]struct {
		mediaType, extension string
		err                  error
	}{
		"/picture":   {"image/jpeg", ".jpg", nil},
		"/here":      {"image/jpeg", ".jpg", nil},
		"/video":     {"video/quicktime", ".mov", nil},
		"/disguised": {"image/jpeg", ".jpg", nil},
		"/text":      {"text/plain", ".bin", nil},
		"/liar":      {"text/plain", ".bin", nil},
		"/silent":    {"text/plain", ".bin", nil},
		"/empty":     {err: mediafile.ErrUnreachable},
		"/torn":      {err: mediafile.ErrUnreachable},
		"/missing":   {err: mediafile.ErrUnreachable},
		"/away":      {err: mediafile.ErrForbidden},
		"/round":     {err: mediafile.ErrForbidden},
	} {
		got, err := l.Fetch(t.Context(), s.URL+path, 1<<20)
		if !errors.Is(err, want.err) || got.Type != want.mediaType || filepath.Ext(got.Name) != want.extension {
			t.Errorf("%s: %+v, %v", path, got, err)
			continue
		}
		if err != nil {
			continue
		}
		file, err := l.Read(got.Name)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(file)
		_ = file.Close()
		if int64(len(text)) != got.Size || got.Size == 0 || !mediafile.Has(got.Name) {
			t.Errorf("%s: %d bytes of %+v", path, len(text), got)
		}
	}
}

func TestLibrary_keepsNoMoreThanAskedFor(t *testing.T) {
	t.Parallel()
	s, dir := serve(t), t.TempDir()
	l := open(t, dir)
	if _, err := l.Fetch(t.Context(), s.URL+"/video", 5); !errors.Is(err, mediafile.ErrTooLarge) {
		t.Error(err)
	}
	if got, err := l.Fetch(t.Context(), s.URL+"/video", 6); err != nil || got.Size != 6 {
		t.Error(got, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "media", "*")); len(left) != 1 {
		t.Errorf("kept: %v", left)
	}
}

func TestLibrary_asksOnlyHostsThatAreAllowed(t *testing.T) {
	t.Parallel()
	s := serve(t)
	port := s.URL[strings.LastIndexByte(s.URL, ':'):]
	for _, test := range []struct {
		hosts   string
		address string
		err     error
	}{
		{"loopback", "http://127.0.0.1" + port + "/picture", nil},
		{"loopback", "http://localhost" + port + "/picture", nil},
		{"loopback", "http://127.0.0.1.example" + port + "/picture", mediafile.ErrForbidden},
		{"loopback", "http://10.0.0.1/picture", mediafile.ErrForbidden},
		{"loopback", "http://169.254.169.254/latest", mediafile.ErrForbidden},
		{"loopback", "http://[::ffff:10.0.0.1]/picture", mediafile.ErrForbidden},
		{"media.example", "http://127.0.0.1" + port + "/picture", mediafile.ErrForbidden},
		{"127.0.0.1", "http://127.0.0.1" + port + "/picture", nil},
		{"*.media.example", "http://a.media.example:1/picture", mediafile.ErrUnreachable},
		{"*.media.example", "http://media.example:1/picture", mediafile.ErrForbidden},
		{"*.localhost", "http://localhost" + port + "/picture", mediafile.ErrForbidden},
		{"LOCALHOST", "http://LocalHost" + port + "/picture", nil},
		{"loopback", "file:///etc/passwd", mediafile.ErrUnreachable},
		{"loopback", "ftp://127.0.0.1/picture", mediafile.ErrUnreachable},
		{"loopback", "http:///picture", mediafile.ErrUnreachable},
		{"loopback", "http://127.0.0.1:1/picture", mediafile.ErrUnreachable},
		{"loopback", "://", mediafile.ErrUnreachable},
	} {
		l := open(t, "", test.hosts)
		if _, err := l.Fetch(t.Context(), test.address, 1<<20); !errors.Is(err, test.err) {
			t.Errorf("%s, %s allowed: %v, want %v", test.address, test.hosts, err, test.err)
		}
	}
}

func TestLibrary_knowsTheSizeOfPictures(t *testing.T) {
	t.Parallel()
	s, l := serve(t), open(t, "")
	for path, want := range map[string][2]int{"/picture": {40, 30}, "/text": {0, 0}} {
		file, err := l.Fetch(t.Context(), s.URL+path, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if width, height, err := l.Size(file.Name); err != nil || [2]int{width, height} != want {
			t.Errorf("%s: %d × %d, %v", path, width, height, err)
		}
	}
	if _, _, err := l.Size("upload-000000000000000000000000.jpg"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestLibrary_clearsOnlyWhatIsItsOwn(t *testing.T) {
	t.Parallel()
	s, dir := serve(t), t.TempDir()
	l := open(t, dir)
	if err := l.Clear(); err != nil {
		t.Error("nothing to clear:", err)
	}
	file, err := l.Fetch(t.Context(), s.URL+"/picture", 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(dir, "media", "holiday.jpg")
	if err := os.WriteFile(foreign, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	other := open(t, dir) // another that has just been opened
	if err := other.Clear(); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Read(file.Name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after it was cleared: %v", err)
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"holiday.jpg", "../graph.db", "upload-1.jpg", "upload-000000000000000000000000.jpg/..", ""} {
		if _, err := l.Read(name); !errors.Is(err, fs.ErrNotExist) || mediafile.Has(name) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestTypeOf_isThatOfTheExtension(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"a.jpg": "image/jpeg", "a.mp4": "video/mp4", "a.bin": "application/octet-stream"} {
		if got := mediafile.TypeOf(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestLibrary_putsVideosTogether(t *testing.T) {
	t.Parallel()
	l := open(t, t.TempDir())
	name, size, err := l.Append("", 0, strings.NewReader("abcd"))
	if err != nil || size != 4 || filepath.Ext(name) != ".mp4" {
		t.Fatal(name, size, err)
	}
	again, size, err := l.Append(name, 3, io.MultiReader(strings.NewReader("def"), torn{}))
	if again != name || size != 6 || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(again, size, err)
	}
	file, err := l.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(file)
	_ = file.Close()
	if string(text) != "abcdef" {
		t.Errorf("put together: %q", text)
	}
	for range 2 { // there, then gone
		if err := l.Drop(name); err != nil {
			t.Error(err)
		}
	}
	if _, err := l.Read(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after it was dropped: %v", err)
	}
	if err := l.Drop("holiday.jpg"); err != nil {
		t.Error(err)
	}
}

// torn is a body whose connection breaks.
type torn struct{}

func (torn) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestLibrary_saysThatItsFolderIsNone(t *testing.T) {
	t.Parallel()
	s, dir := serve(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "media"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l := open(t, dir)
	const name = "upload-000000000000000000000000.jpg"
	_, fetching := l.Fetch(t.Context(), s.URL+"/picture", 1<<20)
	_, reading := l.Read(name)
	_, _, measuring := l.Size(name)
	_, _, appending := l.Append("", 0, strings.NewReader("a"))
	for what, err := range map[string]error{"fetch": fetching, "read": reading, "measure": measuring, "append": appending, "drop": l.Drop(name), "clear": l.Clear()} {
		if err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}

func TestLibrary_withoutAFolderLeavesNothing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	l := mediafile.Open("", nil)
	file, err := l.Fetch(t.Context(), s.URL+"/picture", 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(l.Clear(), l.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Read(file.Name); err == nil {
		t.Error("the file is still there")
	}
}
