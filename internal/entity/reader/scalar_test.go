package reader_test

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/entity/reader"
)

// scalars are what a reader reads values with, as texts.
var scalars = map[string]func(*reader.Reader) (any, error){
	"Text":    func(r *reader.Reader) (any, error) { return r.Text() },
	"ID":      func(r *reader.Reader) (any, error) { return r.ID() },
	"Int64":   func(r *reader.Reader) (any, error) { return r.Int64() },
	"Int32":   func(r *reader.Reader) (any, error) { return r.Int32() },
	"Float64": func(r *reader.Reader) (any, error) { return r.Float64() },
	"Bool":    func(r *reader.Reader) (any, error) { return r.Bool() },
	"URL":     func(r *reader.Reader) (any, error) { return r.URL() },
	"Word":    func(r *reader.Reader) (any, error) { return r.Word() },
	"Raw": func(r *reader.Reader) (any, error) {
		value, err := r.Raw()
		return string(value), err
	},
	"Time": func(r *reader.Reader) (any, error) {
		at, err := r.Time()
		return at.Format(time.RFC3339), err
	},
}

func TestScalars_readEachSpelling(t *testing.T) {
	for _, c := range []struct{ read, value, want string }{
		{"Text", `"a"`, "a"},
		{"Text", `17`, "17"},
		{"Text", `""`, ""},
		{"ID", `"17"`, "17"},
		{"ID", `12345678901234567890`, "12345678901234567890"},
		{"ID", `17.0`, ""},
		{"ID", `-17`, ""},
		{"ID", `0`, ""},
		{"ID", `"0"`, ""},
		{"ID", `"000"`, ""},
		{"ID", `10`, "10"},
		{"ID", `"x1"`, "x1"},
		{"ID", `"1.5"`, "1.5"},
		{"ID", `null`, ""},
		{"ID", `{"id":"1"}`, ""},
		{"Int64", `9223372036854775807`, "9223372036854775807"},
		{"Int64", `"12.0"`, "12"},
		{"Int32", `2147483647`, "2147483647"},
		{"Float64", `"0.25"`, "0.25"},
		{"Bool", `"true"`, "true"},
		{"Bool", `0`, "false"},
		{"Time", `"2017-08-31T18:10:00+0000"`, "2017-08-31T18:10:00Z"},
		{"Time", `1504203000`, "2017-08-31T18:10:00Z"},
		{"URL", `"https:\/\/a"`, "https://a"},
		{"Word", `"image"`, "image"},
		{"Raw", `{"a": [1]}`, `{"a": [1]}`},
		{"Raw", `["\ud83d"]`, "[\"\ufffd\"]"},
	} {
		r := new(reader.Reader)
		r.Begin([]byte(c.value))
		got, err := scalars[c.read](r)
		if err != nil || fmt.Sprint(got) != c.want || r.AtEnd() != nil {
			t.Errorf("%s of %s is %v, %v; want %s", c.read, c.value, got, err, c.want)
		}
	}
}

func TestScalars_passWhatDoesNotFit(t *testing.T) {
	for want, values := range map[*reader.Misfit]map[string][]string{
		reader.WantText:   {"Text": {`null`, `true`, `["a"]`, `{"a":1}`}},
		reader.WantWhole:  {"Int64": {`1.5`, `"x"`, `true`, `[1]`}, "Int32": {`2147483648`, `"x"`, `{}`}},
		reader.WantNumber: {"Float64": {`"x"`, `false`, `[]`}},
		reader.WantBool:   {"Bool": {`2`, `"yes"`, `[true]`, `{}`}},
		reader.WantTime:   {"Time": {`"yesterday"`, `-1`, `true`, `[]`}},
		reader.WantURL:    {"URL": {`"/a"`, `""`, `7`, `["https://a"]`}},
		reader.WantWord:   {"Word": {`7`, `true`, `{"a":1}`}},
	} {
		for read, values := range values {
			for _, value := range values {
				r := new(reader.Reader)
				r.Begin([]byte(value))
				got, err := scalars[read](r)
				if err != error(want) { //nolint:errorlint // a misfit is never wrapped
					t.Errorf("%s of %s: %v; want %s", read, value, err, want.Want)
				}
				if got == any(true) {
					t.Errorf("%s of %s is true", read, value)
				}
				if err := r.AtEnd(); err != nil {
					t.Errorf("%s has not passed %s: %v", read, value, err)
				}
			}
		}
	}
}

func TestScalars_endWithAnAnswerThatIsCutOff(t *testing.T) {
	for name, read := range scalars {
		for _, value := range []string{`"a`, `[1`} {
			r := new(reader.Reader)
			r.Begin([]byte(value))
			if got, err := read(r); !errors.Is(err, io.ErrUnexpectedEOF) || got == any(true) {
				t.Errorf("%s of %s: %v, %v", name, value, got, err)
			}
		}
	}
}
