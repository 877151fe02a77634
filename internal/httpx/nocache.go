package httpx

import (
	"net/http"
	"strings"
)

// NoCache reports whether a request says Cache-Control: no-cache: its client wants an
// answer that no cache has kept.
func NoCache(header http.Header) bool {
	for _, line := range header["Cache-Control"] {
		for directive := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.TrimSpace(directive), "no-cache") {
				return true
			}
		}
	}
	return false
}
