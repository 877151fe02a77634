package playground

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// assetTypes are the content types of what the build writes. They are listed here
// because mime.TypeByExtension depends on what the machine has installed.
var assetTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// servePage answers with the page itself. The names of its assets change with their
// content, so a browser must revalidate the page each time.
func servePage(w http.ResponseWriter, r *http.Request) {
	page, err := dist.ReadFile("dist/index.html")
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(page)))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(page))
}

// serveAsset answers with one embedded asset. Its name holds a hash of its content,
// so a browser never needs to fetch it again.
func serveAsset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	contentType, known := assetTypes[path.Ext(name)]
	packed, err := dist.Open("dist/assets/" + name + ".gz")
	if !known || err != nil {
		http.NotFound(w, r)
		return
	}
	defer packed.Close() //nolint:errcheck // an embedded file has nothing to lose

	header := w.Header()
	header.Set("Content-Type", contentType)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("ETag", fmt.Sprintf("W/%q", name))
	header.Set("Vary", "Accept-Encoding")
	if acceptsGzip(r) {
		header.Set("Content-Encoding", "gzip")
		http.ServeContent(w, r, "", time.Time{}, packed.(io.ReadSeeker))
		return
	}
	serveUnpacked(w, r, packed)
}

// serveUnpacked is for the rare client that cannot read gzip.
func serveUnpacked(w http.ResponseWriter, r *http.Request, packed fs.File) {
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		http.Error(w, "the asset cannot be unpacked", http.StatusInternalServerError)
		return
	}
	if r.Method == http.MethodHead {
		return
	}
	_, _ = io.Copy(w, unpacked) //nolint:gosec // our own files, not a visitor's; fails only for a client that is gone
}

// acceptsGzip reports whether Accept-Encoding names gzip (RFC 9110, 12.5.3).
func acceptsGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.ReplaceAll(coding, " ", ""), ";")
		if strings.EqualFold(name, "gzip") {
			return strings.Trim(weight, "q=0.") != "" || weight == ""
		}
	}
	return false
}
