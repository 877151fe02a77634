package httpx

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/httpx/form"
)

// etag returns the tag of an answer. The tag is weak, for two answers are the same to a
// client however they are packed, and whatever the extensions that aside names say.
func etag(media form.Media, response *graphql.Response, aside []string) string {
	hash := sha256.New()
	hash.Write([]byte(media))
	hash.Write([]byte{0})
	hash.Write(response.Data)
	told := maps.Clone(response.Extensions)
	maps.DeleteFunc(told, func(name string, _ any) bool { return slices.Contains(aside, name) })
	if len(told) > 0 {
		_ = json.NewEncoder(hash).Encode(told) // an extension that is no JSON fails where the answer is written
	}
	return `W/"` + hex.EncodeToString(hash.Sum(nil)[:16]) + `"`
}

// matches reports whether an If-None-Match header names the tag, or any (RFC 9110,
// section 13.1.2).
func matches(headers []string, tag string) bool {
	opaque := strings.TrimPrefix(tag, "W/")
	for _, line := range headers {
		for candidate := range strings.SplitSeq(line, ",") {
			candidate = strings.TrimSpace(candidate)
			if candidate == "*" || strings.TrimPrefix(candidate, "W/") == opaque {
				return true
			}
		}
	}
	return false
}
