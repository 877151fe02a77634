package entity_test

import (
	"errors"
	"testing"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/plan/expansion"
)

func TestDecodeEdge_readsTheEdgeThatIsTheAnswer(t *testing.T) {
	e, err := models.DecodeEdge([]byte(`{"data":[{"id":"9","text":"a"},{"id":"8"}],"paging":{"cursors":{"after":"A"},"next":"https://x/?after=A"}}`), "1", media(commentsEdge()))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := e.(*Media); !ok || e.EntityBase().GraphID != "1" {
		t.Errorf("read into %#v", e)
	}
	page, err := e.EntityBase().Page("comments")
	if err != nil || len(page.Items) != 2 || !page.Next || page.After != "A" || asJSON(t, page.Entities()[0]) != `{"id":"9","text":"a"}` {
		t.Errorf("the page is %+v, %v", page, err)
	}
}

func TestDecodeEdge_readsAnAnswerWithoutItemsAsAnEmptyPage(t *testing.T) {
	for _, body := range []string{`{"data":[]}`, `[]`, `{"data":null}`} {
		e, err := models.DecodeEdge([]byte(body), "1", media(commentsEdge()))
		if err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		if page, err := e.EntityBase().Page("comments"); err != nil || page == nil || len(page.Items) > 0 {
			t.Errorf("%s: the page is %+v, %v", body, page, err)
		}
	}
}

func TestDecodeEdge_refusesWhatIsNoJSON(t *testing.T) {
	for _, body := range []string{``, `{"data":[`, `{"data":[]}]`} {
		e, err := models.DecodeEdge([]byte(body), "1", media(commentsEdge()))
		if _, ok := errors.AsType[*entity.DecodeError](err); !ok || e != nil {
			t.Errorf("%s: read %v, %v", body, e, err)
		}
	}
}

func TestPut_replacesThePageUnderItsKeyOnly(t *testing.T) {
	first, second, other := &entity.Page{}, &entity.Page{Paging: reader.Paging{Next: true}}, &entity.Page{}
	n := &entity.Base{Plan: &expansion.Expansion{Type: mediaType}}
	n.Put("comments", first, nil)
	n.Put("children", other, nil)
	n.Put("comments", second, errRefused)
	if page, err := n.Page("comments"); page != second || !errors.Is(err, errRefused) {
		t.Errorf("it is %+v, %v", page, err)
	}
	if page, err := n.Page("children"); page != other || err != nil {
		t.Errorf("the other is %+v, %v", page, err)
	}
	if page, err := n.Page("likes"); page != nil || err != nil || n.Has("likes") || !n.Has("comments") {
		t.Errorf("one that was never put is %+v, %v", page, err)
	}
}
