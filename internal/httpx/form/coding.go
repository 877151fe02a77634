package form

import (
	"mime"
	"net/http"
	"strings"
)

// Coding is a content coding of an answer or a request (RFC 9110, section 8.4.1).
type Coding string

// The codings. Requests are taken as they are or as gzip.
const (
	Identity Coding = "identity"
	Gzip     Coding = "gzip"
	Zstd     Coding = "zstd"
)

// codings are those that answers are packed with, the best first.
var codings = []Coding{Zstd, Gzip}

// maxCodings bounds how much of an Accept-Encoding header is weighed, in codings.
const maxCodings = 32

// NegotiateCoding picks the coding that the client likes best; of codings that it likes
// as much, the first in the list, and identity last. plain reports whether the client
// takes an answer that is not packed: every client does that does not refuse identity.
func NegotiateCoding(header http.Header) (best Coding, plain bool) {
	accept := strings.Join(header["Accept-Encoding"], ",")
	switch accept {
	case "":
		return Identity, true
	case "gzip": // net/http's own clients
		return Gzip, true
	case "gzip, deflate, br, zstd": // browsers
		return Zstd, true
	case "gzip, deflate, br":
		return Gzip, true
	}
	qualities := map[string]float64{}
	for i, part := 0, ""; i < maxCodings && accept != ""; i++ {
		part, accept, _ = strings.Cut(accept, ",")
		if name, quality := parseCoding(part); name != "" {
			qualities[name] = quality
		}
	}
	best, most := Identity, 0.0
	for _, c := range codings {
		if q := qualityOf(qualities, string(c), 0); q > most {
			best, most = c, q
		}
	}
	if qualityOf(qualities, string(Identity), 0) > most {
		best = Identity
	}
	return best, qualityOf(qualities, string(Identity), 1) > 0
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
		name = string(Gzip)
	}
	return name, quality
}

// CodingOfBody returns the coding of a request's body; false for a coding that is not
// taken, and for several.
func CodingOfBody(header http.Header) (Coding, bool) {
	packed := Identity
	for part := range strings.SplitSeq(strings.Join(header["Content-Encoding"], ","), ",") {
		switch strings.ToLower(strings.TrimSpace(part)) {
		case "", string(Identity):
		case string(Gzip), "x-gzip":
			if packed != Identity {
				return "", false
			}
			packed = Gzip
		default:
			return "", false
		}
	}
	return packed, true
}
