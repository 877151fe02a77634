package expansion

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// ApartMark separates the number of a page that is kept apart from the rest of its key.
const ApartMark = '#'

// Place adds the page that a selected field wants: to a page that is there, or apart from
// that.
func (n *Expansion) Place(wanted *Edge, f *ast.Field, together func(n *Expansion, a, b *Edge) bool) {
	base := wanted.Key
	var pages []*Edge
	for _, own := range n.Edges {
		if rest, ok := strings.CutPrefix(own.Key, base); ok && (rest == "" || rest[0] == ApartMark) {
			pages = append(pages, own)
		}
	}
	i := slices.IndexFunc(pages, func(own *Edge) bool { return own.WantedBy(f) })
	if i < 0 {
		i = slices.IndexFunc(pages, func(own *Edge) bool { return together(n, own, wanted) })
	}
	page := wanted
	if i >= 0 {
		page = pages[i]
		page.Include(wanted)
	} else {
		for number := 1 + len(pages); n.Edge(wanted.Key) != nil; number++ {
			wanted.Key = base + string(ApartMark) + strconv.Itoa(number)
		}
		n.addPage(wanted)
	}
	page.want(f)
	if page.Key != base {
		if n.apart == nil {
			n.apart = map[*ast.Field]string{}
		}
		n.apart[f] = page.Key
	}
}

// KeyOf returns the key of the page that a selected field wants, by the key that its
// arguments give.
func (n *Expansion) KeyOf(f *ast.Field, key string) string {
	if apart, ok := n.apart[f]; ok {
		return apart
	}
	return key
}

// WantedBy reports whether a selected connection wants the page. One that selects nothing
// but its total wants none, though another has a page with the same key.
func (e *Edge) WantedBy(f *ast.Field) bool { return e != nil && slices.Contains(e.fields, f) }

// want notes that selected connections want the page.
func (e *Edge) want(fields ...*ast.Field) {
	for _, f := range fields {
		if !slices.Contains(e.fields, f) {
			e.fields = append(e.fields[:len(e.fields):len(e.fields)], f)
		}
	}
}

// Mergeable reports whether what is wanted of two nodes can be merged: none of their
// pages is kept apart from others, which is known by the fields that are selected.
func Mergeable(a, b *Expansion) bool { return a == b || !a.parted() && !b.parted() }

func (n *Expansion) parted() bool {
	return n.apart != nil ||
		slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Node.parted() }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.parted() }) ||
		slices.ContainsFunc(n.References, func(o *Object) bool { return o.Node.parted() })
}

// Only returns an expansion that asks the same node for one of its pages and nothing
// else.
func (n *Expansion) Only(page *Edge) *Expansion {
	alone := *page
	only := &Expansion{Type: n.Type, View: n.View, Absent: n.Absent, found: n.found, Edges: []*Edge{&alone}}
	only.Arrange()
	return only
}
