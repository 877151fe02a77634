package entity

import (
	"encoding/json"
	"slices"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/plan/refused"
)

// Page is one page of an edge, or what a look-up found.
type Page struct {
	// Items are pointers to models: entities, or values without an id. In the place of
	// an item that could not be read is a *ValueError, so that the others keep theirs.
	Items []any
	// Before is the Graph API's cursor of the first item, and After where the next page
	// begins; empty when it gave none.
	Before string
	After  paging.Position
	// Previous and Next report that the Graph API gave a link to a further page.
	Previous, Next bool
	// Broken is the error that the Graph API gave beside the items: more may belong there.
	// Nil for none.
	Broken error
	// Refused are the metrics that the Graph API refused among those asked for.
	Refused []*refused.MetricError
}

// Entities returns the nodes on the page.
func (p *Page) Entities() []Entity {
	var found []Entity
	for _, item := range p.Items {
		if e, ok := item.(Entity); ok {
			found = append(found, e)
		}
	}
	return found
}

// First returns the first item, or the error in its place; nil for none.
func (p *Page) First() any {
	if len(p.Items) == 0 {
		return nil
	}
	return p.Items[0]
}

// Lost returns the errors of the items that could not be read.
func (p *Page) Lost() []error {
	var lost []error
	for _, item := range p.Items {
		if err, ok := item.(*ValueError); ok {
			lost = append(lost, err)
		}
	}
	return lost
}

// DecodePage reads a page of nodes.
func (m Models) DecodePage(body []byte, wanted *expansion.Expansion) (*Page, error) {
	return m.decodePage(body, func(d decoder) (any, *misfit, error) { return d.item(m.of(wanted), wanted) })
}

// DecodeAccounts reads the Instagram accounts of a page of Facebook Pages, without
// the Pages that have none.
func (m Models) DecodeAccounts(body []byte, wanted *expansion.Expansion) (*Page, error) {
	return m.decodePage(body, func(d decoder) (any, *misfit, error) { return d.account(m.of(wanted), wanted) })
}

func (m Models) decodePage(body []byte, item func(decoder) (any, *misfit, error)) (*Page, error) {
	page := &Page{}
	err := m.read(body, func(d decoder) error {
		d.Odd = d.json.PeekKind() == '['
		return d.page(page, "data", func() (any, *misfit, error) { return item(d) })
	})
	if page.Broken != nil && slices.ContainsFunc(page.Entities(), func(e Entity) bool { return e.EntityBase().Plan.Lost != nil }) {
		page.Broken = nil // which stands at what the nodes lack
	}
	return page, err
}

// DecodeSearch reads what a search found: a page of nodes, or one node without a page
// around it, as one of Meta's samples has it. Of a node only the id is read.
func (m Models) DecodeSearch(body []byte, wanted *expansion.Expansion) (*Page, error) {
	id := struct {
		ID json.RawMessage `json:"id"`
	}{}
	if json.Unmarshal(body, &id) == nil && len(id.ID) > 0 {
		body = slices.Concat([]byte("["), body, []byte("]"))
	}
	return m.DecodePage(body, wanted)
}

// account reads the account of a Facebook Page; nil for a Page that has none. What has
// neither an account nor an id is no Page.
func (d decoder) account(model *model, wanted *expansion.Expansion) (found any, odd *misfit, err error) {
	kind, id := d.json.PeekKind(), ""
	var beside error
	err = d.object(func(name string) (err error) {
		switch {
		case name == "id":
			id, err = d.id()
		case name == errorMember:
			err = d.inside(&beside)
		case name != lookup.AccountField:
			err = d.json.SkipValue()
		case d.blank():
			err = d.skip()
		default:
			found, odd, err = d.item(model, wanted)
		}
		return err
	})
	if odd != nil {
		return found, odd, err
	}
	if err == nil && found == nil && (id == "" || beside != nil) {
		err = refusedOr(noID, beside)
	}
	odd, err = split(err, kind)
	return found, odd, err
}

// page reads an edge's data and paging, or its data alone.
func (d decoder) page(page *Page, field string, item func() (any, *misfit, error)) error {
	switch {
	case d.json.PeekKind() == '[':
		return d.items(page, field, item)
	case d.blank():
		return d.skip()
	case d.json.PeekKind() != '{':
		return d.pass(wantList)
	}
	var odd *misfit
	var beside error
	data, others := false, false
	err := d.object(func(name string) (err error) {
		switch name {
		case "data":
			data = true
			kind := d.json.PeekKind()
			odd, err = split(d.data(page, field, item), kind)
			return err
		case "paging":
			return d.envelope(func(name string) (bool, error) { return d.paging(page, name) })
		case errorMember:
			others = true
			return d.inside(&beside)
		}
		others = true
		return d.json.SkipValue()
	})
	d.Odd = d.Odd || !data
	switch {
	case err != nil:
		return err
	case odd != nil:
		return odd
	case !data && others, beside != nil && len(page.Items) == 0:
		return refusedOr(noData, beside)
	}
	page.Broken = beside
	if around := d.models.beside; beside != nil && around != nil && graphapi.Alike(beside, around) {
		page.Broken = around
	}
	return nil
}

// data reads the items of a page, or the one that stands there without a list.
func (d decoder) data(page *Page, field string, item func() (any, *misfit, error)) error {
	page.Items = nil
	switch {
	case d.json.PeekKind() == '[':
		return d.items(page, field, item)
	case d.blank():
		d.Odd = true
		return d.skip()
	case d.json.PeekKind() != '{':
		return d.pass(wantList)
	}
	d.Odd = true
	return d.put(page, field, item)
}

// items reads the items of a page.
func (d decoder) items(page *Page, field string, item func() (any, *misfit, error)) error {
	return d.array(func() error { return d.put(page, field, item) })
}

// put reads the next item of a page.
func (d decoder) put(page *Page, field string, item func() (any, *misfit, error)) error {
	found, odd, err := item()
	switch {
	case odd != nil:
		page.Items = append(page.Items, d.valueError(field, len(page.Items), odd))
	case found != nil && err == nil:
		page.Items = append(page.Items, found)
	}
	return err
}

// envelope reads an object around the items. Whatever else stands in its place, or in
// it, says nothing.
func (d decoder) envelope(member func(name string) (known bool, err error)) error {
	if d.json.PeekKind() != '{' {
		return d.nothing()
	}
	found := false
	err := d.object(func(name string) error {
		known, err := member(name)
		found = found || known
		return err
	})
	d.Odd = d.Odd || !found
	return err
}

// nothing skips what stands in the place of a part of the envelope.
func (d decoder) nothing() error {
	d.Odd = true
	return d.json.SkipValue()
}

// paging keeps whether there are links and, without a cursor beside them, where they
// lead. It never keeps a link: that holds the token, and an address of the server's
// choosing.
func (d decoder) paging(page *Page, name string) (known bool, err error) {
	switch name {
	case "next":
		return true, d.link(&page.Next, func(link string) {
			if page.After == "" {
				page.After = paging.PositionOf(link)
			}
		})
	case "previous":
		return true, d.link(&page.Previous, func(link string) {
			if page.Before == "" {
				page.Before = paging.CursorBefore(link)
			}
		})
	case "cursors":
		return true, d.envelope(func(name string) (bool, error) { return d.cursor(page, name) })
	}
	return false, d.json.SkipValue()
}

// cursor keeps a cursor that can go into a call.
func (d decoder) cursor(page *Page, name string) (known bool, err error) {
	switch name {
	case "before":
		return true, d.readCursor(func(cursor string) { page.Before = cursor })
	case "after":
		return true, d.readCursor(func(cursor string) { page.After = paging.Position(cursor) })
	}
	return false, d.json.SkipValue()
}

func (d decoder) readCursor(set func(cursor string)) error {
	if d.json.PeekKind() != '"' || d.blank() {
		return d.nothing()
	}
	cursor, err := d.words()
	if err == nil && paging.IsPlain(cursor) {
		set(cursor)
	}
	return err
}

func (d decoder) link(found *bool, leads func(link string)) error {
	if d.json.PeekKind() != '"' || d.blank() {
		return d.nothing()
	}
	link, err := d.words()
	if err != nil {
		return err
	}
	*found = true
	leads(link)
	return nil
}
