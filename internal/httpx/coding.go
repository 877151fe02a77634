package httpx

import (
	"mime"
	"net/http"
	"strings"
)

// coding is a content coding of an answer (RFC 9110, section 8.4.1).
type coding string

const (
	identity coding = "identity"
	gzipped  coding = "gzip"
	zstded   coding = "zstd"
)

// codings are those that answers are packed with, the best first.
var codings = []coding{zstded, gzipped}

// maxCodings bounds how much of an Accept-Encoding header is weighed, in codings.
const maxCodings = 32

// negotiateCoding picks the coding that the client likes best; of codings that it likes
// as much, the first in the list, and identity last. plain reports whether the client
// takes an answer that is not packed: every client does that does not refuse identity.
func negotiateCoding(header http.Header) (best coding, plain bool) {
	accept := strings.Join(header["Accept-Encoding"], ",")
	switch accept {
	case "":
		return identity, true
	case "gzip": // net/http's own clients
		return gzipped, true
	case "gzip, deflate, br, zstd": // browsers
		return zstded, true
	case "gzip, deflate, br":
		return gzipped, true
	}
	qualities := map[string]float64{}
	for i, part := 0, ""; i < maxCodings && accept != ""; i++ {
		part, accept, _ = strings.Cut(accept, ",")
		if name, quality := parseCoding(part); name != "" {
			qualities[name] = quality
		}
	}
	best, most := identity, 0.0
	for _, c := range codings {
		if q := qualityOf(qualities, string(c), 0); q > most {
			best, most = c, q
		}
	}
	if qualityOf(qualities, string(identity), 0) > most {
		best = identity
	}
	return best, qualityOf(qualities, string(identity), 1) > 0
}

// qualityOf returns how much a coding is wanted: by its name, else by "*".
func qualityOf(qualities map[string]float64, name string, unnamed float64) float64 {
	if q, ok := qualities[name]; ok {
		return q
	}
	if q, ok := qualities["*"]; ok {
		return q
	}
	return unnamed
}

// parseCoding returns a coding's name and quality. The name is "" if the text is
// malformed.
func parseCoding(text string) (name string, quality float64) {
	name, params, err := mime.ParseMediaType(text)
	if err != nil {
		return "", 0
	}
	quality, ok := qualityIn(params)
	if !ok {
		return "", 0
	}
	if name == "x-gzip" {
		name = string(gzipped)
	}
	return name, quality
}

// bodyCoding returns the coding of a request's body; false for a coding that is not
// taken, and for several.
func bodyCoding(header http.Header) (coding, bool) {
	packed := identity
	for part := range strings.SplitSeq(strings.Join(header["Content-Encoding"], ","), ",") {
		switch strings.ToLower(strings.TrimSpace(part)) {
		case "", string(identity):
		case string(gzipped), "x-gzip":
			if packed != identity {
				return "", false
			}
			packed = gzipped
		default:
			return "", false
		}
	}
	return packed, true
}
