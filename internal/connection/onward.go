package connection

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/problem"
)

// The end of an edge is believed from the sign that the edge has, and nothing else: a
// page may be short or empty in the middle.

// Why a walk ends where the Graph API says that there is more.
var (
	errCircle = problem.New(problem.UpstreamError, "the Graph API leads back to a page of this list that was read already",
		"What was read is here, and may be all of it. Read the list again later, from its start.")
	errNoWay = problem.New(problem.UpstreamError, "the Graph API says that this list goes on, but not how to get there",
		"What was read is here. Ask for fewer items, or for a time with since and until where the field takes them.")
	errNotThere = problem.Passing{Problem: problem.New(problem.UpstreamError, "the Graph API's answer does not hold the next page of this list",
		"What was read is here. Ask again later, from where it ends.")}
	errNothingYet = problem.Passing{Problem: problem.New(problem.UpstreamError, "the Graph API says that this list goes on, but none of the pages that were read shows the items that are wanted",
		"Ask again later, from the same place.")}
)

// ahead returns what is known of the edge behind a page.
func (k *walk) ahead(current *placedPage) paging.Ahead {
	return current.placed().Behind(k.window.Edge, k.unsaid(), current.passed(), k.count)
}

// aheadBack returns what is known of the edge before a page.
func (k *walk) aheadBack(current *placedPage) paging.Ahead {
	return current.placed().InFront(k.unsaid())
}

// comesWhole reports whether all items of the edge lead up to the end of a page, because
// nothing else would come.
func (k *walk) comesWhole(current *placedPage) bool {
	return k.window.Edge.Paging == mapping.Unpaged && !current.Next && current.Broken == nil
}

// unsaid reports whether the Graph API never says that a page is the last: on some
// edges, and on all that are reached through a look-up.
//
// Source: Meta, IG User, "business_discovery" and "mentioned_media".
func (k *walk) unsaid() bool {
	paged := k.window.Edge.Paging
	return paged == mapping.Cursors || k.parent.Found() && paged != mapping.Unpaged
}

// blocked returns why the walk cannot go on behind a page; nil when it can.
func (k *walk) blocked(current *placedPage) error {
	if current.After == "" {
		return errNoWay
	}
	if k.window.Edge.Paging == mapping.SameCursor {
		return nil
	}
	switch key := expansion.Key(k.edge.Edge, k.window.Further(current.After, 0)); {
	case key == current.key && !current.After.IsCursor(): // no parameter of the link leads further
		return errNoWay
	case key == current.key, k.called[key]:
		return errCircle
	}
	return nil
}

// pass keeps which page and which items the walk leaves behind.
func (k *walk) pass(current *placedPage) {
	if k.called == nil {
		k.called, k.passed = map[string]bool{}, map[string]bool{}
	}
	k.called[current.key] = true
	for _, item := range current.Items {
		if id := entity.IDOf(item); id != "" {
			k.passed[id] = true
		}
	}
}

// again reports whether an item was on an earlier page.
func (k *walk) again(item any) bool { return len(k.passed) > 0 && k.passed[entity.IDOf(item)] }

// repeated returns how many items of a page were on earlier pages.
func (k *walk) repeated(page *entity.Page) (n int) {
	for _, item := range page.Items {
		if k.again(item) {
			n++
		}
	}
	return n
}

// added is how many items may be added in front of an edge during a walk: so many come again behind
// the page that they were on.
const added = 3

// circles reports whether a page has, from an index on, nothing but items of earlier pages, and
// more of these came in a row than others may have been added.
func (k *walk) circles(page *entity.Page, begin int) bool {
	for i := begin; i < len(page.Items); i++ {
		if !k.again(page.Items[i]) {
			k.inVain = 0
			return false
		}
		k.inVain++
	}
	return k.inVain > added
}
