package entity_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/plan/expansion"
)

func TestLacking_hasTheNodesOnPagesOfWhichSomethingWasRefused(t *testing.T) {
	comment := commentsEdge()
	comment.Node.Names = []string{"text"}
	inner := media(comment)
	inner.Names = []string{"caption"}
	wanted := userMedia(inner)
	const failed = `"error":{"code":10}`
	for _, c := range []struct {
		answer string
		want   []string
	}{
		{`{"id":"3","media":{"data":[{"id":"1","caption":"x"}]}}`, nil},
		{`{"id":"3","media":{"data":[{"id":"1",` + failed + `},{"id":"2","caption":"x"}]}}`, []string{"1 on media of 3"}},
		{`{"id":"3","media":{"data":[{"id":"1"},7,{"id":"2","comments":{"data":[{"id":"9",` + failed + `}]}}]}}`, []string{"9 on comments of 2"}},
		{`{"id":"3","media":{"data":[{"id":"2","comments":{"data":[{"id":"9",` + failed + `}]},` + failed + `}]}}`, []string{"2 on media of 3", "9 on comments of 2"}},
		{`{"id":"3","media":{` + failed + `}}`, nil},
		{`{"id":"3",` + failed + `}`, nil},
	} {
		e := decode(t, c.answer, wanted)
		var got []string
		for _, m := range models.Lacking(e) {
			got = append(got, m.Node.GraphID+" on "+m.On.Name+" of "+m.From.GraphID)
			if m.Page.Find(m.Node.GraphID) == nil || m.Edge != nil || m.Reference != nil {
				t.Errorf("%s: its place is %+v", c.answer, m)
			}
			if page, _ := m.From.Page(m.On.Key); page != m.Page {
				t.Errorf("%s: its page is another", c.answer)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.answer, got, c.want)
		}
	}
}

func TestLacking_looksIntoNodesInFieldsButNotOnPagesThatFailed(t *testing.T) {
	media := &expansion.Expansion{Type: mediaType, Names: []string{"caption"}}
	wanted := &expansion.Expansion{Type: mediaType, Objects: []*expansion.Object{{Name: "owner", Node: userMedia(media)}}}
	const answer = `{"id":"1","owner":{"id":"3","media":{"data":[{"id":"7","error":{"code":10}}]}}}`
	e := decode(t, answer, wanted)
	if lacking := models.Lacking(e); len(lacking) != 1 || lacking[0].Node.GraphID != "7" || lacking[0].From.GraphID != "3" {
		t.Errorf("lacking are %+v", lacking)
	}
	owner := models.Object(e, "owner").EntityBase()
	page, _ := owner.Page("media")
	owner.Put("media", page, errors.New("no"))
	if lacking := models.Lacking(e); len(lacking) > 0 {
		t.Errorf("lacking are %+v", lacking)
	}
	if lacking := models.Lacking(decode(t, `{"id":"1"}`, wanted)); lacking != nil {
		t.Errorf("of a field without a node: %+v", lacking)
	}
	if lacking := models.Lacking(&Comment{}); lacking != nil {
		t.Errorf("of a node of which nothing was wanted: %+v", lacking)
	}
	unplanned := decode(t, `{"id":"3","media":{"data":[]}}`, userMedia(media))
	page, _ = unplanned.EntityBase().Page("media")
	page.Items = append(page.Items, &Comment{}, &Info{})
	if lacking := models.Lacking(unplanned); lacking != nil {
		t.Errorf("of what no plan wanted: %+v", lacking)
	}
	if got := models.Missing(unplanned); got != nil {
		t.Errorf("missing of what no plan wanted: %+v", got)
	}
}

func TestDecode_tellsHowNodesWereFound(t *testing.T) {
	edge := commentsEdge()
	edge.Node.Through = true
	wanted := media(edge)
	wanted.Objects = []*expansion.Object{{Name: "owner", Node: &expansion.Expansion{Type: userType, Through: true}}}
	e := decode(t, `{"id":"1","owner":{"id":"3"},"comments":{"data":[{"id":"9"},7]}}`, wanted)
	page, _ := e.EntityBase().Page("comments")
	behind, in := page.Entities()[0].EntityBase().FoundThrough, models.Object(e, "owner").EntityBase().FoundThrough
	if behind == nil || behind.From != e.EntityBase() || behind.Edge != edge || behind.Object != "" {
		t.Errorf("the comment was found through %+v", behind)
	}
	if in == nil || in.From != e.EntityBase() || in.Edge != nil || in.Object != "owner" {
		t.Errorf("the owner was found through %+v", in)
	}
	e = decode(t, `{"id":"1","owner":{"id":"3"},"comments":{"data":[{"id":"9"}]}}`, wantedMedia())
	page, _ = e.EntityBase().Page("comments")
	if page.Entities()[0].EntityBase().FoundThrough != nil || models.Object(e, "owner").EntityBase().FoundThrough != nil {
		t.Error("nodes with ids of their own are found through another")
	}
}

func TestDecode_readsTheNodeThatALookUpFound(t *testing.T) {
	wanted := &expansion.Expansion{Type: userType, Edges: []*expansion.Edge{{Edge: finder.Edge, Key: "business_discovery", Finder: true, Params: finder.Params,
		Node: &expansion.Expansion{Type: userType, Names: []string{"username"}, Through: true}}}}
	for answer, want := range map[string]string{
		`{"id":"4","username":"a"}`: "4",
		`{"username":"a"}`:          "", // shown without an id
		`null`:                      "",
		`false`:                     "",
		`[]`:                        "",
	} {
		e := decode(t, `{"id":"3","business_discovery":`+answer+`}`, wanted)
		page, err := e.EntityBase().Page("business_discovery")
		if err != nil || entity.IDOf(page.First()) != want {
			t.Errorf("%s: found %+v, %v", answer, page, err)
		}
		if want != "" && page.Entities()[0].EntityBase().FoundThrough.Edge != wanted.Edges[0] {
			t.Errorf("%s: found through %+v", answer, page.Entities()[0].EntityBase().FoundThrough)
		}
	}
	for answer, want := range map[string]string{
		`{"odd":"a"}`:            "the Graph API's answer has an object without a readable id for business_discovery of User 3, where a node belongs",
		`7`:                      "the Graph API's answer has a number for business_discovery of User 3, where a node belongs",
		`{"error":{"code":110}}`: "110",
	} {
		e := decode(t, `{"id":"3","business_discovery":`+answer+`}`, wanted)
		if page, err := e.EntityBase().Page("business_discovery"); page != nil || err == nil || code(err) != want {
			t.Errorf("%s: found %+v, %v", answer, page, err)
		}
	}
}
