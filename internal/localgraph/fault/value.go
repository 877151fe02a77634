package fault

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/fields"
)

// Change returns an answer with the fault's value in all places where it belongs,
// and reports whether there are any.
func (f *Fault) Change(c Call, body []byte) (changed []byte, found bool) {
	list, err := fields.Parse(c.Params.Get("fields"))
	if err != nil || !jsontext.Value(body).IsValid(jsontext.AllowInvalidUTF8(true)) {
		return body, false
	}
	top := place{edge: c.edge(), fields: list}
	if segments := c.segments(); len(segments) > 0 {
		top.owner = segments[0]
	}
	in := changer{fault: f}
	if !c.Params.Has("ids") {
		return in.value(body, top), in.found
	}
	parts := readMembers(body)
	for i, part := range parts {
		top.owner = part.name
		parts[i].value = in.value(part.value, top)
	}
	return appendMembers(nil, parts), in.found
}

// changer puts the value of a fault into an answer.
type changer struct {
	fault *Fault
	found bool
}

// place is where in an answer an object stands.
type place struct {
	role   role
	edge   string      // the edge or object that its row is of; "" at the top
	owner  string      // of an edge: the id of the node that has it
	fields fields.List // that the call asks of it
}

// role is what an object is.
type role int

const (
	row role = iota
	envelope
	paging
	cursors
)

// own are the members that an object has by its role, whatever the call asks for.
var own = map[role][]string{
	envelope: {"data", "paging"},
	paging:   {"cursors", "next", "previous"},
	cursors:  {"before", "after"},
}

// value changes what is in a value.
func (c *changer) value(text jsontext.Value, at place) jsontext.Value {
	switch text.Kind() {
	case '[':
		items := readItems(text)
		for i := range items {
			items[i] = c.value(items[i], at)
		}
		return appendItems(nil, items)
	case '{':
		return c.object(readMembers(text), at)
	}
	return text
}

// object changes the members of an object, or replaces it.
func (c *changer) object(members []member, at place) jsontext.Value {
	if at.role == row && slices.ContainsFunc(members, func(m member) bool { return m.name == "data" && m.value.Kind() == '[' }) {
		at.role = envelope
	}
	id := at.owner
	if at.role == row {
		id = ""
		if i := find(members, "id"); i >= 0 {
			id = unquoted(members[i].value)
		}
	}
	struck := c.strikes(members, at, id)
	for i, m := range members {
		if !struck || m.name != c.fault.Field {
			members[i].value = c.value(m.value, at.below(m.name, id))
		}
	}
	c.found = c.found || struck
	switch {
	case struck && c.fault.Field == "":
		return jsontext.Value(c.fault.Body)
	case struck:
		members = put(members, c.fault.Field, jsontext.Value(c.fault.Body))
	}
	return appendMembers(nil, members)
}

// unquoted returns the text of a string, or any other value as it is written.
func unquoted(value jsontext.Value) string {
	if text, err := jsontext.AppendUnquote(nil, value); err == nil {
		return string(text)
	}
	return string(value)
}

// strikes reports whether the fault's value belongs into an object.
func (c *changer) strikes(members []member, at place, id string) bool {
	f := c.fault
	if f.Edge != "" && f.Edge != at.edge || f.Node != "" && f.Node != id {
		return false
	}
	if at.role != row {
		return slices.Contains(own[at.role], f.Field)
	}
	return f.Field == "" || find(members, f.Field) >= 0 || at.fields.Get(f.Field) != nil || f.Kind == OtherError && at.measures(f.Field)
}

// measures reports whether the call asks for a metric of the row.
func (p place) measures(metric string) bool {
	return slices.ContainsFunc(p.fields, func(f fields.Field) bool {
		metrics, _ := f.Param(metricParam)
		return slices.Contains(strings.Split(metrics, ","), metric)
	})
}

// below returns the place of a member's value; id is the object's.
func (p place) below(name, id string) place {
	switch {
	case p.role == envelope && name == "data":
		return place{edge: p.edge, fields: p.fields}
	case p.role == envelope && name == "paging":
		p.role = paging
		return p
	case p.role == paging && name == "cursors":
		p.role = cursors
		return p
	}
	below := place{edge: name, owner: id}
	if asked := p.fields.Get(name); asked != nil {
		below.fields = asked.Fields
	}
	return below
}
