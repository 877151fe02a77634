package entity_test

import (
	"testing"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// The ways on which nodes are found.
var (
	finder = &expansion.Edge{Edge: &mapping.Edge{Name: "business_discovery", Parent: userType}, Finder: true,
		Params: []fields.Param{{Name: "username", Value: "CocaCola"}}}
	anyone  = &expansion.Edge{Edge: &mapping.Edge{Name: "business_discovery", Parent: userType, Anyone: true}, Finder: true, Params: finder.Params}
	foundBy = &expansion.Edge{Edge: &mapping.Edge{Name: "tags", Parent: userType, FoundBy: "mentioned_media"}}
	links   = &expansion.Edge{Edge: &mapping.Edge{Name: "media", Parent: userType}}
	cursors = &expansion.Edge{Edge: &mapping.Edge{Name: "tags", Parent: userType, Paging: mapping.Cursors}}
)

// node returns a node of a type with an id that was found on a way.
func node(t *mapping.Type, id string, through *entity.FoundThrough) *entity.Base {
	return &entity.Base{GraphID: id, Plan: &expansion.Expansion{Type: t, Mark: 5}, FoundThrough: through}
}

func TestBase_isFoundWhereALookUpOrAnEdgeWithoutLinksLedToIt(t *testing.T) {
	me := node(userType, "3", nil)
	other := node(userType, "4", &entity.FoundThrough{From: me, Edge: finder})
	for name, c := range map[string]struct {
		node *entity.Base
		want bool
	}{
		"by its id":                    {me, false},
		"by a look-up":                 {other, true},
		"on an edge without links":     {node(mediaType, "7", &entity.FoundThrough{From: me, Edge: cursors}), true},
		"on an edge with links":        {node(mediaType, "7", &entity.FoundThrough{From: me, Edge: links}), false},
		"in a field of what was found": {node(userType, "7", &entity.FoundThrough{From: other, Object: "owner"}), true},
		"in a field of what was not":   {node(userType, "7", &entity.FoundThrough{From: me, Object: "owner"}), false},
		"on an edge of what was found": {node(mediaType, "7", &entity.FoundThrough{From: other, Edge: links}), false},
	} {
		if got := c.node.Found(); got != c.want {
			t.Errorf("%s: found: %v", name, got)
		}
	}
}

func TestBase_hasTheMarkOfWhatItIsFoundBy(t *testing.T) {
	me := node(userType, "3", nil)
	for name, c := range map[string]struct {
		node *entity.Base
		want uint32
	}{
		"an id":                      {me, paging.Mark("3")},
		"no id, for no call is made": {node(userType, "", nil), 5},
		"a finder":                   {node(userType, "4", &entity.FoundThrough{From: me, Edge: finder}), paging.MarkFound("business_discovery", "cocacola")},
		"a look-up for its id":       {node(mediaType, "7", &entity.FoundThrough{From: me, Edge: foundBy}), paging.MarkFound("mentioned_media", "7")},
		"an id, on an edge":          {node(mediaType, "7", &entity.FoundThrough{From: me, Edge: links}), paging.Mark("7")},
		"an id, in a field":          {node(userType, "7", &entity.FoundThrough{From: me, Object: "owner"}), paging.Mark("7")},
	} {
		if got := c.node.Mark(); got != c.want {
			t.Errorf("%s: the mark is %d, want %d", name, got, c.want)
		}
	}
}

func TestBase_hasItsWayInItsID(t *testing.T) {
	me := node(userType, "3", nil)
	found := node(userType, "4", &entity.FoundThrough{From: me, Edge: finder})
	anyones := node(userType, "4", &entity.FoundThrough{From: me, Edge: anyone})
	step := globalid.Step{Name: "business_discovery", Value: "cocacola"}
	from := func(steps ...globalid.Step) globalid.Way {
		return globalid.Way{Type: "User", GraphID: "3", Steps: steps}
	}
	for name, c := range map[string]struct {
		node *entity.Base
		want globalid.ID
	}{
		"none":                      {me, globalid.ID{Type: "User", GraphID: "3"}},
		"a look-up":                 {found, globalid.ID{Type: "User", GraphID: "4", Way: from(step)}},
		"a look-up that anyone has": {anyones, globalid.ID{Type: "User", GraphID: "4", Way: globalid.Way{Steps: []globalid.Step{step}}}},
		"an edge": {node(mediaType, "7", &entity.FoundThrough{From: me, Edge: links}),
			globalid.ID{Type: "Media", GraphID: "7", Way: from(globalid.Step{Name: "media"})}},
		"a look-up for its id": {node(mediaType, "7", &entity.FoundThrough{From: me, Edge: foundBy}),
			globalid.ID{Type: "Media", GraphID: "7", Way: from(globalid.Step{Name: "mentioned_media", Value: "7"})}},
		"an edge of what was found": {node(mediaType, "7", &entity.FoundThrough{From: found, Edge: links}),
			globalid.ID{Type: "Media", GraphID: "7", Way: from(step, globalid.Step{Name: "media"})}},
		"an edge of what anyone finds": {node(mediaType, "7", &entity.FoundThrough{From: anyones, Edge: links}),
			globalid.ID{Type: "Media", GraphID: "7", Way: globalid.Way{Steps: []globalid.Step{step, {Name: "media"}}}}},
		"a field of a node on an edge": {node(userType, "8", &entity.FoundThrough{From: node(mediaType, "7", &entity.FoundThrough{From: me, Edge: links}), Object: "owner"}),
			globalid.ID{Type: "User", GraphID: "8", Way: from(globalid.Step{Name: "media", Value: "7"}, globalid.Step{Name: "owner"})}},
	} {
		if got := c.node.ID(); got != c.want.String() {
			t.Errorf("%s: the id is %s, want %s", name, got, c.want)
		}
	}
}
