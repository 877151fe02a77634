package entity

import (
	"reflect"
	"slices"
)

// Withheld returns the nodes that came with a node, behind its edges or in its fields, at
// any depth, from which the Graph API may have withheld a value: a field that their plan
// says can be withheld did not come. Nodes without an id are left out: none can be asked again.
// They are in the order of the answer.
func (m Models) Withheld(e Entity) (all []Entity) {
	base := e.EntityBase()
	if base.Plan == nil || !base.Plan.LeadsToWithheld() {
		return nil
	}
	reach := func(inner Entity) {
		if plan := inner.EntityBase().Plan; inner.EntityBase().GraphID != "" && slices.ContainsFunc(plan.Type.Withheld, func(name string) bool { return plan.MayBeWithheld(name) && !m.Has(inner, name) }) {
			all = append(all, inner)
		}
		all = append(all, m.Withheld(inner)...)
	}
	for _, edge := range base.Plan.Edges {
		if page, err := base.Page(edge.Key); page != nil && err == nil {
			for _, inner := range page.Entities() {
				reach(inner)
			}
		}
	}
	for _, o := range base.Plan.Objects {
		if inner := m.Object(e, o.Name); inner != nil {
			reach(inner)
		}
	}
	return all
}

// Has reports whether a node has a value of a field.
func (m Models) Has(e Entity, name string) bool {
	f := m.of(e.EntityBase().Plan).Field(name)
	return f != nil && !f.In(reflect.ValueOf(e).Elem()).IsZero()
}
