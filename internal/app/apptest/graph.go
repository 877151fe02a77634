package apptest

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
)

var (
	// demo is the local graph that tests share when they switch no fault on, and
	// legacy the one of those that look up by ?ids=.
	demo, legacy *localgraph.Server
	// folder holds the demo world, which is the same for all local graphs.
	folder string
)

// Main runs the tests of a package, and fails when one leaves a goroutine behind.
func Main(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "gramql"); err != nil {
		panic(err)
	}
	if demo, err = open(localgraph.Options{}); err != nil {
		panic(err)
	}
	if legacy, err = open(localgraph.Options{Legacy: true}); err != nil {
		panic(err)
	}
	code := m.Run()
	_, _ = demo.Close(), legacy.Close()
	_ = os.RemoveAll(folder)
	// Toxiproxy forgets some of its own when a connection ends with data on its way.
	if err := goleak.Find(goleak.IgnoreAnyFunction("github.com/Shopify/toxiproxy/v2/toxics.(*ToxicStub).Run")); code == 0 && err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// Demo returns the local graph that tests share when they switch no fault on.
func Demo() *localgraph.Server { return demo }

// OpenGraph opens a local graph for a test alone, with the demo world, in which it is
// the hour OnAir.
func OpenGraph(t testing.TB, o localgraph.Options) *localgraph.Server {
	t.Helper()
	graph, err := open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = graph.Close() })
	return graph
}

// OpenWritable opens a local graph for a test alone that is written to.
func OpenWritable(t testing.TB, o localgraph.Options) *localgraph.Server {
	t.Helper()
	o.Dir, o.BaseURL = t.TempDir(), OwnBase
	return OpenGraph(t, o)
}

// OwnBase is the address that a writable local graph has for its own: it takes the media
// below as if they were fetched.
const OwnBase = "http://127.0.0.1:8081"

// open opens a local graph whose clock stands still: some of the demo world
// changes with the hour.
func open(o localgraph.Options) (*localgraph.Server, error) {
	o.Dir = cmp.Or(o.Dir, folder)
	o.Log, o.Now = slog.New(slog.DiscardHandler), func() time.Time { return OnAir }
	return localgraph.Open(context.Background(), o)
}

// shared returns the shared local graph that answers what these settings ask.
func shared(s config.Settings) *localgraph.Server {
	if s.Lookups == dialect.IDs {
		return legacy
	}
	return demo
}
