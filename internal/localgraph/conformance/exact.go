package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
)

// Check returns in what an answer of the demo world is not what the case says, a
// sentence each; none if it is.
func (c Case) Check(a Answer) []string {
	text := string(a.Body)
	if status := max(c.Status, http.StatusOK); a.Status != status {
		return []string{fmt.Sprintf("status = %d, want %d: %s", a.Status, status, text)}
	}
	var wrong []string
	say := func(format string, values ...any) { wrong = append(wrong, fmt.Sprintf(format, values...)) }
	for name, value := range c.Headers {
		if got := a.Header.Get(name); got != value {
			say("header %s = %q, want %q", name, got, value)
		}
	}
	if c.Text != nil && text != *c.Text {
		say("answer = %s\nwant %s", text, *c.Text)
	}
	if !strings.Contains(text, c.Contains) {
		say("answer = %s\nwithout %s", text, c.Contains)
	}
	if c.Body == nil && c.JSON == nil && c.Present == nil && c.Absent == nil {
		return wrong
	}
	got, err := parse(a.Body)
	if err != nil {
		say("%v in the answer %.300s", err, text)
		return wrong
	}
	if e, ok := At(got, "error").(map[string]any); ok {
		if e["fbtrace_id"] == nil {
			say("the error has no fbtrace_id")
		}
		delete(e, "fbtrace_id")
	}
	if want := plain(c.Body); c.Body != nil && !reflect.DeepEqual(got, want) {
		say("answer = %v\nwant %v", got, want)
	}
	if want := plain(c.JSON); c.JSON != nil && !holds(got, want) {
		say("answer = %v\nwhich does not hold %v", got, want)
	}
	for _, path := range c.Present {
		if At(got, path) == nil {
			say("answer has no %s: %s", path, text)
		}
	}
	for _, path := range c.Absent {
		if At(got, path) != nil {
			say("answer has %s: %s", path, text)
		}
	}
	return wrong
}

// parse reads JSON with numbers as they are written.
func parse(text []byte) (body any, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return body, d.Decode(&body)
}

// plain turns what YAML made of a value into what JSON would.
func plain(value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	body, err := parse(text)
	if err != nil {
		return err
	}
	return body
}

// holds reports whether got has all that want has; lists must be equally long.
func holds(got, want any) bool {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		for key, value := range want {
			ok = ok && holds(object[key], value)
		}
		return ok
	case []any:
		list, ok := got.([]any)
		ok = ok && len(list) == len(want)
		for i := range want {
			ok = ok && holds(list[i], want[i])
		}
		return ok
	}
	return reflect.DeepEqual(got, want)
}

// At follows a path of keys and places, "data.0.id"; nil where it ends.
func At(value any, path string) any {
	for key := range strings.SplitSeq(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}
