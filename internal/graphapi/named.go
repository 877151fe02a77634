package graphapi

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The ways in which messages name fields, edges and metrics: in quotes or brackets,
// with an underscore, and beside the word for what they are.
var (
	enclosed = regexp.MustCompile(`['"` + "`" + `({\[](\w+(?:\s*[,|.]\s*\w+)*)['"` + "`" + `)}\]]`)
	snake    = regexp.MustCompile(`\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b`)
	before   = regexp.MustCompile(`\b([a-z][a-z0-9]*) (?:field|metric|edge|connection|parameter)s?\b`)
	behind   = regexp.MustCompile(`\b(?:[Ff]ield|[Mm]etric|[Ee]dge|[Cc]onnection|[Pp]aram(?:eter)?)s?:? ([a-z][\w.]*(?:(?:, ?| and | or )[a-z][\w.]*)*)`)
	word     = regexp.MustCompile(`\b[a-z]\w*`)
	metricAt = regexp.MustCompile(`\bmetrics?\[(\d+)\]`)
)

// Named returns the words of the error that can be the names of fields, edges or
// metrics, by Meta's names. Which of them are meant shows by what the call asked for.
// What may be asked for instead is not among them.
func (e *Error) Named() []string {
	var names []string
	for _, text := range []string{e.Message, e.UserTitle, e.UserMessage} {
		text, _, _ = strings.Cut(text, "one of")
		for _, way := range []*regexp.Regexp{enclosed, snake, before, behind} {
			for _, found := range way.FindAllStringSubmatch(text, -1) {
				names = append(names, word.FindAllString(found[len(found)-1], -1)...)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// MetricAt returns the place, among those that were asked for, of the metric that the
// error is about; false when it does not count them.
func (e *Error) MetricAt() (int, bool) {
	found := metricAt.FindStringSubmatch(e.Message)
	if found == nil {
		return 0, false
	}
	i, err := strconv.Atoi(found[1])
	return i, err == nil
}

// OneMedia reports whether the error is about one media, while others may have what it
// lacks.
func (e *Error) OneMedia() bool {
	return e.TooOld() || strings.Contains(e.Message, "this media") || strings.Contains(e.Message, "the media ")
}
