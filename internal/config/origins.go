package config

import (
	"strings"

	"github.com/gramql/gramql/internal/origin"
)

// Origins are the origins of web pages and apps, separated by commas.
type Origins string

// Patterns returns the origins.
func (o Origins) Patterns() []origin.Pattern {
	patterns, _ := o.parse() // parseOrigins has had the error
	return patterns
}

func (o Origins) parse() (patterns []origin.Pattern, err error) {
	if o == "" {
		return nil, nil
	}
	for text := range strings.SplitSeq(string(o), ",") {
		p, err := origin.Parse(text)
		if err != nil {
			return nil, err
		}
		patterns = append(patterns, p)
	}
	return patterns, nil
}

func parseOrigins(text string) (Origins, error) {
	_, err := Origins(text).parse()
	return Origins(text), err
}
