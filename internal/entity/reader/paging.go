package reader

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/paging"
)

// Paging is what an answer says of the pages before and behind the one that it is.
type Paging struct {
	// Before is the Graph API's cursor of the first item, and After where the next page
	// begins; empty when it gave none.
	Before string
	After  paging.Position
	// Previous and Next report that the Graph API gave a link to a further page.
	Previous, Next bool
}

// Paging reads the object with an edge's cursors and links. Whatever else stands in its
// place, or in it, says nothing.
//
// Of links it keeps whether there are any and, without a cursor beside them, where they
// lead. It never keeps a link: that holds the token, and an address of the server's
// choosing.
func (r *Reader) Paging(into *Paging) error {
	return r.envelope(func(name string) (known bool, err error) {
		switch name {
		case "next":
			return true, r.link(&into.Next, func(link string) {
				if into.After == "" {
					into.After = paging.PositionOf(link)
				}
			})
		case "previous":
			return true, r.link(&into.Previous, func(link string) {
				if into.Before == "" {
					into.Before = paging.CursorBefore(link)
				}
			})
		case "cursors":
			return true, r.cursors(into)
		}
		return false, r.Skip()
	})
}

// cursors reads the cursors that can go into a call.
func (r *Reader) cursors(into *Paging) error {
	return r.envelope(func(name string) (known bool, err error) {
		switch name {
		case "before":
			cursor, _, err := r.cursor()
			into.Before = cursor
			return true, err
		case "after":
			cursor, odd, err := r.cursor()
			into.After, into.Next = paging.Position(cursor), into.Next || odd
			return true, err
		}
		return false, r.Skip()
	})
}

// cursor reads a cursor; empty for none, and for one that cannot go into a call. A number is
// a cursor too, if an odd one. What is neither, and not nothing, is odd as a link is: it
// shows that there is a page, and leads nobody knows where.
func (r *Reader) cursor() (cursor string, odd bool, err error) {
	switch kind := r.json.PeekKind(); {
	case kind == '0':
		r.Odd = true
	case kind != '"':
		r.Odd = true
		value, err := r.json.ReadValue()
		return "", err == nil && !saysNothing(value), err
	case r.Blank():
		return "", false, r.SkipOdd()
	}
	cursor, err = r.Text()
	if err != nil || !paging.IsPlain(cursor) {
		return "", false, err
	}
	return cursor, false, nil
}

// link reads a link. What is no text, and not empty, is one that leads nobody knows where.
func (r *Reader) link(found *bool, leads func(link string)) error {
	if r.json.PeekKind() != '"' {
		r.Odd = true
		value, err := r.json.ReadValue()
		*found = *found || err == nil && !saysNothing(value)
		return err
	}
	if r.Blank() {
		return r.SkipOdd()
	}
	link, err := r.Text()
	if err != nil {
		return err
	}
	*found = true
	leads(link)
	return nil
}

// saysNothing reports whether a value is one of those that stand for none.
func saysNothing(value jsontext.Value) bool {
	switch string(value) {
	case "null", "false", "0", "[]", "{}":
		return true
	}
	return false
}

// envelope reads an object around the items, in which something has to be known.
func (r *Reader) envelope(member func(name string) (known bool, err error)) error {
	if r.json.PeekKind() != '{' {
		return r.SkipOdd()
	}
	found := false
	err := r.Object(func(name string) error {
		known, err := member(name)
		found = found || known
		return err
	})
	r.Odd = r.Odd || !found
	return err
}
