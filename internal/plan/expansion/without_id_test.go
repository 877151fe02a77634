package expansion_test

import (
	"errors"
	"testing"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestDoesWithoutID_whereNothingTakesTheID(t *testing.T) {
	media := plantest.Mapping(t).Type("Media")
	edge := func(change func(*expansion.Edge)) expansion.Expansion {
		e := &expansion.Edge{Edge: &mapping.Edge{Name: "children", Paging: mapping.Unpaged}, Node: &expansion.Expansion{Type: media}}
		change(e)
		return expansion.Expansion{Edges: []*expansion.Edge{e}}
	}
	object := func(through bool) []*expansion.Object {
		return []*expansion.Object{{Name: "owner", Node: &expansion.Expansion{Type: media, Through: through}}}
	}
	for name, c := range map[string]struct {
		n    expansion.Expansion
		want bool
	}{
		"plain fields":                     {expansion.Expansion{Names: []string{"caption"}}, true},
		"its id is asked for":              {expansion.Expansion{WantsID: true}, true},
		"its id is shown":                  {expansion.Expansion{ShowsID: true}, false},
		"a node that it names":             {expansion.Expansion{References: object(false)}, false},
		"a node in a field":                {expansion.Expansion{Objects: object(false)}, true},
		"a node that is found through it":  {expansion.Expansion{Objects: object(true)}, false},
		"an edge that comes whole":         {edge(func(*expansion.Edge) {}), true},
		"a paged edge":                     {edge(func(e *expansion.Edge) { e.Paging = mapping.Cursors }), false},
		"an edge of a call of its own":     {edge(func(e *expansion.Edge) { e.Asked = expansion.Alone }), false},
		"nodes that are found through it":  {edge(func(e *expansion.Edge) { e.Node.Through = true }), false},
		"a field that was refused":         {expansion.Expansion{Refused: map[string]error{"caption": errors.New("no")}}, false},
		"what was refused is wanted again": {expansion.Expansion{Lost: &expansion.Expansion{}}, false},
	} {
		if got := c.n.DoesWithoutID(); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestMerge_showsTheIDThatEitherShows(t *testing.T) {
	media := plantest.Mapping(t).Type("Media")
	shows, hides := &expansion.Expansion{Type: media}, &expansion.Expansion{Type: media}
	shows.Add("id")
	hides.Add("caption")
	for _, merged := range []*expansion.Expansion{expansion.Merge(shows, hides), expansion.Merge(hides, shows)} {
		if !merged.ShowsID || merged.DoesWithoutID() {
			t.Errorf("merged into %+v", merged)
		}
	}
	if hides.ShowsID || expansion.Merge(hides, &expansion.Expansion{Type: media}).ShowsID {
		t.Error("a field shows the id")
	}
}
