package loader_test

import (
	"context"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/loader/loadertest"
	"github.com/gramql/gramql/internal/localgraph"
)

func TestMain(m *testing.M) { loadertest.Main(m) }

// logins are the login types.
var logins = []dialect.Login{dialect.BasicDisplay, dialect.Instagram, dialect.Facebook}

// soon is longer than any call here takes.
const soon = time.Minute

// world is a local graph, and the loaders over it.
type world struct{ *loadertest.World }

// open starts a local graph of its own for a test.
func open(t *testing.T, login dialect.Login, mode dialect.LookupMode, o localgraph.Options) *world {
	t.Helper()
	return &world{loadertest.Open(t, login, mode, o)}
}

// count returns how many calls were made since the last count.
func (w *world) count() int { return len(w.Calls()) }

// nodes looks nodes up by their ids, all at once.
func (w *world) nodes(ctx context.Context, t *testing.T, typeName string, graphIDs ...string) ([]entity.Entity, []error, *loader.Loader) {
	t.Helper()
	ids := make([]any, len(graphIDs))
	for i, id := range graphIDs {
		ids[i] = globalid.New(typeName, id)
	}
	p, l := w.Load(ctx, t, `query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Media { caption } } }`, map[string]any{"ids": ids})
	found, errs := l.LookUp(p.Roots()[0].Lookups...)
	return found, errs, l
}

// media returns the ids of the newest media.
func (w *world) media(t *testing.T, n int) []string {
	t.Helper()
	return loadertest.IDs(w.Media(t, int32(n)))
}

// baseOf returns what an item is, besides its model.
func baseOf(t *testing.T, item any) *entity.Base {
	t.Helper()
	e, ok := item.(entity.Entity)
	if !ok {
		t.Fatalf("%v is no node", item)
	}
	return e.EntityBase()
}
