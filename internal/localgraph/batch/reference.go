package batch

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
)

// reference is a place in an item of a batch for what an earlier one answers: its name
// and a JSONPath.
//
// Source: Meta, Graph API, "Batch Requests", "Specify dependencies".
var reference = regexp.MustCompile(`\{result=([^:{}]+):(\$[^{}]*)\}`)

// parents returns the names of the items that an item waits for.
func (item Item) parents() (names []string) {
	for _, name := range strings.Split(item.DependsOn, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	for _, text := range []string{item.RelativeURL, item.Body} {
		for _, found := range reference.FindAllStringSubmatch(text, -1) {
			names = append(names, found[1])
		}
	}
	return names
}

// Resolve puts what earlier items answered into an item, where the bodies are those of the
// items that succeeded, by their names. The error says which of them failed, or lacks what is
// referred to.
func (item *Item) Resolve(bodies map[string][]byte) error {
	for _, parent := range item.parents() {
		if _, succeeded := bodies[parent]; !succeeded {
			return apierror.BadBatch("The request %s that this one depends on failed", parent)
		}
	}
	var missing error
	for _, text := range []*string{&item.RelativeURL, &item.Body} {
		*text = reference.ReplaceAllStringFunc(*text, func(whole string) string {
			parts := reference.FindStringSubmatch(whole)
			values := lookUp(bodies[parts[1]], parts[2])
			if len(values) == 0 {
				missing = apierror.BadBatch("Nothing in the answer to %s is at %s", parts[1], parts[2])
			}
			return url.QueryEscape(strings.Join(values, ","))
		})
	}
	return missing
}
