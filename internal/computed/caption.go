package computed

import (
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// CaptionPart is a hashtag or a mention in a caption.
type CaptionPart struct {
	// Text is without # or @.
	Text string
	// Offset and Length are with it, in UTF-16 code units.
	Offset, Length int32
}

// What hashtags and handles are made of.
//
// Source: Instagram, "How to use hashtags" and the rules for usernames.
var (
	hashtag = regexp.MustCompile(`#([\p{L}\p{N}\p{M}_]+)`)
	mention = regexp.MustCompile(`@([A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?)`)
	digits  = regexp.MustCompile(`^[0-9]+$`)
	// within ends what a sign belongs to rather than begins something: a word, an
	// address, an HTML entity.
	within = regexp.MustCompile(`[\p{L}\p{N}_.&@#]$`)
)

// Hashtags returns the hashtags in a caption, in their order. Digits alone are none.
func Hashtags(caption string) []CaptionPart {
	var parts []CaptionPart
	for _, part := range captionParts(caption, hashtag) {
		if !digits.MatchString(part.Text) {
			parts = append(parts, part)
		}
	}
	return parts
}

// Mentions returns the handles that a caption mentions, in their order.
func Mentions(caption string) []CaptionPart { return captionParts(caption, mention) }

func captionParts(caption string, pattern *regexp.Regexp) (parts []CaptionPart) {
	last := -1
	caption = strings.ToValidUTF8(caption, string(utf8.RuneError))
	for _, at := range pattern.FindAllStringSubmatchIndex(caption, -1) {
		begin, end := at[0], at[1]
		if begin != last && within.MatchString(caption[:begin]) {
			continue
		}
		last = end // one can follow on another: #one#two
		parts = append(parts, CaptionPart{
			Text: caption[at[2]:end], Offset: units(caption[:begin]), Length: units(caption[begin:end]),
		})
	}
	return parts
}

// units counts UTF-16 code units.
func units(text string) int32 {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return int32(n)
}
