// Package form is about the forms in which requests and answers travel: their media types
// and content codings, which of them a client takes, and how texts are packed.
//
//	media.go   application/json and application/graphql-response+json
//	coding.go  which coding a client likes best
//	pack.go    packs and unpacks
package form

import (
	"math"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// Media is the Content-Type of an answer.
type Media string

// The types of answers.
const (
	// LegacyJSON is application/json: 200 for every well-formed request, errors
	// or not.
	LegacyJSON Media = "application/json; charset=utf-8"

	// GraphQLJSON is application/graphql-response+json: its status says whether
	// the operation was executed.
	GraphQLJSON Media = "application/graphql-response+json; charset=utf-8"
)

// maxAccept bounds how much of an Accept header is weighed, in media ranges.
const maxAccept = 32

// NegotiateMedia picks the media type that the client likes best: application/json, as the
// specification wants, for a client that does not care. Without an acceptable
// type, the refusal itself goes out as application/json.
func NegotiateMedia(header http.Header) (media Media, acceptable bool) {
	accept := strings.Join(header["Accept"], ",")
	switch accept {
	case "", "*/*", "application/json":
		return LegacyJSON, true
	case "application/graphql-response+json":
		return GraphQLJSON, true
	}

	var legacy, modern preference
	for i, part := 0, ""; i < maxAccept && accept != ""; i++ {
		part, accept, _ = strings.Cut(accept, ",")
		mediaRange, quality := ParseRange(part)
		legacy.weigh("application/json", mediaRange, quality)
		modern.weigh("application/graphql-response+json", mediaRange, quality)
	}
	switch {
	case modern.quality > legacy.quality, modern.named() && modern.quality > 0 && modern.quality == legacy.quality:
		return GraphQLJSON, true
	default:
		return LegacyJSON, legacy.quality > 0
	}
}

// preference is how much a client wants one media type: the quality of the most
// specific range that matches it (RFC 9110, section 12.5.1).
type preference struct {
	specificity int
	quality     float64
}

func (p *preference) named() bool { return p.specificity == specificType }

const (
	specificAnything = iota + 1
	specificApplication
	specificType
)

func (p *preference) weigh(media, mediaRange string, quality float64) {
	specificity := 0
	switch mediaRange {
	case media:
		specificity = specificType
	case "application/*":
		specificity = specificApplication
	case "*/*":
		specificity = specificAnything
	}
	if specificity > p.specificity {
		*p = preference{specificity, quality}
	}
}

// ParseRange returns a media range and its quality. The range is "" if the text is
// malformed, or wants another charset than UTF-8.
func ParseRange(text string) (mediaRange string, quality float64) {
	mediaRange, params, err := mime.ParseMediaType(text)
	if err != nil || !isUTF8(params) {
		return "", 0
	}
	quality, ok := qualityIn(params)
	if !ok {
		return "", 0
	}
	return mediaRange, quality
}

// qualityIn returns the parameter q, which is 1 unless it is given (RFC 9110,
// section 12.4.2).
func qualityIn(params map[string]string) (quality float64, ok bool) {
	q, given := params["q"]
	if !given {
		return 1, true
	}
	quality, err := strconv.ParseFloat(q, 64)
	return quality, err == nil && !math.IsNaN(quality) && quality >= 0 && quality <= 1
}

// IsJSON reports whether a request body of this Content-Type is JSON in UTF-8.
func IsJSON(contentType string) bool {
	if contentType == "application/json" {
		return true
	}
	media, params, err := mime.ParseMediaType(contentType)
	return err == nil && media == "application/json" && isUTF8(params)
}

func isUTF8(params map[string]string) bool {
	charset, ok := params["charset"]
	return !ok || strings.EqualFold(charset, "utf-8")
}
