package paging

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"

	"github.com/gramql/gramql/internal/mapping"
)

// ErrCursor says that a text is not a cursor of its connection: it is cut, altered,
// empty, or from another connection.
var ErrCursor = errors.New("not a cursor of this connection")

// Cursor is the place of one edge of a connection.
type Cursor struct {
	// Start is where the page begins that the edge is on; empty for an edge's first
	// page.
	Start Position
	// Skip is the number of items on that page up to this one, itself included. It
	// is 0 if Start points at the item itself, and without a Start where only the way back
	// is known. Where the cursor is the same on each page, it counts from the first page on.
	Skip int
	// Back is a Graph API cursor to go back from, and BackSkip the number of items right
	// before that cursor that are not before this edge. Back is empty where the only way
	// back is from the start.
	Back     string
	BackSkip int
	// ID is the node's Graph API id: it finds the place again when items were
	// added or removed before it.
	ID string
	// Parent is the mark of the node that the connection belongs to.
	Parent uint32
}

// backOnly reports whether the cursor tells what is before its item, and not what is
// behind.
func (c Cursor) backOnly() bool { return c.Start == "" && c.Skip == 0 && c.Back != "" }

// Mark returns the mark of a node, which ties a cursor to its parent.
func Mark[T string | []byte](graphID T) uint32 { return crc32.Checksum([]byte(graphID), castagnoli) }

// MarkFound returns the mark of a node that a finder finds by a value: it is known
// before the node's id is.
func MarkFound(finder, value string) uint32 { return Mark(finder + "=" + value) }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// First returns the cursor of an item that has just become the first of an edge of the node
// with a Graph API id.
func First(edge *mapping.Edge, parent, id string) string {
	return Cursor{Skip: 1, ID: id, Parent: Mark(parent)}.Encode((&Window{Edge: edge}).Scope())
}

// maxCursor is the maximum length of a cursor: Meta's own have about 200 bytes.
const maxCursor = 4 << 10

// Encode returns the opaque text of the cursor. The scope, an edge and its
// filter, is part of the check at the end only.
func (c Cursor) Encode(scope string) string { return string(c.Append(nil, scope)) }

// Append appends the opaque text of the cursor.
func (c Cursor) Append(to []byte, scope string) []byte {
	var small [512]byte
	b := small[:0]
	b = appendText(b, string(c.Start))
	b = binary.AppendUvarint(b, uint64(c.Skip))
	b = appendText(b, c.Back)
	b = binary.AppendUvarint(b, uint64(c.BackSkip))
	b = appendText(b, c.ID)
	b = binary.BigEndian.AppendUint32(b, c.Parent)
	b = binary.BigEndian.AppendUint32(b, check(b, scope))
	return base64.RawURLEncoding.AppendEncode(to, b)
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
	c := Cursor{Start: Position(r.text()), Skip: r.number(), Back: r.text(), BackSkip: r.number(), ID: r.text(), Parent: r.mark()}
	// What the reader could not read, or left over, is not written the same again.
	if !c.Start.valid() || !IsPlain(c.Back) || c.Encode(scope) != text {
		return Cursor{}, ErrCursor
	}
	return c, nil
}

// IsPlain reports whether a Graph API cursor can be part of a field expansion as it
// is. All of Meta's can; no other is put into a call.
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

// reader reads the parts of a cursor; a part that cannot be read is a zero.
type reader struct{ rest []byte }

// maxSkip is the maximum of a cursor's counts: no item is further from the start of
// its cursor.
const maxSkip = 2 * MaxItems

func (r *reader) number() int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > maxSkip {
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) text() string {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > uint64(len(r.rest)-size) {
		return ""
	}
	text := string(r.rest[size : size+int(n)])
	r.rest = r.rest[size+int(n):]
	return text
}

func (r *reader) mark() uint32 {
	if len(r.rest) < 4 {
		return 0
	}
	mark := binary.BigEndian.Uint32(r.rest)
	r.rest = r.rest[4:]
	return mark
}
