package plan_test

import (
	"testing"
	"time"

	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestPath_isOneCallForTheWholeAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		query, node, call string
		lifetime          time.Duration
	}{
		"one value": {`{ oembed(url: "https://www.instagram.com/p/a/") { html } }`, "OEmbed", "GET /instagram_oembed?url=https://www.instagram.com/p/a/", time.Hour},
		"a page":    {`{ igAudio(category: MUSIC, first: 2) { title } }`, "Audio", "GET /ig_audio?fields=id,title&limit=2&type=music", time.Minute},
	} {
		p, _ := plantest.Case{Query: c.query, Login: "facebook"}.Compile(t)
		call := p.Roots()[0].Call
		if call.Node != c.node || call.String() != c.call || call.Lifetime != c.lifetime {
			t.Errorf("%s: %s, %s, fresh for %v", name, call.Node, call, call.Lifetime)
		}
	}
}

func TestCallFor_asksEachNodeOnThePageForSomethingElse(t *testing.T) {
	t.Parallel()
	p, _ := plantest.Case{Query: `{ igAudio(category: MUSIC, first: 2) { title displayArtist } }`, Login: "facebook"}.Compile(t)
	root := p.Roots()[0]
	if !root.Node.WantsID || !root.Node.PerNode || root.Most != 2 {
		t.Errorf("what is asked of each: %+v, of up to %d", root.Node, root.Most)
	}
	less := *root.Node
	less.Names = less.Names[:1]
	if call, want := root.CallFor(&less), "GET /ig_audio?fields=id,title&limit=2&type=music"; call.String() != want {
		t.Errorf("%s, want %s", call.String(), want)
	}
	if got, want := root.Call.String(), "GET /ig_audio?fields=id,title,display_artist&limit=2&type=music"; got != want {
		t.Errorf("the plan's own call is %s, want %s", got, want)
	}
}
