package entity

import (
	"net/url"

	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// Page is one page of an edge, or what a look-up found.
type Page struct {
	// Items are pointers to models: entities, or values without an id.
	Items []any
	// Before and After are the Graph API's cursors of the first and the last item;
	// empty when it gave none.
	Before, After string
	// Previous and Next report that the Graph API gave a link to a further page.
	Previous, Next bool
}

// DecodePage reads the nodes of a page of an edge. It returns the cursor behind
// them; more reports that further nodes follow it.
func (m Models) DecodePage(body []byte, wanted *plan.Node) (found []Entity, after string, more bool, err error) {
	page := Page{}
	err = m.read(body, func(d decoder) error {
		return d.page(&page, func() error {
			e, err := d.entity(m.of(wanted), wanted)
			if e != nil {
				found = append(found, e)
			}
			return err
		})
	})
	return found, page.After, page.Next, err
}

// DecodeAccounts reads the Instagram accounts of a page of Facebook Pages, without
// the Pages that have none. It returns the cursor behind them; more reports that
// further Pages follow it.
func (m Models) DecodeAccounts(body []byte, wanted *plan.Node) (accounts []Entity, after string, more bool, err error) {
	page := Page{}
	err = m.read(body, func(d decoder) error {
		return d.page(&page, func() error {
			return d.object(func(name string) error {
				if name != plan.AccountField {
					return d.json.SkipValue()
				}
				account, err := d.entity(m.of(wanted), wanted)
				if account != nil {
					accounts = append(accounts, account)
				}
				return err
			})
		})
	})
	return accounts, page.After, page.Next, err
}

// page reads an edge's data and paging.
func (d decoder) page(page *Page, item func() error) error {
	if d.null() {
		return nil
	}
	return d.object(func(name string) error {
		switch name {
		case "data":
			return d.array(item)
		case "paging":
			return d.object(func(name string) error { return d.paging(page, name) })
		}
		return d.json.SkipValue()
	})
}

// paging keeps whether there are links, never the links: they hold the token, and
// an address of the server's choosing. Where there is a link without a cursor, the
// cursor is taken from the link.
func (d decoder) paging(page *Page, name string) error {
	switch name {
	case "next":
		return d.link(&page.Next, &page.After, "after")
	case "previous":
		return d.link(&page.Previous, &page.Before, "before")
	case "cursors":
		return d.object(func(name string) error { return d.cursor(page, name) })
	}
	return d.json.SkipValue()
}

// cursor keeps a cursor that can go into a call.
func (d decoder) cursor(page *Page, name string) error {
	cursor, err := d.words()
	switch {
	case err != nil || !paging.IsPlain(cursor):
		return err
	case name == "before":
		page.Before = cursor
	case name == "after":
		page.After = cursor
	}
	return nil
}

func (d decoder) link(found *bool, cursor *string, param string) error {
	if d.null() {
		return nil
	}
	link, err := d.words()
	if err != nil {
		return err
	}
	*found = true
	if *cursor != "" {
		return nil
	}
	if target, err := url.Parse(link); err == nil {
		if value := target.Query().Get(param); paging.IsPlain(value) {
			*cursor = value
		}
	}
	return nil
}
