package entity_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// reply wants a comment, and of the comment that it replies to what is given.
func reply(parent *expansion.Expansion) *expansion.Expansion {
	return &expansion.Expansion{Type: commentType, Names: []string{"parent_id"}, References: []*expansion.Object{{Name: "parent_id", Node: parent}}}
}

func decode(t *testing.T, body string, wanted *expansion.Expansion) entity.Entity {
	t.Helper()
	e, err := models.Decode([]byte(body), wanted)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestMissing_hasAReferenceOfWhichMoreThanTheIDIsWanted(t *testing.T) {
	e := decode(t, `{"id":"1","parent_id":"9"}`, reply(&expansion.Expansion{Type: commentType, Names: []string{"text"}}))
	missing := models.Missing(e)
	if len(missing) != 1 {
		t.Fatalf("missing are %+v", missing)
	}
	m := missing[0]
	if m.Node != e.EntityBase() || m.Edge != nil || m.Reference != e.EntityBase().Plan.References[0] || m.ID != "9" || m.Key() != "parent_id" {
		t.Errorf("missing is %+v", m)
	}
}

func TestMissing_hasNoReferenceThatIsThereOrNotToBeFetched(t *testing.T) {
	text := &expansion.Expansion{Type: commentType, Names: []string{"text"}}
	for name, c := range map[string]struct {
		body   string
		wanted *expansion.Expansion
	}{
		"of which only the id is wanted": {`{"id":"1","parent_id":"9"}`, reply(&expansion.Expansion{Type: commentType})},
		"of which there is no id":        {`{"id":"1"}`, reply(text)},
	} {
		if missing := models.Missing(decode(t, c.body, c.wanted)); len(missing) > 0 {
			t.Errorf("%s: missing are %+v", name, missing)
		}
	}
	for name, err := range map[string]error{"that has been fetched": nil, "that could not be fetched": errors.New("no")} {
		e := decode(t, `{"id":"1","parent_id":"9"}`, reply(text))
		e.EntityBase().Put("parent_id", &entity.Page{}, err)
		if missing := models.Missing(e); len(missing) > 0 {
			t.Errorf("%s: missing are %+v", name, missing)
		}
	}
}

// userMedia wants a page of an account's media, and of each what is given.
func userMedia(media *expansion.Expansion) *expansion.Expansion {
	edge := &mapping.Edge{Name: "media", Parent: userType, PageSize: 50}
	return &expansion.Expansion{Type: userType, Edges: []*expansion.Edge{{Edge: edge, Key: "media", Node: media}}}
}

func TestMissing_hasTheEdgesThatAreLeftToOtherCallsFromTheTopDown(t *testing.T) {
	left := commentsEdge()
	left.Asked = expansion.Alone
	other := commentsEdge()
	other.Key, other.Asked = "comments 2", expansion.Beside
	e := decode(t, `{"id":"3","media":{"data":[{"id":"1"},{"id":"2"}]}}`, userMedia(&expansion.Expansion{Type: mediaType, Edges: []*expansion.Edge{left, other}}))
	page, err := e.EntityBase().Page("media")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, m := range models.Missing(e) {
		keys = append(keys, m.Node.GraphID+" "+m.Key())
		if m.Page != page || m.On != e.EntityBase().Plan.Edges[0] || m.From != e.EntityBase() || m.Reference != nil {
			t.Errorf("its place is %+v", m)
		}
	}
	if want := []string{"1 comments", "1 comments 2", "2 comments", "2 comments 2"}; !slices.Equal(keys, want) {
		t.Errorf("missing are %q, want %q", keys, want)
	}
}

func TestMissing_hasNoEdgeThatCameOrFailedOrIsAnothers(t *testing.T) {
	left := func() *expansion.Edge {
		edge := commentsEdge()
		edge.Asked = expansion.Alone
		return edge
	}
	others := left()
	others.Owner = paging.Mark("2")
	for name, c := range map[string]struct {
		edge *expansion.Edge
		put  func(*entity.Base)
		want int
	}{
		"left to another call":                 {left(), func(*entity.Base) {}, 1},
		"that came":                            {left(), func(b *entity.Base) { b.Put("comments", &entity.Page{}, nil) }, 0},
		"that failed":                          {left(), func(b *entity.Base) { b.Put("comments", nil, errors.New("no")) }, 0},
		"that begins at another node's cursor": {others, func(*entity.Base) {}, 0},
	} {
		e := decode(t, `{"id":"1"}`, &expansion.Expansion{Type: mediaType, Edges: []*expansion.Edge{c.edge}})
		c.put(e.EntityBase())
		if missing := models.Missing(e); len(missing) != c.want {
			t.Errorf("an edge %s: missing are %+v", name, missing)
		}
	}
}

func TestMissing_looksIntoNodesInFields(t *testing.T) {
	media := &mapping.Edge{Name: "media", Parent: userType, PageSize: 50}
	owner := &expansion.Expansion{Type: userType, Edges: []*expansion.Edge{{Edge: media, Key: "media", Asked: expansion.Alone, Node: &expansion.Expansion{Type: mediaType}}}}
	wanted := &expansion.Expansion{Type: mediaType, Objects: []*expansion.Object{{Name: "owner", Node: owner}}}
	missing := models.Missing(decode(t, `{"id":"1","owner":{"id":"3"}}`, wanted))
	if len(missing) != 1 || missing[0].Node.GraphID != "3" || missing[0].Key() != "media" || missing[0].Page != nil || missing[0].From != nil {
		t.Errorf("missing are %+v", missing)
	}
	if missing := models.Missing(decode(t, `{"id":"1"}`, wanted)); len(missing) > 0 {
		t.Errorf("of a field without a node: missing are %+v", missing)
	}
}

func TestMissing_isNothingOfANodeOfWhichNothingWasWanted(t *testing.T) {
	if missing := models.Missing(&Comment{}); missing != nil {
		t.Errorf("missing are %+v", missing)
	}
}
