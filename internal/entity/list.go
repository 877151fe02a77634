package entity

import (
	"encoding/json"
	"slices"

	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// DecodePage reads a page of nodes.
func (m Models) DecodePage(body []byte, wanted *expansion.Expansion) (*Page, error) {
	return m.decodePage(body, func(d decoder) (any, *reader.Misfit, error) { return d.item(m.of(wanted), wanted) })
}

func (m Models) decodePage(body []byte, item func(decoder) (any, *reader.Misfit, error)) (*Page, error) {
	page := &Page{}
	err := m.read(body, func(d decoder) error {
		d.Odd = d.Kind() == '['
		return d.page(page, "data", func() (any, *reader.Misfit, error) { return item(d) })
	})
	if page.Broken != nil && slices.ContainsFunc(page.Entities(), func(e Entity) bool { return e.EntityBase().Plan.Lost != nil }) {
		page.Broken = nil // which stands at what the nodes lack
	}
	return page, err
}

// page reads an edge's data and paging, or its data alone.
func (d decoder) page(page *Page, field string, item func() (any, *reader.Misfit, error)) error {
	switch {
	case d.Kind() == '[':
		return d.items(page, field, item)
	case d.Blank():
		return d.SkipOdd()
	case d.Kind() != '{':
		return d.Pass(reader.WantList)
	}
	var odd *reader.Misfit
	var beside error
	data, others := false, false
	err := d.Object(func(name string) (err error) {
		switch name {
		case "data":
			data = true
			kind := d.Kind()
			odd, err = reader.Split(d.data(page, field, item), kind)
			return err
		case "paging":
			return d.Paging(&page.Paging)
		case errorMember:
			others = true
			return d.inside(&beside)
		}
		others = true
		return d.Skip()
	})
	d.Odd = d.Odd || !data
	switch {
	case err != nil:
		return err
	case odd != nil:
		return odd
	case !data && others, beside != nil && len(page.Items) == 0:
		return reader.NoData.Refused(beside)
	}
	page.Broken = beside
	if around := d.models.beside; beside != nil && around != nil && graphapi.Alike(beside, around) {
		page.Broken = around
	}
	return nil
}

// data reads the items of a page, or the one that stands there without a list.
func (d decoder) data(page *Page, field string, item func() (any, *reader.Misfit, error)) error {
	page.Items = nil
	switch {
	case d.Kind() == '[':
		return d.items(page, field, item)
	case d.Blank():
		d.Odd = true
		return d.SkipOdd()
	case d.Kind() != '{':
		return d.Pass(reader.WantList)
	}
	d.Odd = true
	return d.put(page, field, item)
}

// items reads the items of a page.
func (d decoder) items(page *Page, field string, item func() (any, *reader.Misfit, error)) error {
	return d.Array(func() error { return d.put(page, field, item) })
}

// put reads the next item of a page.
func (d decoder) put(page *Page, field string, item func() (any, *reader.Misfit, error)) error {
	found, odd, err := item()
	switch {
	case odd != nil:
		page.Items = append(page.Items, d.valueError(field, len(page.Items), odd))
	case found != nil && err == nil:
		page.Items = append(page.Items, found)
	}
	return err
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
