package expand

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
)

// place is what a cursor points at: a row of one edge of one node.
type place struct {
	edge   string
	parent int64
	seq    int64
	// empty is how many pages without rows lead up to the row, by quirk: no cursor comes
	// twice.
	empty int
}

// Meta's cursors are base64 whose padding is written as letters.
const padding = "ZD"

// String returns the cursor, which is of use on its own edge only.
func (p place) String() string {
	body := fmt.Appendf(nil, "%d:%x", p.seq, p.check())
	if p.empty > 0 {
		body = fmt.Appendf(body, ":%d", p.empty)
	}
	text := base64.URLEncoding.EncodeToString(body)
	return strings.ReplaceAll(text, "=", padding)
}

// check returns a checksum of the place.
func (p place) check() uint32 {
	bytes := binary.BigEndian.AppendUint64([]byte(p.edge), uint64(p.parent))       //nolint:gosec // only bits are wanted
	return crc32.ChecksumIEEE(binary.BigEndian.AppendUint64(bytes, uint64(p.seq))) //nolint:gosec // only bits are wanted
}

// parseCursor reads a cursor of an edge, and reports whether it is one.
func parseCursor(cursor, edge string, parent int64) (p place, ok bool) {
	body := cursor
	for range 2 {
		body = strings.TrimSuffix(body, padding)
	}
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return place{}, false
	}
	parts := strings.Split(string(text), ":")
	p = place{edge: edge, parent: parent}
	if p.seq, err = strconv.ParseInt(parts[0], 10, 64); err != nil {
		return place{}, false
	}
	if len(parts) == 3 {
		p.empty, _ = strconv.Atoi(parts[2])
	}
	return p, p.String() == cursor
}
