package loader_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/problem"
)

// However a flaw makes an operation go on calling, its calls come to an end.
func TestLoader_endsAnOperationThatNeverEnds(t *testing.T) {
	t.Parallel()
	for _, login := range logins {
		w := open(t, login, dialect.Auto, localgraph.Options{})
		var log bytes.Buffer
		w.Log = slog.New(slog.NewTextHandler(&log, nil))
		_, l := w.Load(t.Context(), t, `{ me { media(first: 1) { nodes { id } } } }`, nil)
		me, err := l.Me()
		if err != nil {
			t.Fatal(err)
		}
		const far = 1000
		for i := range far {
			page := *me.EntityBase().Plan.Edges[0]
			page.Params = []fields.Param{{Name: "limit", Value: "1"}, {Name: "until", Value: strconv.Itoa(2_000_000_000 + i)}}
			page.Key = expansion.Key(page.Edge, page.Params)
			if _, err = l.Page(me.EntityBase(), &page); err != nil {
				break
			}
		}
		shown, ok := errors.AsType[problem.Problem](err)
		if !ok || shown.Code() != problem.UpstreamError || shown.Hint() == "" || !graphapi.Retryable(err) {
			t.Errorf("%v: %v", login, err)
		}
		if calls := w.count(); calls > 100 {
			t.Errorf("%v: %d calls", login, calls)
		}
		if text := log.String(); strings.Count(text, "level=ERROR") != 1 || strings.Contains(text, w.Token) {
			t.Errorf("%v: the log says %q", login, text)
		}
	}
}
