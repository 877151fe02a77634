package conformance

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Compare returns in what the shape of an answer is not that of the expected one, a
// line each; none if it is alike. Status, errors and the headers that say what an
// answer is are to be the same; of data only the kinds, keys, paging and order are.
func (r *Rules) Compare(want, got Answer) []string {
	var wrong []string
	if want.Status != got.Status {
		wrong = append(wrong, fmt.Sprintf("status %d, not %d", got.Status, want.Status))
	}
	for _, header := range []string{"Content-Type", "Facebook-Api-Version"} {
		if w, g := want.Header.Get(header), got.Header.Get(header); w != g {
			wrong = append(wrong, fmt.Sprintf("header %s is %q, not %q", header, g, w))
		}
	}
	w, g, err := bothOf(want.Body, got.Body)
	if err != nil {
		return append(wrong, err.Error())
	}
	return append(wrong, r.compare("", shapeOf(w), shapeOf(g))...)
}

// bothOf reads two answers. Where they are not JSON, the error is the difference, or
// nil if there is none.
func bothOf(want, got []byte) (w, g any, err error) {
	w, wantErr := ordered(want)
	g, gotErr := ordered(got)
	switch {
	case wantErr == nil && errors.Is(gotErr, io.EOF):
		return nil, nil, errors.New("an empty answer")
	case wantErr == nil && gotErr != nil:
		return nil, nil, errors.New("an answer that is not JSON")
	case wantErr != nil && len(bytes.TrimSpace(want)) == 0 && len(bytes.TrimSpace(got)) > 0:
		return nil, nil, errors.New("an answer in place of an empty one")
	case wantErr != nil:
		return nil, nil, nil
	}
	return w, g, nil
}

// compare compares what two answers have at a path.
func (r *Rules) compare(path string, want, got *shape) []string {
	var wrong []string
	say := func(format string, values ...any) { wrong = append(wrong, line(path, format, values...)) }
	for _, kind := range got.kinds {
		if !slices.Contains(want.kinds, kind) {
			say("%s, not %s", kind, strings.Join(want.kinds, " or "))
		}
	}
	if tellsErrorsApart(path) && !slices.Equal(want.values, got.values) {
		say("%s, not %s", strings.Join(got.values, ", "), strings.Join(want.values, ", "))
	}
	for _, difference := range comparePages(want.pages, got.pages) {
		say("%s", difference)
	}
	for _, order := range got.orders {
		if len(want.orders) > 0 && !slices.Contains(want.orders, order) {
			say("%s, not %s", order, strings.Join(want.orders, " or "))
		}
	}
	wrong = append(wrong, r.compareMembers(path, want, got)...)
	if want.rows != nil && got.rows != nil {
		switch {
		case want.longest == 0 && got.longest > 0:
			say("%d rows, not none", got.longest)
		case path == "" && want.longest != got.longest: // the items of a batch
			say("%d items, not %d", got.longest, want.longest)
		case want.longest > 0:
			wrong = append(wrong, r.compare(join(path, each), want.rows, got.rows)...)
		}
	}
	return wrong
}

func (r *Rules) compareMembers(path string, want, got *shape) []string {
	if want.objects == 0 || got.objects == 0 {
		return nil
	}
	var wrong []string
	for _, key := range want.keys {
		w, g := want.members[key], got.members[key]
		switch {
		case key == "paging": // comparePages looks at it
		case g != nil:
			wrong = append(wrong, r.compare(join(path, key), w, g)...)
		case w.present == want.objects && !r.mayBeLeftOut(key, w):
			wrong = append(wrong, line(join(path, key), "missing"))
		}
	}
	for _, key := range got.keys {
		if want.members[key] == nil && key != "paging" && !slices.Contains(r.Optional, key) {
			wrong = append(wrong, line(join(path, key), "not expected"))
		}
	}
	if w, g := common(want.keys, got), common(got.keys, want); !slices.Equal(w, g) {
		wrong = append(wrong, line(path, "in the order %s, not %s", strings.Join(g, ", "), strings.Join(w, ", ")))
	}
	return wrong
}

// mayBeLeftOut reports whether a member may be missing: if it may have no value, or is
// an edge, which is left out when it has no rows.
func (r *Rules) mayBeLeftOut(key string, member *shape) bool {
	return key == each || len(member.pages) > 0 || slices.Contains(r.Optional, key)
}

// tellsErrorsApart reports whether clients tell errors apart by what is at a path: in
// an error, or in an item of a batch.
func tellsErrorsApart(path string) bool {
	parent, key := "", path
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		parent, key = path[:i], path[i+1:]
	}
	switch key {
	case "code":
		return true
	case "error_subcode", "type":
		return parent == "error" || strings.HasSuffix(parent, ".error")
	}
	return false
}

// common returns those of the keys that another shape has, too, in their order.
func common(keys []string, other *shape) []string {
	var both []string
	for _, key := range keys {
		if other.members[key] != nil && key != "paging" {
			both = append(both, key)
		}
	}
	return both
}

// line says something of what is at a path.
func line(path, format string, values ...any) string {
	return strings.TrimPrefix(path+": ", ": ") + fmt.Sprintf(format, values...)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// HasNothing reports whether an answer has no rows where the expected one has some, so
// that its shape says nothing of theirs.
func HasNothing(want, got Answer) bool {
	rows := func(a Answer) int {
		value, _ := ordered(a.Body)
		o, ok := value.(*object)
		if !ok {
			return -1
		}
		list, ok := o.members["data"].([]any)
		if !ok {
			return -1
		}
		return len(list)
	}
	return rows(want) > 0 && rows(got) == 0
}
