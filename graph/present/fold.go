package present

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Fold keeps the errors of an answer, in the order of their paths, if they are no
// more than most. If they are, it keeps one of those that say the same of the same
// field of other items of a list; its extension "repeated" has all their places. Of
// too many kinds, it keeps the first, and the extension "omitted" of the last says
// how many errors there are of others. A field that a whole list lacks would otherwise be told once for each item, in
// answers that are errors for the most part.
func Fold(errs gqlerror.List, most int) gqlerror.List {
	if len(errs) <= most {
		return errs
	}
	var kept gqlerror.List
	paths := map[string][]ast.Path{}
	for _, err := range errs {
		kind := kindOf(err)
		if paths[kind] == nil {
			kept = append(kept, err)
		}
		paths[kind] = append(paths[kind], err.Path)
	}
	for _, err := range kept {
		if same := paths[kindOf(err)]; len(same) > 1 {
			err.Extensions["repeated"] = repetition{len(same), placesOf(same)}
		}
	}
	if len(kept) > most {
		others := 0
		for _, err := range kept[most:] {
			others += len(paths[kindOf(err)])
		}
		kept = kept[:most]
		kept[most-1].Extensions["omitted"] = others
	}
	for _, err := range kept {
		if r, ok := err.Extensions["repeated"].(repetition); ok {
			err.Message += fmt.Sprintf(" (and %d more like it)", r.Count-1)
		}
	}
	return kept
}

// repetition is the extension that says where else an error is.
type repetition struct {
	// Count is how many places have the error, its own among them.
	Count int `json:"count"`
	// At are the places: response names and indexes with points between, the indexes
	// of the innermost list as ranges, such as hashtag.topMedia.nodes.0-49.username.
	At []string `json:"at"`
}

// kindOf returns what errors have in common that say the same of the same field.
func kindOf(err *gqlerror.Error) string {
	return fmt.Sprint(err.Extensions["code"]) + "\n" + err.Message + "\n" + wildcard(err.Path)
}

// wildcard returns a path with * for each index.
func wildcard(path ast.Path) string {
	parts := make([]string, len(path))
	for i, element := range path {
		parts[i] = "*"
		if name, ok := element.(ast.PathName); ok {
			parts[i] = string(name)
		}
	}
	return strings.Join(parts, ".")
}

// maxPlaces is the most places of one error that are told one by one.
const maxPlaces = 20

// placesOf returns where paths of one kind are, in their order. Of too many lists it
// says only that it is some of their items.
func placesOf(paths []ast.Path) []string {
	var places []string
	for start := 0; start < len(paths); {
		end := start + 1
		for end < len(paths) && sameList(paths[start], paths[end]) {
			end++
		}
		if places = append(places, ranges(paths[start:end])); len(places) > maxPlaces {
			return []string{wildcard(paths[0])}
		}
		start = end
	}
	return places
}

// innermost returns where the last index of a path is; -1 for none.
func innermost(path ast.Path) int {
	for i, element := range slices.Backward(path) {
		if _, ok := element.(ast.PathIndex); ok {
			return i
		}
	}
	return -1
}

// sameList reports whether two paths of one kind lead through the same list last.
func sameList(a, b ast.Path) bool {
	i := innermost(a)
	return i >= 0 && slices.Equal(a[:i], b[:i])
}

// ranges writes paths through one list as one, with all their indexes.
func ranges(paths []ast.Path) string {
	first := paths[0]
	at := innermost(first)
	parts := make([]string, len(first))
	for i, element := range first {
		parts[i] = fmt.Sprint(element)
	}
	if at >= 0 {
		parts[at] = indexes(paths, at)
	}
	return strings.Join(parts, ".")
}

// indexes writes 0, 1, 2 and 7 as 0-2,7.
func indexes(paths []ast.Path, at int) string {
	var parts []string
	for i := 0; i < len(paths); {
		first := int(paths[i][at].(ast.PathIndex))
		last := first
		for i++; i < len(paths) && int(paths[i][at].(ast.PathIndex)) == last+1; i++ {
			last++
		}
		part := strconv.Itoa(first)
		if last > first {
			part += "-" + strconv.Itoa(last)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ",")
}
