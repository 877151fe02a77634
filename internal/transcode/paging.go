package transcode

import (
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/transcode/scan"
)

// paging reads the object with a page's cursors and links. It is false where that is not
// all of the documented form, or a link has no cursor beside it.
func (r *run) paging(p *page) bool {
	seen := false
	ok := r.Members(func(name []byte) (ok bool) {
		switch string(name) {
		case "cursors":
			ok, seen = !seen && r.cursors(p), true
		case "next":
			ok, p.Next = !p.Next && r.link(), true
		case "previous":
			ok, p.Previous = !p.Previous && r.link(), true
		default:
			return r.Skip(scan.MaxDepth)
		}
		return ok
	})
	return ok && seen && (!p.Next || p.After != "") && (!p.Previous || p.Before != "")
}

// cursors reads the cursors of a page.
func (r *run) cursors(p *page) bool {
	ok := r.Members(func(name []byte) (ok bool) {
		switch string(name) {
		case "before":
			var before []byte
			before, ok = r.plainCursor()
			ok, p.Before = ok && p.Before == "", string(before)
		case "after":
			var after []byte
			after, ok = r.plainCursor()
			ok, p.After = ok && p.After == "", paging.Position(after)
		default:
			ok = r.Skip(scan.MaxDepth)
		}
		return ok
	})
	return ok && (p.Before != "" || p.After != "")
}

// plainCursor passes a cursor that can go into a call.
func (r *run) plainCursor() (cursor []byte, ok bool) {
	if r.Peek() != '"' {
		return nil, false
	}
	text, plain, ok := r.Text()
	if !ok || !plain || len(text) == 2 {
		return nil, false
	}
	cursor = text[1 : len(text)-1]
	return cursor, paging.IsPlain(string(cursor))
}

// link passes a link.
func (r *run) link() bool {
	if r.Peek() != '"' {
		return false
	}
	text, _, ok := r.Text()
	return ok && len(text) > 2
}
