package faults_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/gramql/gramql/internal/app/apptest"
)

// sameItem returns the index of the item that an item can have been, and the errors
// that tell of nothing then: of several, the one that leaves the fewest.
func sameItem(at []any, whole []any, item any, left errorsLeft) (same int, told errorsLeft) {
	same, told = -1, left
	for i := range whole {
		try := left
		if len(lost(at, whole[i], item, &try)) == 0 && (same < 0 || len(try.errors) < len(told.errors)) {
			same, told = i, try
		}
	}
	return same, told
}

// lost returns what is missing in a value, or other than in the whole one, without an
// error that tells of it. The errors that tell of something are taken out of those
// left.
func lost(path []any, whole, got any, left *errorsLeft) (problems []string) {
	switch whole := whole.(type) {
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			for _, name := range slices.Sorted(maps.Keys(whole)) {
				problems = append(problems, lost(append(slices.Clone(path), name), whole[name], got[name], left)...)
			}
			return problems
		}
	case []any:
		if got, ok := got.([]any); ok {
			return lostItems(path, whole, got, left)
		}
	}
	switch {
	case reflect.DeepEqual(apptest.Unsigned(got), apptest.Unsigned(whole)):
		return nil
	case got != nil && (path[len(path)-1] == "totalCount" || path[len(path)-1] == "hasNextPage"): // of an edge that came as another list
		return nil
	case got != nil:
		return []string{fmt.Sprintf("%v is %v, not %v", path, got, whole)}
	case !left.take(path):
		return []string{fmt.Sprintf("%v is lost without an error", path)}
	}
	return nil
}

// lostItems is lost for lists: an item is missing where its place is taken by a later
// one, and an error at the list, or at what holds the list, tells of that.
func lostItems(path []any, whole, got []any, left *errorsLeft) (problems []string) {
	next := 0
	for i, item := range got {
		at := append(slices.Clone(path), i)
		candidates := whole[next:]
		if len(got) == len(whole) {
			candidates = whole[i : i+1]
		}
		same, told := sameItem(at, candidates, item, *left)
		if same < 0 {
			return append(problems, fmt.Sprintf("%v is like no item that is there", at))
		}
		*left, next = told, next+same+1
	}
	if len(got) < len(whole) && !left.takeOfItems(path) {
		problems = append(problems, fmt.Sprintf("%v lacks %d items without an error", path, len(whole)-len(got)))
	}
	return problems
}

// errorsLeft are errors that do not yet tell of anything lost.
type errorsLeft struct{ errors []apptest.Error }

// whereIs follows an error's path into an answer.
func whereIs(data any, path []any) any {
	for _, step := range path {
		if index, ok := step.(float64); ok {
			step = int(index)
		}
		data = apptest.At(data, step)
	}
	return data
}

// take takes out the error at a path, and reports whether there is one.
func (l *errorsLeft) take(path []any) bool {
	i := slices.IndexFunc(l.errors, func(e apptest.Error) bool { return fmt.Sprint(e.Path) == fmt.Sprint(path) })
	if i < 0 {
		return false
	}
	l.errors = slices.Delete(slices.Clone(l.errors), i, i+1)
	return true
}

// takeOfItems takes out the errors of the items that a list lacks, and those at the list itself.
// An error at its connection tells of all those behind the last one.
func (l *errorsLeft) takeOfItems(list []any) bool {
	behind := *l
	found := behind.take(list[:len(list)-1])
	for i := range maxItems {
		for l.take(append(slices.Clone(list), i)) {
			found = true
		}
	}
	for l.take(list) {
		found = true
	}
	return found
}

// maxItems is the most items that an operation asks of a list.
const maxItems = 200
