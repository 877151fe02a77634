package entity_test

import (
	"errors"
	"testing"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

var errRefused = errors.New("refused")

// beside wants a second page of comments, which a supplement asks for.
func beside() *expansion.Edge {
	edge := commentsEdge()
	edge.Key, edge.Asked = "comments 2", expansion.Beside
	return edge
}

// brought wants the same page, in the supplement.
func brought() *expansion.Edge {
	edge := beside()
	edge.Asked = expansion.Here
	return edge
}

func media(edges ...*expansion.Edge) *expansion.Expansion {
	return &expansion.Expansion{Type: mediaType, Edges: edges}
}

// second returns the id of the first comment on a node's second page, and its error.
func second(e entity.Entity) (string, error) {
	page, err := e.EntityBase().Page("comments 2")
	if page == nil || len(page.Items) == 0 {
		return "", err
	}
	return entity.IDOf(page.Items[0]), err
}

func TestSupplement_givesANodeThePageThatAnotherCallBrought(t *testing.T) {
	cut, left, refused := beside(), brought(), media(brought())
	cut.RefusedWith = errRefused
	left.Asked = expansion.Alone
	refused.Refused = map[string]error{"comments 2": errRefused}
	const answer = `{"id":"1","comments":{"data":[{"id":"9"}]}}`
	for name, c := range map[string]struct {
		own        *expansion.Expansion
		supplement *expansion.Expansion
		answer     string // empty: none came
		failed     error
		want       string
		err        error
	}{
		"that came":                        {media(beside()), media(brought()), answer, nil, "9", nil},
		"or the error of the call":         {media(beside()), media(brought()), "", errRefused, "", errRefused},
		"or the error of the page":         {media(beside()), refused, answer, nil, "", errRefused},
		"unless the node was not among":    {media(beside()), media(brought()), "", nil, "", nil},
		"unless it does not want the page": {media(commentsEdge()), media(brought()), answer, nil, "", nil},
		"unless a call of its own asks":    {media(cut), media(brought()), answer, nil, "", nil},
		"unless the other did not ask":     {media(beside()), media(left), answer, nil, "", nil},
	} {
		e := decode(t, `{"id":"1"}`, c.own)
		var from entity.Entity
		if c.answer != "" {
			from = decode(t, c.answer, c.supplement)
		}
		models.Supplement(e, from, c.supplement, c.failed)
		if id, err := second(e); id != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: the page has %q, %v; want %q, %v", name, id, err, c.want, c.err)
		}
	}
}

func TestSupplement_givesThePagesOfNodesOnAPageToThoseOfTheSameID(t *testing.T) {
	const answer = `{"id":"3","media":{"data":[{"id":"2","comments":{"data":[{"id":"22"}]}},{"id":"4","comments":{"data":[{"id":"44"}]}}]}}`
	supplement := userMedia(media(brought()))
	e := decode(t, `{"id":"3","media":{"data":[{"id":"1"},{"id":"2"}]}}`, userMedia(media(beside())))
	items := func() []entity.Entity {
		page, err := e.EntityBase().Page("media")
		if err != nil {
			t.Fatal(err)
		}
		return page.Entities()
	}
	models.Supplement(e, decode(t, answer, supplement), supplement, nil)
	for i, want := range []string{"", "22"} {
		if id, err := second(items()[i]); id != want || err != nil {
			t.Errorf("node %d has the page of %q, %v", i, id, err)
		}
	}
	models.Supplement(e, nil, supplement, errRefused)
	for i := range 2 {
		if _, err := second(items()[i]); !errors.Is(err, errRefused) {
			t.Errorf("node %d has no error of the call that failed: %v", i, err)
		}
	}
}

func TestSupplement_leavesAPageThatFailedAsItIs(t *testing.T) {
	supplement := userMedia(media(brought()))
	for name, page := range map[string]*entity.Page{"without nodes": nil, "with nodes": {Items: []any{decode(t, `{"id":"1"}`, media(beside()))}}} {
		e := decode(t, `{"id":"3"}`, userMedia(media(beside())))
		e.EntityBase().Put("media", page, errRefused)
		models.Supplement(e, nil, supplement, errors.New("another"))
		if got, err := e.EntityBase().Page("media"); got != page || !errors.Is(err, errRefused) {
			t.Errorf("%s: it is %+v, %v", name, got, err)
		}
		if page != nil {
			if _, err := second(page.Entities()[0]); err != nil {
				t.Errorf("%s: a node on it is given %v", name, err)
			}
		}
	}
}

func TestSupplement_givesThePagesOfNodesInFields(t *testing.T) {
	edge := &mapping.Edge{Name: "media", Parent: userType, PageSize: 50}
	owned := func(asked expansion.Asked) *expansion.Expansion {
		owner := &expansion.Expansion{Type: userType, Edges: []*expansion.Edge{{Edge: edge, Key: "media", Asked: asked, Node: media()}}}
		return &expansion.Expansion{Type: mediaType, Objects: []*expansion.Object{{Name: "owner", Node: owner}}}
	}
	const answer = `{"id":"1","owner":{"id":"3","media":{"data":[{"id":"7"}]}}}`
	for name, c := range map[string]struct {
		body string
		from bool
		want int
	}{
		"that came":                   {`{"id":"1","owner":{"id":"3"}}`, true, 1},
		"of a node that did not come": {`{"id":"1","owner":{"id":"3"}}`, false, 0},
		"of no node":                  {`{"id":"1"}`, true, 0},
	} {
		e := decode(t, c.body, owned(expansion.Beside))
		var from entity.Entity
		if c.from {
			from = decode(t, answer, owned(expansion.Here))
		}
		models.Supplement(e, from, owned(expansion.Here), nil)
		found := 0
		if owner := models.Object(e, "owner"); owner != nil {
			if page, err := owner.EntityBase().Page("media"); page != nil && err == nil {
				found = len(page.Items)
			}
		}
		if found != c.want {
			t.Errorf("%s: the page has %d items, want %d", name, found, c.want)
		}
	}
}
