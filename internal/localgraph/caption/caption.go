// Package caption finds what captions and comments name.
package caption

import (
	"regexp"
	"strings"
)

var (
	hashtagPattern = regexp.MustCompile(`#([\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)`)
	mentionPattern = regexp.MustCompile(`(?:^|[^\p{L}\p{N}_.@])@([A-Za-z0-9_.]{1,30})`)
)

// Hashtags returns the hashtags of a text in lower case and without their #, in the
// text's order, each as often as it is there.
func Hashtags(text string) []string {
	var names []string
	for _, match := range hashtagPattern.FindAllStringSubmatch(text, -1) {
		names = append(names, strings.ToLower(match[1]))
	}
	return names
}

// Mentions returns the usernames that a text mentions, without their @, each as often
// as it is there.
func Mentions(text string) []string {
	var names []string
	for _, match := range mentionPattern.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}
