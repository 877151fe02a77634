package loader_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/loadertest"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/problem"
)

// idsBelow returns the global ids of all nodes that came with a node, by their Graph API ids.
func idsBelow(t *testing.T, e entity.Entity, ids map[string]string) map[string]string {
	t.Helper()
	base := e.EntityBase()
	ids[base.GraphID] = base.ID()
	for _, edge := range base.Plan.Edges {
		page, err := base.Page(edge.Key)
		if err != nil || page == nil {
			t.Fatalf("%s: %v, %v", edge.Key, page, err)
		}
		for _, inner := range page.Entities() {
			idsBelow(t, inner, ids)
		}
	}
	return ids
}

const discovered = `{ me { businessDiscovery(username: "cretaceouscoffee") { media(first: 3) { nodes { children { nodes { id } } } } } } }`

// Each node that is found through a finder is found again by the id that it has.
func TestRoot_findsAgainWhatAFinderLedTo(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
	_, me := w.read(t, discovered)
	ids := idsBelow(t, me, map[string]string{})
	if len(ids) < 6 {
		t.Fatalf("only %v are found", ids)
	}
	var all []any
	var want []string
	for graphID, id := range ids {
		all, want = append(all, id), append(want, graphID)
	}
	p, l := w.Load(t.Context(), t, `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, map[string]any{"ids": all})
	found, errs := l.Root(p.Roots()[0])
	for i := range want {
		if entity.IDOf(found[i]) != want[i] || errs[i] != nil {
			t.Errorf("%s: found %q, %v", want[i], entity.IDOf(found[i]), errs[i])
		}
	}
}

// A node that is not found again, or cannot be asked for, says so with the step that fails.
func TestRoot_saysWhyTheWayLeadsNowhere(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
	l, me := w.read(t, discovered)
	account := me.EntityBase()
	page, err := account.Page(account.Plan.Edges[0].Key)
	if err != nil {
		t.Fatal(err)
	}
	media := baseOf(t, loadertest.Slice(t, l, page.Entities()[0], first(1)).Item(0))
	at := "/" + account.GraphID
	for name, c := range map[string]struct {
		fault fault.Fault
		kind  string
		says  string
	}{
		"the account is not found":            {fault.Fault{Kind: fault.OtherError, Path: at, Body: refusedWith(100, 33)}, problem.NotFound, "User.businessDiscovery no longer finds the node"},
		"the account finds nobody":            {fault.Fault{Kind: fault.OtherBody, Path: at, Status: 200, Body: `{"id":"` + account.GraphID + `"}`}, problem.NotFound, "User.businessDiscovery no longer finds the node"},
		"the account discovered has no media": {fault.Fault{Kind: fault.EmptyPage, Path: at, Edge: "media"}, problem.NotFound, "of User.media"},
		"the token has expired":               {fault.Fault{Kind: fault.OtherError, Path: at, Body: refusedWith(190, 463)}, graphapi.Unauthenticated.String(), ""},
	} {
		w.Graph.Faults().Add(c.fault)
		p, l := w.Load(t.Context(), t, `query ($id: ID!) { node(id: $id) { ... on Media { caption } } }`, map[string]any{"id": media.ID()})
		found, errs := l.Root(p.Roots()[0])
		kind := graphapi.KindOf(errs[0]).String()
		if shown, ok := errors.AsType[problem.Problem](errs[0]); ok {
			kind = shown.Code()
		}
		if found[0] != nil || kind != c.kind || !strings.Contains(fmt.Sprint(errs[0]), c.says) {
			t.Errorf("%s: found %q, %v", name, entity.IDOf(found[0]), errs[0])
		}
		w.Graph.Faults().Clear()
		w.Forget()
	}
}
