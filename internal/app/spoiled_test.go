package app_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/mapping"
)

// Values that are nothing that is documented anywhere, and those that mean nothing
// around the rows.
var (
	oddValues   = []string{`{"odd":true}`, `[[1]]`}
	blankValues = []string{`null`, `[]`, `{}`, `""`, `false`, `3`, `{"odd":[1]}`}
)

// Random values out of form at random places of random answers: what could be read is
// answered as without them, each lost value has one error at its path, nothing else is
// lost, and nothing of it is kept.
func TestOperation_losesNothingButWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	spoilAll(t, oddValues, false, func(t *testing.T, whole map[string]any, got answer, operation string) {
		left := errorsLeft{got.Errors}
		for _, problem := range lost(nil, whole, got.Data, &left) {
			t.Errorf("%s\n%s\n%+v", problem, operation, got.Errors)
		}
		for _, e := range left.errors {
			if of, _ := at(whereIs(got.Data, e.Path), "__typename").(string); strings.HasSuffix(of, "Connection") {
				continue // a further page could not be had
			}
			t.Errorf("nothing is lost at %v: %s\n%s", e.Path, e.Message, operation)
		}
	})
}

// Whatever stands around the rows, those that came are answered, and there is no error.
func TestOperation_readsTheEnvelopeLeniently(t *testing.T) {
	t.Parallel()
	spoilAll(t, blankValues, true, func(t *testing.T, whole map[string]any, got answer, operation string) {
		for _, e := range got.Errors {
			t.Errorf("%+v\n%s", e, operation)
		}
		if problem := shortened("data", whole, got.Data); problem != "" {
			t.Errorf("%s\n%s", problem, operation)
		}
	})
}

// spoilAll asks random operations of answers that are spoiled, with a check for what
// comes, and then again of answers that are not.
func spoilAll(t *testing.T, values []string, envelope bool, check func(t *testing.T, whole map[string]any, got answer, operation string)) {
	executable, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(1)
	if given := os.Getenv("GRAMQL_TEST_SEED"); given != "" { // to try others
		if seed, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	rounds := 40
	if testing.Short() {
		rounds = 5
	}
	for _, v := range viewpoints {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			t.Logf("seed %d", seed)
			server, err := openGraph(localgraph.Options{Legacy: true})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = server.Close() })
			set := func(s *config.Settings) { s.Lookups, s.Limits = v.lookups, unlimited }
			random := rand.New(rand.NewPCG(seed, 5))
			g := generator{Rand: random, schema: executable, ids: newNaive(rest{t, server, v.token}, executable, v.account).pool()}
			well, s := startOver(t, server, set), &spoiler{under: server, seed: seed, values: values, envelope: envelope}
			for range rounds {
				operation := g.operation()
				whole := supported(well.do(v.token, operation, nil))
				if len(whole.Errors) > 0 {
					continue
				}
				w := startOver(t, server, set, inMemory)
				w.under = s
				s.on.Store(true)
				check(t, whole.Data, supported(w.do(v.token, operation, nil)), operation)
				s.on.Store(false)
				again := supported(w.do(v.token, operation, nil))
				if problems := lost(nil, whole.Data, again.Data, &errorsLeft{}); len(problems) > 0 || len(again.Errors) > 0 {
					t.Errorf("afterwards %s, %+v\n%s", problems, again.Errors, operation)
				}
			}
			if s.struck.Load() == 0 && !testing.Short() {
				t.Error("no answer was spoiled")
			}
		})
	}
}

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

// supported returns an answer without the errors of fields that a login type lacks.
func supported(a answer) answer {
	a.Errors = slices.DeleteFunc(a.Errors, func(e answerError) bool { return e.Extensions["code"] == "UNSUPPORTED" })
	return a
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
	case reflect.DeepEqual(unsigned(got), unsigned(whole)):
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
type errorsLeft struct{ errors []answerError }

// whereIs follows an error's path into an answer.
func whereIs(data any, path []any) any {
	for _, step := range path {
		if index, ok := step.(float64); ok {
			step = int(index)
		}
		data = at(data, step)
	}
	return data
}

// take takes out the error at a path, and reports whether there is one.
func (l *errorsLeft) take(path []any) bool {
	i := slices.IndexFunc(l.errors, func(e answerError) bool { return fmt.Sprint(e.Path) == fmt.Sprint(path) })
	if i < 0 {
		return false
	}
	l.errors = slices.Delete(slices.Clone(l.errors), i, i+1)
	return true
}

// takeOfItems takes out the errors at a list, which tell of the items that it lacks.
// An error at its connection tells of all those behind the last one.
func (l *errorsLeft) takeOfItems(list []any) bool {
	behind := *l
	found := behind.take(list[:len(list)-1])
	for l.take(list) {
		found = true
	}
	return found
}

// shortened says where a value is other than the whole one, but for lists that end
// early and for what is known of their ends.
func shortened(path string, whole, got any) string {
	switch whole := whole.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		if !ok {
			return path + " is lost"
		}
		for name, value := range whole {
			if name == "hasNextPage" || name == "hasPreviousPage" || name == "totalCount" {
				continue
			}
			if d := shortened(path+"."+name, value, got[name]); d != "" {
				return d
			}
		}
		return ""
	case []any:
		got, ok := got.([]any)
		if !ok || len(got) > len(whole) {
			return fmt.Sprintf("%s is %v", path, got)
		}
		for i, value := range got {
			if d := shortened(fmt.Sprintf("%s[%d]", path, i), whole[i], value); d != "" {
				return d
			}
		}
		return ""
	}
	if !reflect.DeepEqual(unsigned(got), unsigned(whole)) {
		return fmt.Sprintf("%s is %v, not %v", path, got, whole)
	}
	return ""
}
