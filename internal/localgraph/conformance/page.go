package conformance

import (
	"fmt"
	"slices"
	"strings"
)

// page is how one list of the Graph API is paged.
type page struct {
	rows int
	// keys are those of paging and of its cursors, such as "cursors(before, after) next".
	keys string
	// more reports whether there is a link to the next page.
	more bool
}

func pageOf(rows []any, paging any) page {
	p := page{rows: len(rows)}
	o, ok := paging.(*object)
	if !ok {
		return p
	}
	var keys []string
	for _, key := range []string{"cursors", "previous", "next"} {
		switch value := o.members[key].(type) {
		case *object:
			names := slices.Sorted(slices.Values(value.keys))
			keys = append(keys, fmt.Sprintf("%s(%s)", key, strings.Join(names, ", ")))
		case nil:
		default:
			keys = append(keys, key)
		}
	}
	p.keys, p.more = strings.Join(keys, " "), o.members["next"] != nil
	return p
}

// comparePages says in which way pages are paged otherwise than those that are
// expected. A page says nothing of those that it is not like: a last page nothing of
// one with more behind it, an empty one nothing of one with rows.
func comparePages(want, got []page) []string {
	var wrong []string
	for _, g := range got {
		known, like := false, false
		for _, w := range want {
			if (w.rows > 0) == (g.rows > 0) && w.more == g.more {
				known = true
				like = like || w.keys == g.keys
			}
		}
		switch {
		case known && !like:
			add(&wrong, fmt.Sprintf("paging of %d rows has %s", g.rows, orNothing(g.keys)))
		case g.rows == 0 && g.keys != "":
			add(&wrong, "paging of no rows has "+g.keys)
		case !known && g.rows > 0 && !g.more && slices.ContainsFunc(want, func(w page) bool { return w.more && w.rows <= g.rows }):
			add(&wrong, fmt.Sprintf("paging of %d rows has no next", g.rows))
		case !known && g.more && slices.ContainsFunc(want, func(w page) bool { return !w.more && w.rows >= g.rows }):
			add(&wrong, fmt.Sprintf("paging of %d rows has next", g.rows))
		}
	}
	return wrong
}

func orNothing(keys string) string {
	if keys == "" {
		return "no keys"
	}
	return keys
}
