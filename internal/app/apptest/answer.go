package apptest

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Answer is a GraphQL answer.
type Answer struct {
	Data       map[string]any
	Errors     []Error
	Extensions struct {
		Explain struct {
			Bound int
			Calls []struct {
				Method, Path, Fields string
				IDs                  []string
				Status               int
				Cache                string
				Params               map[string]string
				Batch                []struct{ Path, Fields string }
			}
		}
		Cost      struct{ Estimated, Actual, Limit int }
		RateLimit any
		Cache     struct {
			Stale      bool
			AgeSeconds int
		}
		Reauthenticate bool
	}
}

// Error is an error of an answer.
type Error struct {
	Message    string
	Path       []any
	Extensions map[string]any
}

// At follows names and indexes into an answer; nil where there is nothing.
func At(value any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[step]
		case int:
			items, _ := value.([]any)
			if step >= len(items) {
				return nil
			}
			value = items[step]
		}
	}
	return value
}

// List is At for a list; nil where there is none.
func List(value any, path ...any) []any {
	items, _ := At(value, path...).([]any)
	return items
}

// Code returns the code of the first error; empty where there is none.
func (a Answer) Code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	code, _ := a.Errors[0].Extensions["code"].(string)
	return code
}

// Unsigned returns a link to a file without its server and signature; any other value
// as it is.
func Unsigned(value any) any {
	text, ok := value.(string)
	if link, err := url.Parse(text); ok && err == nil && strings.HasPrefix(link.Path, "/media/") {
		return link.Path
	}
	return value
}

// First returns the first text that an answer has under a name; empty for none.
func First(value any, name string) string {
	switch value := value.(type) {
	case map[string]any:
		if text, ok := value[name].(string); ok {
			return text
		}
		for _, key := range slices.Sorted(maps.Keys(value)) {
			if text := First(value[key], name); text != "" {
				return text
			}
		}
	case []any:
		for _, item := range value {
			if text := First(item, name); text != "" {
				return text
			}
		}
	}
	return ""
}

func number(value any) float64 {
	n, _ := value.(float64)
	return n
}
