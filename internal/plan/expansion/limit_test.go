package expansion_test

import (
	"testing"

	"github.com/gramql/gramql/internal/plan/expansion"
)

func TestSmallerPages_cutsWhatIsLarger(t *testing.T) {
	for _, c := range []struct {
		sizes map[string]int
		want  string
	}{
		{map[string]int{"media": 3}, "id,username,website,media.limit(3){id,caption,owner{id,name},comments.limit(4){id,text,from{id,username},parent_id}},stories{id}"},
		{map[string]int{"comments": 3}, "id,username,website,media.limit(6){id,caption,owner{id,name},comments.limit(3){id,text,from{id,username},parent_id}},stories{id}"},
		{map[string]int{"media": 5, "comments": 1}, "id,username,website,media.limit(5){id,caption,owner{id,name},comments.limit(1){id,text,from{id,username},parent_id}},stories{id}"},
		{map[string]int{"stories": 1}, "id,username,website,media.limit(6){id,caption,owner{id,name},comments.limit(4){id,text,from{id,username},parent_id}},stories.limit(1){id}"},
		{map[string]int{"media": 6, "comments": 9}, ""},
		{nil, ""},
	} {
		n := wanted(t, "", `{ me { username website media(first: 6) { nodes { caption owner { name } comments(first: 4) { nodes { text from { username } parent { text } } } } } stories { nodes { id } } } }`)
		before := n.String()
		less := n.SmallerPages(func(e *expansion.Edge) int { return c.sizes[e.Name] })
		if c.want == "" {
			if less != n {
				t.Errorf("%v: another expansion, though no page is larger", c.sizes)
			}
			continue
		}
		if less.String() != c.want {
			t.Errorf("%v: %s, want %s", c.sizes, less, c.want)
		}
		if n.String() != before || less.Edges[0].Key != n.Edges[0].Key {
			t.Errorf("%v: the whole is changed, or a key", c.sizes)
		}
	}
}

func TestSmallerPages_cutsBehindFieldsThatHoldNodes(t *testing.T) {
	n := wanted(t, "", `{ media(id: "1") { caption owner { media(first: 6) { nodes { id } } } } }`)
	less := n.SmallerPages(func(*expansion.Edge) int { return 2 })
	if want := "id,caption,owner{id,media.limit(2){id}}"; less.String() != want {
		t.Errorf("%s, want %s", less, want)
	}
	if whole := "id,caption,owner{id,media.limit(6){id}}"; n.String() != whole {
		t.Errorf("the whole is changed: %s, want %s", n, whole)
	}
	if n.SmallerPages(func(*expansion.Edge) int { return 0 }) != n {
		t.Error("pages of any size are cut")
	}
}

func TestHalved_halvesEachPageUntilNoneIsLeft(t *testing.T) {
	n := wanted(t, "", `{ media(id: "1") { comments(first: 4) { nodes { text } } children { nodes { id } } owner { media(first: 7) { nodes { id } } } } }`)
	least := n.OfOneItem().String()
	want := []string{
		"id,comments.limit(2){id,text},children{id},owner{id,media.limit(3){id}},media_type",
		"id,comments.limit(1){id,text},children{id},owner{id,media.limit(1){id}},media_type",
	}
	for _, text := range want {
		before := n.String()
		half := n.Halved()
		if half.String() != text || half.Edges[0].Key != n.Edges[0].Key {
			t.Errorf("half of %s is %s, want %s", n, half, text)
		}
		if n.String() != before {
			t.Errorf("the whole is changed: %s, want %s", n, before)
		}
		n = half
	}
	if least != n.String() {
		t.Errorf("one item of each page is %s, want %s", least, n)
	}
	if half := n.Halved(); half != n {
		t.Errorf("half of %s is %s", n, half)
	}
	if one := n.OfOneItem(); one != n {
		t.Errorf("one item of each page of %s is %s", n, one)
	}
}
