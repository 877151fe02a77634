// Package param reads the parameters of calls, which come as text: from an address, a
// form or a JSON body.
//
//	param.go      parameters of writes
//	strict.go     loose JSON
//	timestamp.go  times
package param

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
)

// Values are the parameters of one call.
type Values struct{ url.Values }

// Has reports whether a parameter has a value.
func (v Values) Has(name string) bool { return v.Get(name) != "" }

// Bool reads a parameter that is true or false; given is whether it is there.
func (v Values) Bool(name string) (value, given bool, err error) {
	switch strings.ToLower(v.Get(name)) {
	case "":
		return false, false, nil
	case "true", "1":
		return true, true, nil
	case "false", "0":
		return false, true, nil
	}
	return false, true, mustBe(name, "a boolean")
}

// ID reads a parameter that is an id; 0 if it is not there.
func (v Values) ID(name string) (int64, error) {
	text := v.Get(name)
	if text == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		return 0, mustBe(name, "a valid ID")
	}
	return id, nil
}

// Number reads a parameter that is an integer from 0 on.
func (v Values) Number(name string) (value int64, err error) {
	text := v.Get(name)
	if text == "" {
		return 0, nil
	}
	if value, err = strconv.ParseInt(text, 10, 64); err != nil || value < 0 {
		return 0, mustBe(name, "a non-negative integer")
	}
	return value, nil
}

// List reads a parameter that is a list of texts: JSON, or texts with commas between.
func (v Values) List(name string) ([]string, error) {
	text := strings.TrimSpace(v.Get(name))
	if text == "" {
		return nil, nil
	}
	if text[0] != '[' {
		list := strings.Split(text, ",")
		for i := range list {
			list[i] = strings.TrimSpace(list[i])
		}
		return list, nil
	}
	var items []any
	if err := v.JSON(name, &items); err != nil {
		return nil, err
	}
	list := make([]string, len(items))
	for i, item := range items {
		switch item := item.(type) {
		case string:
			list[i] = item
		case json.Number:
			list[i] = item.String()
		default:
			return nil, mustBe(name, "an array of strings")
		}
	}
	return list, nil
}

// JSON reads a parameter that is JSON, also as Meta's own examples write it: with
// names and texts in single quotes or in none. Without the parameter nothing is read.
func (v Values) JSON(name string, into any) error {
	text := v.Get(name)
	if text == "" {
		return nil
	}
	for _, reading := range []string{text, strict(text)} {
		d := json.NewDecoder(strings.NewReader(reading))
		d.UseNumber()
		if d.Decode(into) == nil && !d.More() {
			return nil
		}
	}
	return mustBe(name, "valid JSON of the documented form")
}

// mustBe refuses a value that a parameter does not take.
func mustBe(name, what string) error {
	return apierror.BadParameter("Param %s must be %s.", name, what)
}
