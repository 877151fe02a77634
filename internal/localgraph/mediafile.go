package localgraph

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/localgraph/picture"
)

// serveFile serves a media file. As on Meta's CDN, the link's oe says when it
// expires.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, name string) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Method not allowed", http.StatusMethodNotAllowed)
		return
	}
	if oe := r.URL.Query().Get("oe"); oe != "" {
		unix, err := strconv.ParseInt(oe, 16, 64)
		if err != nil || s.options.Now().After(time.Unix(unix, 0)) {
			http.Error(w, "URL signature expired", http.StatusForbidden)
			return
		}
	}
	etag := picture.ETag(name)
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	w.Header().Set("X-Content-Type-Options", "nosniff")
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
	w.Header().Set("Cache-Control", "public, max-age=1209600, immutable")
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(file)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(file) // the client may be gone
	}
}
