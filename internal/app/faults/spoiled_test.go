package faults_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/mapping"
)

// Values that are nothing that is documented anywhere, those that mean nothing around the
// rows, and those that show there, in the place of a cursor or a link, that more is to come.
var (
	oddValues = []string{
		`{"odd":true}`, `[[1]]`, `[[[[{"id":[]}]]]]`, `{"id":null}`, `{"id":{"id":"1"}}`, `[{"odd":"a\ud83d"}]`, `{"data":{"data":[1]}}`,
		`{"error":{"message":"inside","code":4711}}`, `{"error":{"message":"inside","code":190},"id":null}`,
		`{"data":[],"error":{"message":"inside","code":10}}`, `{"data":[{"error":{"message":"inside","code":1}}]}`,
	}
	blankValues = []string{`null`, `[]`, `{}`, `""`, `false`}
	strayValues = []string{`3`, `{"odd":[1]}`}
)

// Random values out of form at random places of random answers: what could be read is
// answered as without them, each lost value has one error at its path, nothing else is
// lost, and nothing of it is kept.
func TestOperation_losesNothingButWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	spoilAll(t, oddValues, false, func(t *testing.T, whole map[string]any, got apptest.Answer, operation string) {
		left := errorsLeft{got.Errors}
		for _, problem := range lost(nil, whole, got.Data, &left) {
			t.Errorf("%s\n%s\n%+v", problem, operation, got.Errors)
		}
		for _, e := range left.errors {
			if of, _ := apptest.At(whereIs(got.Data, e.Path), "__typename").(string); strings.HasSuffix(of, "Connection") {
				continue // a further page could not be had
			}
			t.Errorf("nothing is lost at %v: %s\n%s", e.Path, e.Message, operation)
		}
	})
}

// An error may stand in any object beside what came of it: all of that is answered, and
// what did not come is null with this error at its path.
func TestOperation_losesNothingButWhatAnErrorInsideStandsFor(t *testing.T) {
	t.Parallel()
	spoilAll(t, []string{besideError}, false, func(t *testing.T, whole map[string]any, got apptest.Answer, operation string) {
		left := errorsLeft{got.Errors}
		for _, problem := range lost(nil, whole, got.Data, &left) {
			t.Errorf("%s\n%s\n%+v", problem, operation, got.Errors)
		}
		for _, e := range left.errors {
			if value := whereIs(got.Data, e.Path); !strings.Contains(e.Message, "beside") || value != nil && !isList(value) {
				t.Errorf("nothing is lost at %v: %s\n%s", e.Path, e.Message, operation)
			}
		}
	})
}

// isList reports whether a value has items, so that an error at its path can be of these.
func isList(value any) bool {
	_, list := value.([]any)
	of, _ := apptest.At(value, "__typename").(string)
	return list || strings.HasSuffix(of, "Connection")
}

// Whatever stands around the rows, those that came are answered, and there is no error.
func TestOperation_readsTheEnvelopeLeniently(t *testing.T) {
	t.Parallel()
	spoilAll(t, blankValues, true, func(t *testing.T, whole map[string]any, got apptest.Answer, operation string) {
		for _, e := range got.Errors {
			t.Errorf("%+v\n%s", e, operation)
		}
		if problem := shortened("data", whole, got.Data); problem != "" {
			t.Errorf("%s\n%s", problem, operation)
		}
	})
}

// What is neither a cursor nor a link, and not nothing, shows that there are more rows: what
// came is answered, and an error at the connection says that nobody gets to the rest.
func TestOperation_saysThatOddCursorsLeadNowhere(t *testing.T) {
	t.Parallel()
	spoilAll(t, strayValues, true, func(t *testing.T, whole map[string]any, got apptest.Answer, operation string) {
		for _, e := range got.Errors {
			if of, _ := apptest.At(whereIs(got.Data, e.Path), "__typename").(string); !strings.HasSuffix(of, "Connection") {
				t.Errorf("%+v\n%s", e, operation)
			}
		}
		if problem := shortened("data", whole, got.Data); problem != "" {
			t.Errorf("%s\n%s", problem, operation)
		}
	})
}

// spoilAll asks random operations of answers that are spoiled, with a check for what
// comes, and then again of answers that are not.
func spoilAll(t *testing.T, values []string, envelope bool, check func(t *testing.T, whole map[string]any, got apptest.Answer, operation string)) {
	executable, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	seed := random.Seed(1)
	rounds := random.Rounds(15)
	for _, v := range random.Viewpoints {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			t.Logf("seed %d", seed)
			server := apptest.OpenGraph(t, localgraph.Options{Legacy: true})
			set := func(s *config.Settings) { s.Lookups, s.Limits = v.Lookups, apptest.Unlimited }
			dice := rand.New(rand.NewPCG(seed, 5))
			g := random.Generator{Rand: dice, Schema: executable, IDs: random.Pool(apptest.NewREST(t, server, v.Token), v.Account)}
			well, s := apptest.StartOver(t, server, set), &spoiler{under: server, seed: seed, values: values, envelope: envelope}
			for drawn := 0; drawn < rounds || drawn < mostDrawn && s.struck.Load() == 0; drawn++ {
				operation := g.Operation()
				whole := supported(well.Do(v.Token, operation, nil))
				if len(whole.Errors) > 0 {
					continue
				}
				w := apptest.StartOver(t, server, set, apptest.InMemory)
				w.Under = s
				s.on.Store(true)
				check(t, whole.Data, supported(w.Do(v.Token, operation, nil)), operation)
				s.on.Store(false)
				again := supported(w.Do(v.Token, operation, nil))
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

// supported returns an answer without the errors of fields that a login type lacks.
func supported(a apptest.Answer) apptest.Answer {
	a.Errors = slices.DeleteFunc(a.Errors, func(e apptest.Error) bool { return e.Extensions["code"] == "UNSUPPORTED" })
	return a
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
	if !reflect.DeepEqual(apptest.Unsigned(got), apptest.Unsigned(whole)) {
		return fmt.Sprintf("%s is %v, not %v", path, got, whole)
	}
	return ""
}
