package entity

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/timestamp"
)

// setter reads the next value into a field of a model.
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

// int64 reads an integer, also from a string: Meta's documentation calls some counts
// strings.
func (r *reader) int64() (int64, error) { return r.number(64) }

func (r *reader) int32() (int32, error) {
	n, err := r.number(32)
	return int32(n), err //nolint:gosec // it fits into 32 bits
}

func (r *reader) number(bits int) (int64, error) {
	digits, err := r.words()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(digits, 10, bits)
	if err != nil {
		return 0, errType
	}
	return n, nil
}

func (r *reader) float64() (float64, error) {
	digits, err := r.words()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return 0, errType
	}
	return n, nil
}

// texts reads an array of strings.
func texts(r *reader, into reflect.Value) error {
	list := []string{}
	err := r.array(func() error {
		text, err := r.words()
		list = append(list, text)
		return err
	})
	into.Set(reflect.ValueOf(list))
	return err
}

// raws reads an array of values of any form.
func raws(r *reader, into reflect.Value) error {
	list := []json.RawMessage{}
	err := r.array(func() error {
		text, err := r.scalar()
		list = append(list, json.RawMessage(text))
		return err
	})
	into.Set(reflect.ValueOf(list))
	return err
}

func (r *reader) bool() (bool, error) {
	value, err := r.scalar()
	if err != nil {
		return false, err
	}
	if value != "true" && value != "false" {
		return false, errType
	}
	return value == "true", nil
}

// time reads a time as Meta writes it; a few fields have Unix time.
func (r *reader) time() (time.Time, error) {
	text, err := r.words()
	if err != nil {
		return time.Time{}, err
	}
	if t, err := timestamp.Parse(text); err == nil {
		return t, nil
	}
	unix, err := strconv.ParseUint(text, 10, 37) // up to the year 6325
	if err != nil {
		return time.Time{}, errType
	}
	return time.Unix(int64(unix), 0).UTC(), nil
}

// unknown replaces a value that Meta added after the schema was written.
const unknown = "UNKNOWN"

// enum returns the setter of an enum type, which accepts values in any letter case.
// All fields with the same value share one copy.
func enum(t reflect.Type) setter {
	var known sync.Map // of the answer's text to a pointer to the value
	return func(r *reader, into reflect.Value) error {
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
