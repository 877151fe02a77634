package arguments

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/timestamp"
)

// Write returns the text of an argument as the Graph API expects it.
func Write(p mapping.Param, value any) (string, error) {
	if items, ok := value.([]any); ok {
		texts := make([]string, len(items))
		for i, item := range items {
			var err error
			if texts[i], err = Write(p, item); err != nil {
				return "", err
			}
		}
		return strings.Join(texts, ","), nil
	}
	text := fmt.Sprint(value)
	switch p.Type {
	case mapping.Enum:
		if p.Values != nil && p.Values.Retired[text] != "" && p.Values.Metrics[text].Until == 0 {
			return "", problem.Input(p.Argument, text+" has been retired", p.Values.Retired[text])
		}
		text = strings.ToLower(text)
	case mapping.Time:
		t, err := timestamp.Unmarshal(value)
		if err != nil {
			return "", err
		}
		text = strconv.FormatInt(t.Unix(), 10)
	case mapping.ID:
		return graphID(p, text)
	case mapping.Handle:
		if !handle.MatchString(text) {
			return "", problem.Input(p.Argument, "not the name of an account", "Give 1 to 30 letters, digits, points and underscores, without @.")
		}
	case mapping.Text:
		if text == "" || strings.ContainsAny(text, `(){}[]"'\,`) {
			return "", problem.Input(p.Argument, "empty, or with a character that cannot be in a Graph API parameter",
				"Leave out brackets, quotes, commas and backslashes.")
		}
	}
	return text, nil
}

// handle matches the name of an account.
var handle = regexp.MustCompile(`^[A-Za-z0-9._]{1,30}$`)

// graphID returns the Graph API's own id for one that a client gave: that itself, or
// the global id of a node of the parameter's type.
func graphID(p mapping.Param, id string) (string, error) {
	if globalid.IsGraphID(id) {
		return id, nil
	}
	parsed, err := globalid.Parse(id)
	name := parsed.Type
	switch {
	case err != nil:
		return "", problem.Input(p.Argument, "neither a global id nor a Graph API id", "Give an id as this API answered it in id or graphId.")
	case p.Of == nil:
		return "", problem.Input(p.Argument, "the id of a "+name, "Give the Graph API's own id of what the argument is about.")
	case p.Of.Name != name:
		return "", problem.Input(p.Argument, "the id of a "+name+", not of a "+p.Of.Name, "Give the id of a "+p.Of.Name+".")
	}
	return parsed.GraphID, nil
}
