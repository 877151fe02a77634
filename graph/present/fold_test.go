package present

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// pathOf reads a path such as me.media.0.id.
func pathOf(text string) (path ast.Path) {
	for part := range strings.SplitSeq(text, ".") {
		if part[0] >= '0' && part[0] <= '9' {
			path = append(path, ast.PathIndex(part[0]-'0'))
			continue
		}
		path = append(path, ast.PathName(part))
	}
	return path
}

func errorAt(message, path string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Path: pathOf(path), Extensions: map[string]any{"code": "UNSUPPORTED"}}
}

func TestFold_tellsOnceWhatIsSaidOfManyItems(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		most   int
		errors []string // message, then path
		want   []string // message, path, and where it is repeated
	}{
		{
			"few errors stay as they are", 3,
			[]string{"a list.0.x", "a list.1.x", "a list.2.x"},
			[]string{"a list.0.x", "a list.1.x", "a list.2.x"},
		},
		{
			"the items of a list", 3,
			[]string{"a list.0.x", "b list.0.y", "a list.1.x", "a list.2.x", "a list.5.x"},
			[]string{"a (and 3 more like it) list.0.x [list.0-2,5.x]", "b list.0.y"},
		},
		{
			"lists within lists", 2,
			[]string{"a list.0.of.0.x", "a list.0.of.1.x", "a list.2.of.3.x"},
			[]string{"a (and 2 more like it) list.0.of.0.x [list.0.of.0-1.x list.2.of.3.x]"},
		},
		{
			"other fields and other messages are other kinds", 2,
			[]string{"a x", "a y", "b y"},
			[]string{"a x", "a y"},
		},
		{
			"as many kinds as are told", 2,
			[]string{"b y", "b y", "a x"},
			[]string{"b (and 1 more like it) y [y y]", "a x"},
		},
	} {
		var errs gqlerror.List
		for _, e := range c.errors {
			message, path, _ := strings.Cut(e, " ")
			errs = append(errs, errorAt(message, path))
		}
		var got []string
		omitted := 0
		for _, err := range Fold(errs, c.most) {
			told := err.Message + " " + strings.NewReplacer("[", ".", "]", "").Replace(err.Path.String())
			if r, ok := err.Extensions["repeated"].(repetition); ok {
				told += " [" + strings.Join(r.At, " ") + "]"
			}
			got = append(got, told)
			n, said := err.Extensions["omitted"].(int)
			if omitted = n; said && n == 0 {
				t.Errorf("%s: none are said to be omitted", c.name)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%q\nwant\n%q", c.name, got, c.want)
		}
		if want := len(c.want) == c.most && len(c.errors) > c.most && !strings.Contains(c.want[0], "more like it"); (omitted > 0) != want {
			t.Errorf("%s: %d are omitted", c.name, omitted)
		}
	}
}

func TestFold_saysOfTooManyListsThatItIsSomeOfTheirItems(t *testing.T) {
	t.Parallel()
	for lists, places := range map[int]int{20: 20, 21: 1, 100: 1} {
		var errs gqlerror.List
		for i := range lists {
			errs = append(errs, &gqlerror.Error{
				Message: "a", Extensions: map[string]any{"code": "UNSUPPORTED"},
				Path: ast.Path{ast.PathName("list"), ast.PathIndex(i), ast.PathName("of"), ast.PathIndex(1), ast.PathName("x")},
			})
		}
		folded := Fold(errs, 10)
		r, _ := folded[0].Extensions["repeated"].(repetition)
		if len(folded) != 1 || r.Count != lists || len(r.At) != places || places == 1 && r.At[0] != "list.*.of.*.x" {
			t.Errorf("%d lists: %+v", lists, folded)
		}
	}
}
