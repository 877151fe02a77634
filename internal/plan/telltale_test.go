package plan_test

import (
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestTell_asksForWhatNoNodeOfAnotherTypeHas(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ id, selection, login, telltale, asked string }{
		{"global Media 1", "caption", "instagram", "caption", "id,caption"},
		{"global Media 1", "id", "instagram", "media_type", "id,media_type"},
		{"global User 1", "username", "facebook", "follows_count", "id,username,follows_count"},
		{"global Hashtag 9", "name", "facebook", "recent_media", "id,name,recent_media.user_id({me}).limit(1){id}"},
		{"global Hashtag 9", "recentMedia(first: 2) { nodes { id } }", "facebook", "recent_media", "id,recent_media.user_id({me}).limit(2){id}"},
		{"global Hashtag 9", "topMedia(first: 2) { nodes { id } }", "facebook", "top_media", "id,top_media.user_id({me}).limit(2){id}"},
		{"global Hashtag 9", "topMedia(first: 2) { nodes { id } } recentMedia(first: 2) { nodes { id } }", "facebook", "recent_media", "id,top_media.user_id({me}).limit(2){id},recent_media.user_id({me}).limit(2){id}"},
	} {
		p, _ := plantest.Case{
			Query:     "query($id: ID!) { node(id: $id) { __typename ... on " + strings.Fields(c.id)[1] + " { " + c.selection + " } } }",
			Variables: map[string]any{"id": c.id}, Login: c.login,
		}.Compile(t)
		n := p.Roots()[0].Lookups[0].Node
		if !n.WantsID || n.Telltale != c.telltale || n.String() != c.asked {
			t.Errorf("%s { %s }: %s by %q, want %s by %q", c.id, c.selection, n, n.Telltale, c.asked, c.telltale)
		}
	}
}

func TestTell_asksForItOfThePersonBehindAnID(t *testing.T) {
	t.Parallel()
	p, _ := plantest.Case{Query: `{ pages { conversations(first: 1) { nodes { messages { from { profile { name } } } } } } }`, Login: "facebook"}.Compile(t)
	sender := p.FacebookPages.Edges[0].Node.Edges[0].Node.Object("from")
	if got := sender.Reference("id"); got.Telltale != "follower_count" || got.String() != "id,name,follower_count" {
		t.Errorf("%s by %q", got, got.Telltale)
	}
}
