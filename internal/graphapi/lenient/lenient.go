// Package lenient reads JSON that may be out of form, as answers of the Graph API, its
// batches and its headers can be: one value of a wrong type costs that value alone.
package lenient

import (
	"bytes"
	"math"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Options let a name stand twice in an object, and bytes that are no UTF-8 in a text.
var Options = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// Text, Number and Flag take the values that they can hold, and keep what they have for
// any other: a value of a wrong type is no error of the object around it.
type (
	// Text is a JSON string.
	Text string
	// Number is a whole number of at most 31 bits.
	Number int
	// Flag is true or false.
	Flag bool
)

// UnmarshalJSON takes a JSON string.
func (t *Text) UnmarshalJSON(value []byte) error {
	if jsontext.Value(value).Kind() == '"' {
		s, _ := jsontext.AppendUnquote(nil, value)
		*t = Text(s)
	}
	return nil
}

// UnmarshalJSON takes a whole number, or a string of one.
func (n *Number) UnmarshalJSON(value []byte) error {
	f, err := strconv.ParseFloat(string(bytes.Trim(value, `" `)), 64)
	if err == nil && f == math.Trunc(f) && math.Abs(f) <= math.MaxInt32 {
		*n = Number(f)
	}
	return nil
}

// UnmarshalJSON takes true, or a string of it; anything else is false.
func (f *Flag) UnmarshalJSON(value []byte) error {
	*f = string(bytes.Trim(value, `"`)) == "true"
	return nil
}
