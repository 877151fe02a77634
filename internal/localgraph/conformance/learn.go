package conformance

import (
	"encoding/json"
	"regexp"
	"strings"
)

// shapeOf returns the shape of a value that ordered has read.
func shapeOf(value any) *shape {
	s := newShape()
	s.learn(value, "")
	return s
}

// learn adds a value to a shape. key is the value's own.
func (s *shape) learn(value any, key string) {
	switch v := value.(type) {
	case *object:
		s.learnObject(v)
	case []any:
		s.learnList(v)
	case string:
		s.learnString(v, key)
	case json.Number:
		add(&s.kinds, "number")
		add(&s.values, v.String())
	case bool:
		add(&s.kinds, "true or false")
	case nil:
		add(&s.kinds, "null")
	}
}

// digits are keys that are no names: ids of nodes, hours of a day.
var digits = regexp.MustCompile(`^\d+$`)

// each is the member that stands for all whose keys are no names.
const each = "*"

func (s *shape) learnObject(o *object) {
	add(&s.kinds, "object")
	s.objects++
	seen := map[string]bool{}
	for _, name := range o.keys {
		key := name
		if digits.MatchString(key) {
			key = each
		}
		m := s.member(key)
		if !seen[key] {
			seen[key] = true
			m.present++
		}
		m.learn(o.members[name], key)
	}
	if rows, ok := o.members["data"].([]any); ok {
		s.pages = append(s.pages, pageOf(rows, o.members["paging"]))
	}
}

func (s *shape) learnList(rows []any) {
	add(&s.kinds, "list")
	if s.rows == nil {
		s.rows = newShape()
	}
	for _, row := range rows {
		s.rows.learn(row, "")
	}
	s.longest = max(s.longest, len(rows))
	if order := orderOf(rows); order != "" {
		add(&s.orders, order)
	}
}

var (
	timestamp = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}$`)
	address   = regexp.MustCompile(`^https?://`)
)

// learnString adds a string, or the JSON in it, as the bodies of a batch have it.
func (s *shape) learnString(text, key string) {
	inner, err := ordered([]byte(text))
	_, isObject := inner.(*object)
	switch {
	case timestamp.MatchString(text):
		add(&s.kinds, "time")
	case address.MatchString(text):
		add(&s.kinds, "URL")
	case (key == "id" || strings.HasSuffix(key, "_id")) && digits.MatchString(text):
		add(&s.kinds, "number in a string")
	case key == "body" && err == nil && isObject:
		add(&s.kinds, "JSON in a string")
		s.learnObject(inner.(*object))
	default:
		add(&s.kinds, "string")
		add(&s.values, text)
	}
}

// fewest is how many rows it takes for their order to be no chance.
const fewest = 3

// orderOf says in which order rows are by their time; "" for rows without one, or if
// all times are the same.
func orderOf(rows []any) string {
	if len(rows) < fewest {
		return ""
	}
	falling, rising := false, false
	before := ""
	for _, row := range rows {
		now := timeOf(row)
		if now == "" {
			return ""
		}
		falling = falling || before > now
		rising = rising || before != "" && before < now
		before = now
	}
	switch {
	case falling && rising:
		return "in no order"
	case falling:
		return "newest first"
	case rising:
		return "oldest first"
	}
	return ""
}

// timeOf returns when a row was made, which sorts as it reads; "" if it does not say.
func timeOf(row any) string {
	o, ok := row.(*object)
	if !ok {
		return ""
	}
	for _, key := range []string{"timestamp", "created_time", "updated_time"} {
		if text, ok := o.members[key].(string); ok && timestamp.MatchString(text) {
			return text
		}
	}
	return ""
}
