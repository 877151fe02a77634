package expansion

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
)

// Parts returns all parts of an expansion, each followed by the parts below it. An expansion
// whose edge is in the path has none.
func (n *Expansion) Parts() []Part {
	if n.ByPath {
		return nil
	}
	return n.parts(n.Type.Name, nil)
}

func (n *Expansion) parts(place string, at *descent) []Part {
	var parts []Part
	add := func(p Part, inner []Part) {
		p.Of, p.Place, p.descent, p.Within = n, place, at, len(inner)
		parts = append(append(parts, p), inner...)
	}
	for _, name := range n.Names {
		add(Part{Name: name, Key: name, Permission: n.Permission(name)}, nil)
	}
	for _, o := range n.Objects {
		add(Part{Name: o.Name, Key: o.Name, Permission: n.Permission(o.Name)}, o.Node.parts(place+"."+o.Name, &descent{at, o.Name, nil}))
	}
	for _, e := range n.Edges {
		if e.Asked == Here {
			add(Part{Name: e.Name, Key: e.Key, Permission: n.EdgePermission(e)}, e.Node.parts(place+"."+e.Name, &descent{at, e.Name, e.Params}))
		}
	}
	return parts
}

// Outermost returns those of a list of parts that are below no other part in the list.
func Outermost(parts []Part) []Part {
	var outer []Part
	for i := 0; i < len(parts); i++ {
		p := parts[i]
		for i+1 < len(parts) && p.LeadsTo(parts[i+1].Of) {
			i++
		}
		p.Within = 0
		outer = append(outer, p)
	}
	return outer
}

// Kept returns those of a list of parts that are to be kept.
func Kept(parts []Part, keep func(Part) bool) []Part {
	var kept []Part
	for i, p := range parts {
		if !keep(p) {
			continue
		}
		for _, below := range parts[i+1 : i+1+parts[i].Within] {
			if !keep(below) {
				p.Within--
			}
		}
		kept = append(kept, p)
	}
	return kept
}

// Permission returns what a token needs to read a plain field or an object.
func (n *Expansion) Permission(name string) dialect.Permission {
	for _, f := range n.Type.Fields {
		if f.Edge == nil && slices.Contains(f.Names, name) && f.Requires.Permission != dialect.None {
			return f.Requires.Permission
		}
	}
	return dialect.None
}

// EdgePermission returns what a token needs to read an edge or, if it needs
// nothing, the nodes behind it.
func (n *Expansion) EdgePermission(e *Edge) dialect.Permission {
	if f := n.Type.EdgeNamed(e.Name); f != nil && f.Requires.Permission != dialect.None {
		return f.Requires.Permission
	}
	return e.Node.Type.Requires.Permission
}
