package entity_test

import (
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// likes wants the likes and the caption of media on an account's page, and of the children
// of these.
func likes() *expansion.Expansion {
	hiding := &mapping.Type{Name: "Media", Node: "IGMedia", Withheld: []string{"like_count"}}
	page := func(of *mapping.Type, name string, n *expansion.Expansion) []*expansion.Edge {
		return []*expansion.Edge{{Edge: &mapping.Edge{Name: name, Parent: of}, Key: name, Node: n}}
	}
	child := &expansion.Expansion{Type: hiding, Names: []string{"like_count"}, Absent: []string{"like_count"}}
	media := &expansion.Expansion{Type: hiding, Names: []string{"like_count", "caption"}, Edges: page(hiding, "children", child)}
	return &expansion.Expansion{Type: userType, Edges: page(userType, "media", media)}
}

func TestWithheld_areTheNodesWithoutAValueThatMayBe(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"all there":            {`{"id":"1","media":{"data":[{"id":"2","like_count":3,"caption":"a"}]}}`, nil},
		"none likes it":        {`{"id":"1","media":{"data":[{"id":"2","like_count":0}]}}`, nil},
		"some left out":        {`{"id":"1","media":{"data":[{"id":"2"},{"id":"3","like_count":3},{"id":"4","like_count":null}]}}`, []string{"2", "4"}},
		"children have none":   {`{"id":"1","media":{"data":[{"id":"2","like_count":3,"children":{"data":[{"id":"5"}]}}]}}`, nil},
		"another field absent": {`{"id":"1","media":{"data":[{"id":"2","like_count":3}]}}`, nil},
		"no page":              {`{"id":"1"}`, nil},
	} {
		var got []string
		for _, e := range models.Withheld(decode(t, c.body, likes())) {
			got = append(got, e.EntityBase().GraphID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: withheld from %v, want %v", name, got, c.want)
		}
	}
}

func TestWithheld_areNoNodesOfAPageThatIsAnError(t *testing.T) {
	e := decode(t, `{"id":"1"}`, likes())
	e.EntityBase().Put("media", &entity.Page{Items: []any{decode(t, `{"id":"2"}`, likes().Edges[0].Node)}}, errRefused)
	if got := models.Withheld(e); len(got) > 0 {
		t.Errorf("withheld from %v", got)
	}
}

func TestWithheld_areNodesInFieldsAndBehindThem(t *testing.T) {
	media := &expansion.Expansion{Type: mediaType, Objects: []*expansion.Object{{Name: "owner", Node: likes()}}}
	if got := models.Withheld(decode(t, `{"id":"1","owner":{"id":"2","media":{"data":[{"id":"3"}]}}}`, media)); len(got) != 1 || got[0].EntityBase().GraphID != "3" {
		t.Errorf("withheld from %v", got)
	}
	if got := models.Withheld(decode(t, `{"id":"1","like_count":null}`, likes().Edges[0].Node)); len(got) > 0 {
		t.Errorf("withheld from the node that the call names: %v", got)
	}
}
