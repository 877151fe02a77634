package httpx

import (
	"net/http"
	"strings"
)

// NoCache reports whether a request wants an answer that no one kept: it says
// Cache-Control: no-cache.
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
