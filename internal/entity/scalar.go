package entity

import (
	"errors"
	"reflect"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/timestamp"
)

// scalar is a JSON string, number or boolean as it stands in an answer.
type scalar jsontext.Value

// setter reads a scalar into a field of a model.
type setter func(into reflect.Value, v scalar) error

var errType = errors.New("a value of another type than documented")

// text returns a string's characters, or a number's digits: Meta gives some ids
// as numbers too large for a float.
func (v scalar) text() (string, error) {
	switch jsontext.Value(v).Kind() {
	case '"':
		if plain(v) {
			return string(v[1 : len(v)-1]), nil
		}
		text, err := jsontext.AppendUnquote(nil, v)
		return string(text), err
	case '0':
		return string(v), nil
	}
	return "", errType
}

// plain tells whether a JSON string stands for its own characters.
func plain(v scalar) bool {
	for _, c := range v {
		if c == '\\' || c >= 0x80 {
			return false
		}
	}
	return true
}

// number returns an integer, also from a string: Meta's documentation calls some
// counts strings.
func (v scalar) number(bits int) (int64, error) {
	text, err := v.text()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(text, 10, bits)
	if err != nil {
		return 0, errType
	}
	return n, nil
}

func setString(into reflect.Value, v scalar) error {
	text, err := v.text()
	if err == nil {
		*into.Addr().Interface().(**string) = &text
	}
	return err
}

func setInt32(into reflect.Value, v scalar) error {
	n, err := v.number(32)
	if err == nil {
		small := int32(n)
		*into.Addr().Interface().(**int32) = &small
	}
	return err
}

func setInt64(into reflect.Value, v scalar) error {
	n, err := v.number(64)
	if err == nil {
		*into.Addr().Interface().(**int64) = &n
	}
	return err
}

func setBool(into reflect.Value, v scalar) error {
	switch jsontext.Value(v).Kind() {
	case 't', 'f':
		yes := v[0] == 't'
		*into.Addr().Interface().(**bool) = &yes
		return nil
	}
	return errType
}

func setTime(into reflect.Value, v scalar) error {
	text, err := v.text()
	if err != nil {
		return err
	}
	t, err := timestamp.Parse(text)
	if err != nil {
		return errType
	}
	*into.Addr().Interface().(**time.Time) = &t
	return nil
}
