package expand

import (
	"net/url"
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// Link is what the links in an answer are made of.
type Link struct {
	// Base is the server's own address, Version the path segment behind it.
	Base, Version string
	// Token goes into next and previous in clear text, as with Meta.
	Token string
	// Expires is when links to media files stop working.
	Expires time.Time
}

// mediaURL is the field that Meta leaves out where music is claimed.
const mediaURL = "media_url"

// MediaPath is the folder under which the server has its media files.
const MediaPath = "/media/"

// file returns the signed link of a media file.
func (l Link) file(name string) string {
	return l.Base + MediaPath + name + "?oe=" + strconv.FormatInt(l.Expires.Unix(), 16)
}

// edge returns the address of an edge; parameters without a value are left out.
func (l Link) edge(parent int64, name string, params [][2]string) string {
	address := l.Base + "/" + l.Version + "/" + strconv.FormatInt(parent, 10) + "/" + name +
		"?access_token=" + url.QueryEscape(l.Token) + "&pretty=0"
	for _, p := range params {
		if p[1] != "" {
			address += "&" + p[0] + "=" + url.QueryEscape(p[1])
		}
	}
	return address
}

// writer writes loaded levels as JSON.
type writer struct {
	text []byte
	call *Call
}

// node writes one row as an object.
func (w *writer) node(l *level, row int) {
	w.text = append(w.text, '{')
	w.items(l, l.items, row)
	w.text = append(w.text, '}')
}

// items writes what there is of the items, with commas between.
func (w *writer) items(l *level, items []item, row int) {
	empty := len(w.text)
	for i := range items {
		start := len(w.text)
		if start > empty {
			w.text = append(w.text, ',')
		}
		w.text = append(appendString(w.text, items[i].key), ':')
		if !w.item(l, &items[i], row) {
			w.text = w.text[:start]
		}
	}
}

// item writes a value, and reports whether there is one.
func (w *writer) item(l *level, it *item, row int) bool {
	switch {
	case it.field == nil:
		if s := it.level.spans[row]; s.start == s.end && !s.empty && it.level.query == nil {
			return false
		}
		w.edge(it.level, row)
		return true
	case it.field.Value == catalog.Object:
		target, ok := it.level.rowOf[l.cell(row, it.column).number]
		if ok {
			w.node(it.level, target)
		}
		return ok
	case it.field.Value == catalog.Lookup:
		w.node(it.level, 0)
		return true
	case it.field.Value == catalog.Embedded:
		w.text = append(w.text, '{')
		start := len(w.text)
		w.items(l, it.items, row)
		w.text = append(w.text, '}')
		return len(w.text) > start+1
	}
	return w.value(it.field, l.cell(row, it.column))
}

// value writes a plain field, and reports whether it has a value.
func (w *writer) value(field *catalog.Field, c cell) bool {
	if !c.set {
		return false
	}
	switch field.Value {
	case catalog.ID:
		w.text = append(strconv.AppendInt(append(w.text, '"'), c.number, 10), '"')
	case catalog.Number:
		w.text = strconv.AppendInt(w.text, c.number, 10)
	case catalog.Bool:
		w.text = strconv.AppendBool(w.text, c.number != 0)
	case catalog.Time:
		w.text = append(w.text, '"')
		w.text = time.Unix(c.number, 0).UTC().AppendFormat(w.text, catalog.Timestamp)
		w.text = append(w.text, '"')
	case catalog.File:
		if field.Name == mediaURL && w.call.quirk(NoMediaURL, "") {
			return false
		}
		w.text = appendString(w.text, w.call.Link.file(c.text))
	case catalog.JSON:
		w.text = append(w.text, c.text...)
	default:
		w.text = appendString(w.text, c.text)
	}
	return true
}

// edge writes the rows of one parent with their paging block.
func (w *writer) edge(l *level, parent int) {
	s := l.spans[parent]
	w.text = append(w.text, `{"data":[`...)
	for row := s.start; row < s.end && !s.empty; row++ {
		if row > s.start {
			w.text = append(w.text, ',')
		}
		w.node(l, row)
	}
	w.text = append(w.text, ']')
	if s.start < s.end {
		w.paging(l, s)
	}
	w.text = append(w.text, '}')
}

func (w *writer) paging(l *level, s span) {
	next, previous := s.more, l.page.after != ""
	if l.page.backward() {
		next, previous = true, s.more
	}
	paging := l.edge.Paging
	if paging == catalog.Ranged {
		w.ranges(l, s.parent)
		return
	}
	if (paging == catalog.Unpaged || paging == catalog.After || paging == catalog.Repeated) && !next {
		return
	}
	first := place{edge: l.edge.Name, parent: s.parent, seq: l.seqs[s.start]}
	last := first
	last.seq = l.seqs[s.end-1]
	if s.empty {
		asked, _ := parseCursor(l.page.after, l.edge.Name, s.parent)
		last.seq, last.empty = first.seq-l.step(), asked.empty+1
		first = last
	}
	if way := w.otherWay(l, s, last.String()); way != nil {
		if next {
			w.text = append(w.text, `,"paging":{`...)
			w.link(l, s.parent, "next", way...)
			w.text = append(w.text, '}')
		}
		return
	}
	w.text = append(w.text, `,"paging":{"cursors":{`...)
	if paging.Backward() && (paging != catalog.Discovered || previous) {
		w.text = append(append(append(w.text, `"before":"`...), first.String()...), `",`...)
	}
	after := last.String()
	switch {
	case s.walk != "":
		after = s.walk
	case l.page.after != "" && w.call.quirk(SameCursor, l.edge.Name):
		after = l.page.after
	}
	w.text = append(append(append(w.text, `"after":"`...), after...), `"}`...)
	if paging != catalog.Cursors && paging != catalog.Discovered && !w.call.quirk(NoLinks, l.edge.Name) {
		if previous && paging.Backward() {
			w.text = append(w.text, ',')
			w.link(l, s.parent, "previous", [2]string{"before", first.String()})
		}
		if next {
			w.text = append(w.text, ',')
			w.link(l, s.parent, "next", [2]string{"after", after})
		}
	}
	w.text = append(w.text, '}')
}

// otherWay returns the parameters by which next leads on instead of by a cursor; nil
// without a quirk.
func (w *writer) otherWay(l *level, s span, last string) [][2]string {
	edge := l.edge.Name
	switch {
	case w.call.quirk(ByOffset, edge):
		return [][2]string{{"after", l.page.after}, {"offset", strconv.Itoa(l.page.offset + s.end - s.start)}}
	case w.call.quirk(ByAfterID, edge):
		return [][2]string{{"__after_id", last}}
	case w.call.quirk(ByTime, edge):
		return [][2]string{{"until", strconv.FormatInt(w.call.Now.Unix(), 10)}, {"__paging_token", last}}
	}
	return nil
}

// step is the least distance of seq from one row of an edge to the next.
func (l *level) step() int64 {
	if l.edge.Oldest {
		return 1
	}
	return -1
}

// link writes the address of a neighbouring page, with all parameters of this one and
// those that lead there.
func (w *writer) link(l *level, parent int64, name string, way ...[2]string) {
	params := [][2]string{{"fields", l.list.String()}, {"since", l.page.since}}
	if way[0][0] != "until" {
		params = append(params, [2]string{"until", l.page.until})
	}
	for _, p := range l.params {
		params = append(params, [2]string{p.name, p.text})
	}
	params = append(append(params, [2]string{"limit", strconv.Itoa(l.page.limit)}), way...)
	w.text = append(append(append(w.text, '"'), name...), `":`...)
	w.text = appendString(w.text, w.call.Link.edge(parent, l.edge.Name, params))
}
