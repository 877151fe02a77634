package entity

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/timestamp"
)

// setter reads the next value into a field of a model. A *misfit is the error of a
// value that is passed without being read; any other error ends the answer.
type setter func(r *reader, into reflect.Value) error

// setters read a scalar into a field of their type.
var setters = map[reflect.Type]setter{
	reflect.TypeFor[*string]():  set((*reader).words, func(s *slabs) *[]string { return &s.strings }),
	reflect.TypeFor[*int32]():   set((*reader).int32, func(s *slabs) *[]int32 { return &s.int32s }),
	reflect.TypeFor[*int64]():   set((*reader).int64, func(s *slabs) *[]int64 { return &s.int64s }),
	reflect.TypeFor[*bool]():    set((*reader).bool, func(s *slabs) *[]bool { return &s.bools }),
	reflect.TypeFor[*float64](): set((*reader).float64, func(s *slabs) *[]float64 { return &s.float64s }),
	reflect.TypeFor[[]string](): texts,

	reflect.TypeFor[[]json.RawMessage](): raws,
	reflect.TypeFor[*time.Time]():        set((*reader).time, func(s *slabs) *[]time.Time { return &s.times }),
}

// setURL reads a URL, which is a text of a form.
var setURL = set((*reader).url, func(s *slabs) *[]string { return &s.strings })

func set[T any](next func(*reader) (T, error), slab func(*slabs) *[]T) setter {
	return func(r *reader, into reflect.Value) error {
		value, err := next(r)
		if err != nil {
			return err
		}
		*into.Addr().Interface().(**T) = keep(slab(&r.slabs), value)
		return nil
	}
}

// slabs keep the values of one answer together. An answer has hundreds, and to
// allocate each by itself would be most of the cost of reading.
type slabs struct {
	strings []string
	int32s  []int32
	int64s  []int64
	bools   []bool
	times   []time.Time

	float64s []float64
}

// keep puts a value with others of its type, and returns a pointer to it.
func keep[T any](slab *[]T, value T) *T {
	if len(*slab) == cap(*slab) {
		*slab = make([]T, 0, max(8, min(2*cap(*slab), 128)))
	}
	*slab = append(*slab, value)
	return &(*slab)[len(*slab)-1]
}

// int64 reads a whole number, also from a string: Meta's documentation calls some
// counts strings.
func (r *reader) int64() (int64, error) {
	text, err := r.words()
	if err != nil {
		return 0, because(err, wantWhole)
	}
	n, ok := whole(text)
	if !ok {
		return 0, wantWhole
	}
	return n, nil
}

func (r *reader) int32() (int32, error) {
	n, err := r.int64()
	if err == nil && n != int64(int32(n)) { //nolint:gosec // whether it fits is the question
		return 0, wantWhole
	}
	return int32(n), err //nolint:gosec // it fits
}

// whole returns the whole number that a text means: 12, 12.0 and 1.2e1 are the same.
func whole(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err == nil {
		return n, true
	}
	if before, zeros, found := strings.Cut(text, "."); found && zeros != "" && strings.Trim(zeros, "0") == "" {
		n, err = strconv.ParseInt(before, 10, 64)
		return n, err == nil
	}
	const exact = 1 << 53 // up to which a float64 holds every whole number
	f, ok := number(text)
	return int64(f), ok && f == math.Trunc(f) && math.Abs(f) <= exact
}

// number returns the number that a text means.
func number(text string) (float64, bool) {
	if strings.Trim(text, "0123456789+-.eE") != "" { // there are no others in JSON
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

func (r *reader) float64() (float64, error) {
	text, err := r.words()
	if err != nil {
		return 0, because(err, wantNumber)
	}
	f, ok := number(text)
	if !ok {
		return 0, wantNumber
	}
	return f, nil
}

// because returns the error of a value that is no text either; what ends the answer
// stays as it is.
func because(err error, want *misfit) error {
	if _, odd := err.(*misfit); odd { //nolint:errorlint // a misfit is never wrapped
		return want
	}
	return err
}

// bool reads true or false, also from the texts and from 1 and 0.
func (r *reader) bool() (bool, error) {
	value, err := r.scalar()
	if err != nil {
		return false, err
	}
	switch strings.Trim(value, `"`) {
	case "true", "1":
		return true, nil
	case "false", "0":
		return false, nil
	}
	return false, wantBool
}

// time reads a time as Meta writes it; a few fields have Unix time.
func (r *reader) time() (time.Time, error) {
	text, err := r.words()
	if err != nil {
		return time.Time{}, because(err, wantTime)
	}
	if t, err := timestamp.Parse(text); err == nil {
		return t, nil
	}
	const end = 1 << 37 // in the year 6325
	unix, ok := whole(text)
	if !ok || unix < 0 || unix >= end {
		return time.Time{}, wantTime
	}
	return time.Unix(unix, 0).UTC(), nil
}

// url reads an absolute URL of the web.
func (r *reader) url() (string, error) {
	if r.json.PeekKind() != '"' {
		return "", r.pass(wantURL)
	}
	text, err := r.words()
	if err == nil && !isURL(text) {
		err = wantURL
	}
	return text, err
}

func isURL(text string) bool {
	rest, secure := strings.CutPrefix(text, "https://")
	if !secure {
		var web bool
		if rest, web = strings.CutPrefix(text, "http://"); !web {
			return false
		}
	}
	for i := range len(rest) {
		if c := rest[i]; c <= ' ' || c == 0x7f {
			return false
		}
	}
	return rest != "" && rest[0] != '/'
}

// texts reads a list of texts. One item that is none costs the list: to leave out the
// item would give those behind it another place.
func texts(r *reader, into reflect.Value) error {
	list := []string{}
	err := r.list(func() error {
		text, err := r.words()
		list = append(list, text)
		return err
	})
	into.Set(reflect.ValueOf(list))
	return err
}

// raws reads a list of values of any form.
func raws(r *reader, into reflect.Value) error {
	list := []json.RawMessage{}
	err := r.list(func() error {
		text, err := r.scalar()
		if err != nil {
			return err
		}
		value := jsontext.Value(text)
		if !plain(text) { // no client could read half a character
			err = value.Format(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true), jsontext.PreserveRawStrings(false))
		}
		list = append(list, json.RawMessage(value))
		return err
	})
	into.Set(reflect.ValueOf(list))
	return err
}

// unknown replaces a value that Meta added after the schema was written.
const unknown = "UNKNOWN"

// enum returns the setter of an enum type, which accepts values in any letter case.
// All fields with the same value share one copy.
func enum(t reflect.Type) setter {
	var known sync.Map // of the answer's text to a pointer to the value
	return func(r *reader, into reflect.Value) error {
		if r.json.PeekKind() != '"' {
			return r.pass(wantWord)
		}
		text, err := r.words()
		if err != nil {
			return err
		}
		if value, ok := known.Load(text); ok {
			into.Set(value.(reflect.Value))
			return nil
		}
		value := reflect.New(t)
		value.Elem().SetString(strings.ToUpper(text))
		if e, ok := value.Elem().Interface().(interface{ IsValid() bool }); ok && !e.IsValid() {
			value.Elem().SetString(unknown)
		} else {
			known.Store(strings.Clone(text), value)
		}
		into.Set(value)
		return nil
	}
}
