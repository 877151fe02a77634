// Package paging turns Relay's arguments and cursors into the Graph API's and
// back. The Graph API's cursors belong to pages, Relay's to edges; ours say
// where in a page an edge stands, so that any edge's cursor works.
package paging

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// ErrCursor says that a text is no cursor of the connection it is used on: cut,
// altered, empty, or from another one.
var ErrCursor = errors.New("not a cursor of this connection")

// Cursor is the place of one edge of a connection.
type Cursor struct {
	// Start is the Graph API's after cursor of the page that the edge is on;
	// empty for an edge's first page.
	Start string
	// Skip is how many items of that page lead up to the edge, itself included.
	// It is 0 when Start points at the edge's own item, and counts from the edge's
	// first page on where no cursor leads to any other.
	Skip int
	// Back is a Graph API cursor to go back from, and BackSkip how many of the
	// items right before it do not stand before this edge. Empty where the edge
	// has no way back but from its start.
	Back     string
	BackSkip int
	// ID is the node's Graph API id: it finds the place again when items were
	// added or removed before it.
	ID string
	// Parent is the mark of the node that the connection hangs on.
	Parent uint32
}

// Mark returns a node's mark, by which a cursor knows its connection's parent.
func Mark(graphID string) uint32 { return crc32.Checksum([]byte(graphID), castagnoli) }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// maxCursor bounds the text of a cursor: Meta's own have some 200 bytes.
const maxCursor = 4 << 10

// Encode returns the opaque text of the cursor. The scope, an edge and its
// filter, goes into the check at the end only.
func (c Cursor) Encode(scope string) string {
	b := make([]byte, 0, 32+len(c.Start)+len(c.Back)+len(c.ID))
	b = appendText(b, c.Start)
	b = binary.AppendUvarint(b, uint64(c.Skip))
	b = appendText(b, c.Back)
	b = binary.AppendUvarint(b, uint64(c.BackSkip))
	b = appendText(b, c.ID)
	b = binary.BigEndian.AppendUint32(b, c.Parent)
	b = binary.BigEndian.AppendUint32(b, check(b, scope))
	return base64.RawURLEncoding.EncodeToString(b)
}

// DecodeCursor reads what Encode wrote for the same scope; anything else is
// ErrCursor, other spellings of the same bytes included.
func DecodeCursor(text, scope string) (Cursor, error) {
	if text == "" || len(text) > maxCursor {
		return Cursor{}, ErrCursor
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) < 4 {
		return Cursor{}, ErrCursor
	}
	b, sum := b[:len(b)-4], binary.BigEndian.Uint32(b[len(b)-4:])
	if check(b, scope) != sum {
		return Cursor{}, ErrCursor
	}
	r := reader{rest: b}
	c := Cursor{Start: r.text(), Skip: r.number(), Back: r.text(), BackSkip: r.number(), ID: r.text(), Parent: r.mark()}
	if r.failed || len(r.rest) > 0 || !IsPlain(c.Start) || !IsPlain(c.Back) || c.Encode(scope) != text {
		return Cursor{}, ErrCursor
	}
	return c, nil
}

// IsPlain reports whether a Graph API cursor can stand in a field expansion as it
// is. All that Meta gives can; no other goes into a call.
func IsPlain(cursor string) bool {
	for i := range len(cursor) {
		switch c := cursor[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case c == '_', c == '-', c == '=', c == '+', c == '/', c == ':', c == '|', c == '.', c == '~':
		default:
			return false
		}
	}
	return true
}

func check(b []byte, scope string) uint32 {
	return crc32.Update(crc32.Checksum(b, castagnoli), castagnoli, []byte(scope))
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// reader takes a cursor apart; after its first failure it gives zeros.
type reader struct {
	rest   []byte
	failed bool
}

// maxSkip bounds the counts of a cursor: nothing that was given with one is
// further from where the cursor starts.
const maxSkip = 2 * MaxItems

func (r *reader) number() int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > maxSkip {
		r.failed, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) text() string {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > uint64(len(r.rest)-size) {
		r.failed, r.rest = true, nil
		return ""
	}
	text := string(r.rest[size : size+int(n)])
	r.rest = r.rest[size+int(n):]
	return text
}

func (r *reader) mark() uint32 {
	if len(r.rest) < 4 {
		r.failed, r.rest = true, nil
		return 0
	}
	mark := binary.BigEndian.Uint32(r.rest)
	r.rest = r.rest[4:]
	return mark
}
