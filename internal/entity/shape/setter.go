package shape

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/conversion"
	"github.com/gramql/gramql/internal/entity/reader"
)

// setter reads the next value of an answer into a field of a model. A *reader.Misfit is
// the error of a value that was passed without being read, and reader.Gaps of a list that
// was read without some of its items; any other error ends the answer.
type setter func(r *reader.Reader, s *Slabs, into reflect.Value) error

// setters read a scalar into a field of their type.
var setters = map[reflect.Type]setter{
	reflect.TypeFor[*string]():  set((*reader.Reader).Text, func(s *Slabs) *[]string { return &s.strings }),
	reflect.TypeFor[*int32]():   set((*reader.Reader).Int32, func(s *Slabs) *[]int32 { return &s.int32s }),
	reflect.TypeFor[*int64]():   set((*reader.Reader).Int64, func(s *Slabs) *[]int64 { return &s.int64s }),
	reflect.TypeFor[*bool]():    set((*reader.Reader).Bool, func(s *Slabs) *[]bool { return &s.bools }),
	reflect.TypeFor[*float64](): set((*reader.Reader).Float64, func(s *Slabs) *[]float64 { return &s.float64s }),
	reflect.TypeFor[[]string](): list((*reader.Reader).Text),

	reflect.TypeFor[[]json.RawMessage](): list(raw),
	reflect.TypeFor[*time.Time]():        set((*reader.Reader).Time, func(s *Slabs) *[]time.Time { return &s.times }),
}

// setURL reads a URL, which is a text of a form.
var setURL = set((*reader.Reader).URL, func(s *Slabs) *[]string { return &s.strings })

func set[T any](next func(*reader.Reader) (T, error), slab func(*Slabs) *[]T) setter {
	return func(r *reader.Reader, s *Slabs, into reflect.Value) error {
		value, err := next(r)
		if err != nil {
			return err
		}
		*into.Addr().Interface().(**T) = keep(slab(s), value)
		return nil
	}
}

// list returns the setter of a list of scalars, each read by a function. The list is set
// without the items that do not fit, whose error is reader.Gaps.
func list[T any](next func(*reader.Reader) (T, error)) setter {
	return func(r *reader.Reader, _ *Slabs, into reflect.Value) error {
		items := []T{}
		err := r.List(func() error {
			item, err := next(r)
			if err == nil {
				items = append(items, item)
			}
			return err
		})
		into.Set(reflect.ValueOf(items))
		return err
	}
}

// raw reads a value of any form.
func raw(r *reader.Reader) (json.RawMessage, error) { return r.Raw() }

// enum returns the setter of an enum type, which accepts values in any letter case.
// All fields with the same value share one copy.
func enum(t reflect.Type) setter {
	var known sync.Map // of the answer's text to a pointer to the value
	return func(r *reader.Reader, _ *Slabs, into reflect.Value) error {
		text, err := r.Word()
		if err != nil {
			return err
		}
		if value, ok := known.Load(text); ok {
			into.Set(value.(reflect.Value))
			return nil
		}
		value := reflect.New(t)
		word := conversion.EnumValue(text, func(word string) bool {
			value.Elem().SetString(word)
			checks, ok := value.Elem().Interface().(interface{ IsValid() bool })
			return !ok || checks.IsValid()
		})
		value.Elem().SetString(word)
		if word != conversion.Unknown { // else the texts that are kept would be the server's choice
			known.Store(strings.Clone(text), value)
		}
		into.Set(value)
		return nil
	}
}
