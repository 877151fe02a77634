package expansion

import (
	"maps"
	"slices"
)

// losing returns the expansion with a part of another one as well, which has just been refused.
func (n *Expansion) losing(of *Expansion, key string) *Expansion {
	lost := &Expansion{Type: of.Type}
	if n != nil {
		*lost = *n
	}
	switch o, e := of.Object(key), of.Edge(key); {
	case e != nil:
		lost.Edges = append(slices.Clone(lost.Edges), e)
	case o != nil:
		lost.Objects = append(slices.Clone(lost.Objects), &Object{Name: key, Node: o})
	default:
		lost.Names = append(slices.Clone(lost.Names), key)
	}
	return lost
}

// Keep returns the expansion with only those of its fields and objects that are to be kept.
func (n *Expansion) Keep(keep func(key string) bool) *Expansion {
	kept := &Expansion{Type: n.Type, order: n.order}
	for _, name := range n.Names {
		if keep(name) {
			kept.Names = append(kept.Names, name)
		}
	}
	for _, o := range n.Objects {
		if keep(o.Name) {
			kept.Objects = append(kept.Objects, o)
		}
	}
	return kept
}

// Told returns the expansion with what was found out for itself of parts that it has lost: the
// error of each, or nil for one that was read after all. An edge is left to a call of its
// own then, whatever its error.
func (n *Expansion) Told(errs map[string]error) *Expansion {
	told := *n
	told.Refused, told.Lost = maps.Clone(n.Refused), nil
	for key, err := range errs {
		edge := n.Lost.Edge(key)
		if err != nil && edge == nil {
			told.Refused[key] = err
			continue
		}
		delete(told.Refused, key)
		switch o := n.Lost.Object(key); {
		case edge != nil:
			alone := *edge
			alone.Asked, alone.RefusedWith = Alone, err
			told.Edges = append(slices.Clone(told.Edges), &alone)
		case o != nil:
			told.Objects = append(slices.Clone(told.Objects), &Object{Name: key, Node: o})
		default:
			told.Names = append(slices.Clone(told.Names), key)
		}
	}
	return &told
}
