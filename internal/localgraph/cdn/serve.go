package cdn

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/localgraph/mediafile"
	"github.com/gramql/gramql/internal/localgraph/picture"
)

// forGood is the Cache-Control of media files: what a name stands for never changes.
const forGood = "public, max-age=1209600, immutable"

// serveKept serves the file of something that was published.
func (c *CDN) serveKept(w http.ResponseWriter, r *http.Request, name string) {
	file, err := c.Read(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer func() { _ = file.Close() }() // was only read
	w.Header().Set("Cache-Control", forGood)
	w.Header().Set("Content-Type", mediafile.TypeOf(name))
	w.Header().Set("ETag", `"`+name+`"`)
	http.ServeContent(w, r, name, time.Time{}, file)
}

// Serve serves the media file of a name. As on Meta's CDN, the link's oe says when it
// expires.
func (c *CDN) Serve(w http.ResponseWriter, r *http.Request, name string) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Method not allowed", http.StatusMethodNotAllowed)
		return
	}
	if oe := r.URL.Query().Get("oe"); oe != "" {
		unix, err := strconv.ParseInt(oe, 16, 64)
		if err != nil || c.now().After(time.Unix(unix, 0)) {
			http.Error(w, "URL signature expired", http.StatusForbidden)
			return
		}
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if mediafile.Has(name) {
		c.serveKept(w, r, name)
		return
	}
	etag := picture.ETag(name)
	if r.Header.Get("If-None-Match") == etag {
		w.Header().Set("ETag", etag)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	file, mediaType, err := picture.Draw(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("ETag", etag)
	w.Header().Set("Cache-Control", forGood)
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(file)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(file) // the client may be gone
	}
}
