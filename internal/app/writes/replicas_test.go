package writes_test

import (
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/database/databasetest"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/redis/redistest"
	"github.com/gramql/gramql/internal/seal"
)

// replicas starts two programs that share a ring of keys and what share sets, over one local
// graph.
func replicas(t *testing.T, share func(*config.Settings)) (here, there *apptest.World) {
	t.Helper()
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
	set := func(s *config.Settings) {
		s.Graph, s.KeyFile, s.Cache = address, keys, config.CacheMemory
		share(s)
	}
	return apptest.StartOver(t, graph, set), apptest.StartOver(t, graph, set)
}

// onReplicas runs a test with replicas that share a PostgreSQL alone, and with such that
// share a Redis.
func onReplicas(t *testing.T, test func(t *testing.T, here, there *apptest.World)) {
	t.Helper()
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		source := databasetest.Postgres(t)
		here, there := replicas(t, func(s *config.Settings) { s.Database = config.Database{Secret: config.Secret(source)} })
		test(t, here, there)
	})
	t.Run("Redis", func(t *testing.T) {
		t.Parallel()
		address := redistest.Address(t)
		here, there := replicas(t, func(s *config.Settings) { s.Cache, s.Redis = config.CacheRedis, config.Secret(address) })
		test(t, here, there)
	})
}

const (
	setComments   = `mutation ($id: ID!, $on: Boolean!) { setCommentsEnabled(input: {mediaId: $id, enabled: $on}) { media { id } } }`
	commentsAreOn = `query ($id: ID!) { media(id: $id) { isCommentEnabled } }`
	likes         = `query ($id: ID!) { media(id: $id) { isCommentEnabled likeCount } }`
)

// newest returns the id of the account's newest media, as variables.
func newest(w *apptest.World) map[string]any {
	nodes, _ := at(w.Ask(localgraph.DemoToken, `{ me { media(first: 1) { nodes { id } } } }`, nil), "me.media.nodes").([]any)
	return map[string]any{"id": at(nodes[0], "id")}
}

// fresh is less than how long an answer is kept.
const fresh = 20 * time.Second

func TestWrite_isSeenOnOtherReplicas(t *testing.T) {
	t.Parallel()
	onReplicas(t, func(t *testing.T, here, there *apptest.World) {
		media := newest(here)
		begun := time.Now()
		for range 3 { // a replica that has just begun to listen has forgotten all answers
			for _, on := range []bool{false, true} {
				media["on"] = on
				here.Ask(localgraph.DemoToken, setComments, media)
				there.Until("the other replica sees the write", func() bool {
					return at(there.Ask(localgraph.DemoToken, commentsAreOn, media), "media.isCommentEnabled") == on
				})
			}
		}
		if took := time.Since(begun); took > fresh {
			t.Errorf("it took %s: the answers just grew old", took)
		}
	})
}

// hearEachOther waits until two replicas hear of each other's writes: one that begins to listen
// forgets all refusals.
func hearEachOther(media map[string]any, here, there *apptest.World) {
	for _, pair := range [][2]*apptest.World{{here, there}, {there, here}} {
		writes, hears := pair[0], pair[1]
		for _, on := range []bool{false, true} {
			hears.Ask(localgraph.DemoToken, commentsAreOn, media)
			media["on"] = on
			writes.Ask(localgraph.DemoToken, setComments, media)
			hears.Until("a replica sees the other's write", func() bool {
				return at(hears.Ask(localgraph.DemoToken, commentsAreOn, media), "media.isCommentEnabled") == on
			})
		}
	}
}

func TestWrite_hasOtherReplicasAskAgainWhatWasRefused(t *testing.T) {
	t.Parallel()
	onReplicas(t, func(t *testing.T, here, there *apptest.World) {
		media := newest(here)
		hearEachOther(media, here, there)
		here.Graph.Faults().Add(fault.Fault{Kind: fault.FieldRefused, Field: "like_count"})
		for _, w := range []*apptest.World{here, there} {
			if a := w.Do(localgraph.DemoToken, likes, media); len(a.Errors) != 1 {
				t.Fatalf("%+v", a)
			}
		}
		here.Graph.Faults().Clear()
		for _, w := range []*apptest.World{here, there} {
			if a := w.Do(localgraph.DemoToken, likes, media); len(a.Errors) != 1 {
				t.Fatalf("the refusal is not remembered: %+v", a)
			}
		}
		media["on"] = false
		here.Ask(localgraph.DemoToken, setComments, media)
		if a := here.Do(localgraph.DemoToken, likes, media); len(a.Errors) != 0 {
			t.Errorf("the replica that wrote still remembers: %+v", a.Errors)
		}
		there.Until("the other replica has forgotten the refusal", func() bool {
			return len(there.Do(localgraph.DemoToken, likes, media).Errors) == 0
		})
	})
}
