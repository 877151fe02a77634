package writing

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"github.com/gramql/gramql/internal/content"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/timestamp"
)

// MaxText is the most characters that a text may have, as Unicode code points.
//
// Source: Meta, Instagram Platform: comments and captions.
const MaxText = 2200

// composition is the values of parameters by their names; of a parameter that is an object
// its members by theirs.
type composition map[string]any

// add adds the value of a parameter, or of a member of one: "recipient.comment_id".
func (c composition) add(name string, value any) {
	outer, member, inside := strings.Cut(name, ".")
	if !inside {
		c[name] = value
		return
	}
	object, ok := c[outer].(map[string]any)
	if !ok {
		object = map[string]any{}
		c[outer] = object
	}
	object[member] = value
}

// addTo adds the parameters to others. Lists and objects are JSON.
func (c composition) addTo(params url.Values) {
	for name, value := range c {
		text, ok := value.(string)
		if !ok {
			written, _ := json.Marshal(value, json.Deterministic(true)) // of what JSON has
			text = string(written)
		}
		params.Set(name, text)
	}
}

// listed returns a value with a list wherever the input has one: clients may write its only
// item in its place.
func listed(in *mapping.Input, value any) any {
	items, many := value.([]any)
	switch {
	case value == nil:
		return nil
	case in.Many && !many:
		items = []any{value}
	case !many:
		return listedWithin(in, value)
	}
	all := make([]any, len(items))
	for i, item := range items {
		all[i] = listedWithin(in, item)
	}
	return all
}

// listedWithin is listed for the fields of an object.
func listedWithin(in *mapping.Input, value any) any {
	given, ok := value.(map[string]any)
	if !ok {
		return value
	}
	all := make(map[string]any, len(given))
	for i := range in.Fields {
		if f := &in.Fields[i]; given[f.Argument] != nil {
			all[f.Argument] = listed(f, given[f.Argument])
		}
	}
	return all
}

// valueOf returns a value of an input as a parameter has it: a text, or what JSON is
// written of.
func valueOf(in *mapping.Input, at string, value any) (any, error) {
	if items, ok := value.([]any); ok {
		written := make([]any, len(items))
		for i, item := range items {
			var err error
			if written[i], err = valueOf(in, fmt.Sprintf("%s.%d", at, i), item); err != nil {
				return nil, err
			}
		}
		return written, nil
	}
	switch in.Type {
	case mapping.ID:
		id, err := readID(in, at, value)
		return id.GraphID, err
	case mapping.Time:
		moment, err := timestamp.Unmarshal(value)
		if err != nil {
			return nil, problem.Input(at, err.Error(), "Give a time such as 2026-12-24T18:00:00Z.")
		}
		return moment.UTC().Format(timeLayout), nil
	case mapping.Value:
		return value, nil
	case mapping.Composite, mapping.ProductTags:
		return object(in, at, value)
	case mapping.Enum:
		return fmt.Sprint(value), nil
	}
	return text(in, at, fmt.Sprint(value))
}

// timeLayout is how the Graph API writes times.
const timeLayout = "2006-01-02T15:04:05-0700"

// object returns an input object with the Graph API's names.
func object(in *mapping.Input, at string, value any) (any, error) {
	given, _ := value.(map[string]any)
	written := map[string]any{}
	for i := range in.Fields {
		f := &in.Fields[i]
		if given[f.Argument] == nil {
			continue
		}
		inner, err := valueOf(f, at+"."+f.Argument, given[f.Argument])
		if err != nil {
			return nil, err
		}
		written[f.Name] = inner
	}
	return written, nil
}

// text checks a text, which is never empty.
func text(in *mapping.Input, at, value string) (string, error) {
	length := utf8.RuneCountInString(value)
	reason, hint := content.Unsendable(value)
	switch {
	case reason != "":
		return "", problem.Input(at, reason, hint)
	case strings.TrimSpace(value) == "":
		return "", problem.Input(at, "empty", "Give a text of at least one character.")
	case in.MaxBytes > 0 && len(value) > in.MaxBytes:
		return "", problem.Input(at, fmt.Sprintf("%d bytes are more than %d", len(value), in.MaxBytes), "Shorten the text.")
	case length > MaxText:
		return "", problem.Input(at, fmt.Sprintf("%d characters are more than %d", length, MaxText), "Shorten the text.")
	}
	return value, nil
}

// checkProductTags checks the products that a media is to show.
func checkProductTags(at string, value any) error {
	var tags []content.ProductTag
	if err := into(&tags, value); err != nil {
		return err
	}
	return content.CheckProductTags(at, tags)
}

// into reads a value of an input into what has the same names in JSON.
func into(target, value any) error {
	written, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return json.Unmarshal(written, target)
}
