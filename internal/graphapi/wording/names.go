// Package wording reads from the texts of Meta's errors what no code says: names of
// fields, nodes and metrics, and phrases that stand for one certain refusal. Meta may
// reword its texts: then what is read here is missed, and nothing else.
package wording

import (
	"regexp"
	"slices"
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
)

// Names returns the words in texts that can be the names of fields, edges or metrics, by
// Meta's names, sorted. Which of them are meant shows by what the call asked for. What
// may be asked for instead is not among them.
func Names(texts ...string) []string {
	var names []string
	for _, text := range texts {
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
