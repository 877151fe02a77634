package plan

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
)

// Connections that differ only in their size are one page, as large as the largest: what
// is wanted of few items is then read of many. Where that costs much more than a call,
// the pages are kept apart. Each then has a key of its own.

// muchMore is how many times as much one page may cost as two and the call between them.
const muchMore = 2

// apartMark separates the number of a page that is kept apart from the rest of its key.
const apartMark = '#'

// place adds the page that a selected field wants: to a page that is there, or apart from
// that.
func (n *Expansion) place(wanted *Edge, f *ast.Field) {
	base := wanted.Key
	var pages []*Edge
	for _, own := range n.Edges {
		if rest, ok := strings.CutPrefix(own.Key, base); ok && (rest == "" || rest[0] == apartMark) {
			pages = append(pages, own)
		}
	}
	i := slices.IndexFunc(pages, func(own *Edge) bool { return slices.Contains(own.fields, f) })
	if i < 0 {
		i = slices.IndexFunc(pages, func(own *Edge) bool { return n.together(own, wanted) })
	}
	page := wanted
	if i >= 0 {
		page = pages[i]
		page.include(wanted)
	} else {
		for number := 1 + len(pages); n.Edge(wanted.Key) != nil; number++ {
			wanted.Key = base + string(apartMark) + strconv.Itoa(number)
		}
		n.Edges = append(n.Edges, wanted)
	}
	page.fields = append(page.fields, f)
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

// together reports whether two pages of the node are to be one. Each later page behind a
// cursor that stays the same moves what the others read.
func (n *Expansion) together(a, b *Edge) bool {
	switch {
	case a.Paging == mapping.SameCursor || a.Paging == mapping.Unpaged:
		return true
	case !mergeable(a.Node, b.Node):
		return false
	}
	both := *a
	both.Node = Merge(a.Node, &Expansion{Type: a.Node.Type})
	both.include(b)
	return n.cost(&both) <= muchMore*add(add(n.cost(a), n.cost(b)), CallCost)
}

// cost returns what a page of the node costs by itself.
func (n *Expansion) cost(page *Edge) int {
	alone := *page
	only := &Expansion{Type: n.Type, View: n.View, Absent: n.Absent, found: n.found, Edges: []*Edge{&alone}}
	only.arrange()
	var b bill
	b.node(only, 1, "")
	return add(b.nodes, times(CallCost, only.followUps(1)))
}

// mergeable reports whether what is wanted of two nodes can be merged: none of their
// pages is kept apart from others, which is known by the fields that are selected.
func mergeable(a, b *Expansion) bool { return a == b || !a.parted() && !b.parted() }

func (n *Expansion) parted() bool {
	return n.apart != nil ||
		slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Node.parted() }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.parted() }) ||
		slices.ContainsFunc(n.References, func(o *Object) bool { return o.Node.parted() })
}
