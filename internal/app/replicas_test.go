package app_test

import (
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/database/databasetest"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/seal"
)

// wipedWithin is how long it may take on all replicas until nothing is left of somebody whose
// data is to be deleted.
const wipedWithin = 5 * time.Second

func TestReplicas_forgetWhoseDataOneOfThemIsToldToDelete(t *testing.T) {
	t.Parallel()
	source := databasetest.Postgres(t)
	graph := apptest.OpenWritable(t, localgraph.Options{})
	upstream := httptest.NewServer(graph)
	t.Cleanup(upstream.Close)
	address, err := url.Parse(upstream.URL)
	if err != nil {
		t.Fatal(err)
	}
	keys := filepath.Join(t.TempDir(), "keys")
	if _, err := seal.AddKey(keys); err != nil {
		t.Fatal(err)
	}
	replica := func() *app.App {
		s := apptest.Settings(t)
		s.Graph, s.Login, s.KeyFile, s.Database = address, dialect.Instagram, keys, config.Database{Secret: config.Secret(source)}
		s.AppID, s.AppSecret = localgraph.DemoApp.ID, config.Secret(localgraph.DemoApp.Secret)
		apptest.InMemory(&s)
		return apptest.Serve(t, s)
	}
	here, other := newBrowser(t, replica()), replica()
	there := &browser{t, here.Client, strings.TrimSuffix(other.GraphQL(), "/graphql")} // cookies are for all ports
	here.signIn("", "metricsaurus")
	key, _ := here.createKey("kind: SECRET")
	meant := []string{"X-GramQL-CSRF", "1"}
	if got := there.ask(whoAmI, meant...); apptest.At(got.Data, "me", "username") != "metricsaurus" {
		t.Fatalf("the other replica: %+v", got)
	}
	conn := there.dial(there.base)
	var begun time.Time
	ended := there.watchAll(key, func(*browser) {
		begun = time.Now()
		here.callBack("data-deletion", signedAt(begun, scopedMetricsaurus))
	})
	if got := hear(t, conn); !strings.Contains(got, "4401") {
		t.Errorf("the socket on the other replica says %s", got)
	}
	for _, asExpected := range ended {
		asExpected()
	}
	for name, header := range map[string][]string{"the session": meant, "the key": {"Authorization", "Bearer " + key}} {
		until(t, name+" has ended on the other replica", func() bool { return there.ask(whoAmI, header...).Code() == "UNAUTHENTICATED" })
	}
	took := time.Since(begun)
	if t.Log("it took", took.Round(time.Millisecond)); took > wipedWithin {
		t.Errorf("it took %s", took)
	}
}
