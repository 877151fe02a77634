package batch

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

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
			if i, err := strconv.Atoi(key); err == nil && 0 <= i && i < len(value) {
				found = append(found, value[i])
			} else if key == "*" {
				found = append(found, value...)
			}
		}
	}
	return found
}
