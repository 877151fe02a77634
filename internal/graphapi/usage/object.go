package usage

import (
	"bytes"
	"math"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi/lenient"
)

// object is one object of a usage header.
type object struct {
	kind                         lenient.Text
	calls, time, cpuTime, regain amount // regain is in minutes
}

// object reads one object; false when nothing in it can be read.
func (w *walk) object() (o object, ok bool) {
	if !w.open('{') {
		return o, false
	}
	for w.at('"') {
		member := o.member(w.value())
		if value := w.value(); member != nil {
			_ = member.UnmarshalJSON(value)
		}
	}
	return o, w.closed('}') && (o.calls.known || o.time.known || o.cpuTime.known || o.regain.known)
}

// member returns what takes the value of a name, which is in quotes; nil for a name that
// says nothing of quotas.
func (o *object) member(name jsontext.Value) interface{ UnmarshalJSON(value []byte) error } {
	is := func(known string) bool { return bytes.EqualFold(bytes.Trim(name, `"`), []byte(known)) }
	switch {
	case is("type"):
		return &o.kind
	case is("call_count"):
		return &o.calls
	case is("total_time"):
		return &o.time
	case is("total_cputime"):
		return &o.cpuTime
	case is("estimated_time_to_regain_access"):
		return &o.regain
	}
	return nil
}

// share returns the percentages; what is not known counts as 0.
func (o *object) share() Share {
	return Share{percent(o.calls), percent(o.time), percent(o.cpuTime)}
}

func percent(a amount) int { return int(min(max(a.float64, 0), 1e6)) }

// amount is a number, or the number in a text such as "31%"; a value of another kind
// leaves it unknown.
type amount struct {
	float64
	known bool
}

// UnmarshalJSON takes a number, or a string of one.
func (a *amount) UnmarshalJSON(value []byte) error {
	f, err := strconv.ParseFloat(string(bytes.Trim(value, `"% `)), 64)
	if err == nil && !math.IsNaN(f) {
		*a = amount{f, true}
	}
	return nil
}
