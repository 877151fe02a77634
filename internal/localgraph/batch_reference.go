package localgraph

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
)

// reference is a place in an item of a batch for what an earlier one answers: its name
// and a JSONPath.
//
// Source: Meta, Graph API, "Batch Requests", "Specify dependencies".
var reference = regexp.MustCompile(`\{result=([^:{}]+):(\$[^{}]*)\}`)

// parents returns the names of the items that an item waits for.
func (item batchItem) parents() (names []string) {
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

// order checks that each item waits only for earlier ones, and returns the names that
// some item waits for.
func order(items []batchItem) (awaited []string, err error) {
	var known []string
	for _, item := range items {
		for _, parent := range item.parents() {
			if !slices.Contains(known, parent) {
				return nil, apierror.BadBatch("No earlier request in the batch is named %s", parent)
			}
			awaited = append(awaited, parent)
		}
		if item.Name != "" && slices.Contains(known, item.Name) {
			return nil, apierror.BadBatch("The name %s is used more than once in the batch", item.Name)
		}
		known = append(known, item.Name)
	}
	return awaited, nil
}

// omits reports whether the answer to an item is null where it succeeded: by default
// if others wait for it.
func (item batchItem) omits(awaited []string) bool {
	return item.Name != "" && slices.Contains(awaited, item.Name) && (item.Omit == nil || *item.Omit)
}

// resolve puts what earlier items answered into an item. The error says which of them
// failed, or lacks what is referred to.
func (item *batchItem) resolve(answers map[string]*answer) error {
	for _, parent := range item.parents() {
		if a := answers[parent]; a == nil || a.status != http.StatusOK {
			return apierror.BadBatch("The request %s that this one depends on failed", parent)
		}
	}
	var missing error
	for _, text := range []*string{&item.RelativeURL, &item.Body} {
		*text = reference.ReplaceAllStringFunc(*text, func(whole string) string {
			parts := reference.FindStringSubmatch(whole)
			values := lookUp(answers[parts[1]].body, parts[2])
			if len(values) == 0 {
				missing = apierror.BadBatch("Nothing in the answer to %s is at %s", parts[1], parts[2])
			}
			return url.QueryEscape(strings.Join(values, ","))
		})
	}
	return missing
}

// pathStep is one step of a JSONPath: .name, .*, [0], [*] or ['name'].
var pathStep = regexp.MustCompile(`^(?:\.([^.\[\]]+)|\[(\d+|\*)\]|\['([^']*)'\])`)

// lookUp returns the values at a JSONPath in a body, as texts.
func lookUp(body []byte, path string) (texts []string) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var root any
	if d.Decode(&root) != nil {
		return nil
	}
	found := []any{root}
	for rest := strings.TrimPrefix(path, "$"); rest != ""; {
		step := pathStep.FindStringSubmatch(rest)
		if step == nil {
			return nil
		}
		rest = rest[len(step[0]):]
		found = below(found, step[1]+step[2]+step[3])
	}
	for _, value := range found {
		switch value := value.(type) {
		case string:
			texts = append(texts, value)
		case json.Number:
			texts = append(texts, value.String())
		case bool:
			texts = append(texts, strconv.FormatBool(value))
		}
	}
	return texts
}

// below returns what is below some values at a name or index; * is all that is there.
func below(values []any, key string) (found []any) {
	for _, value := range values {
		switch value := value.(type) {
		case map[string]any:
			if at, ok := value[key]; ok {
				found = append(found, at)
			} else if key == "*" {
				for _, name := range slices.Sorted(maps.Keys(value)) {
					found = append(found, value[name])
				}
			}
		case []any:
			if i, err := strconv.Atoi(key); err == nil && i < len(value) {
				found = append(found, value[i])
			} else if key == "*" {
				found = append(found, value...)
			}
		}
	}
	return found
}
