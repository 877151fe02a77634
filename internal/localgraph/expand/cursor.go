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
}

// Meta's cursors are base64 whose padding is written as letters.
const padding = "ZD"

// String returns the cursor, which is of use on its own edge only.
func (p place) String() string {
	text := base64.URLEncoding.EncodeToString(fmt.Appendf(nil, "%d:%x", p.seq, p.check()))
	return strings.ReplaceAll(text, "=", padding)
}

// check returns a checksum of the place.
func (p place) check() uint32 {
	bytes := binary.BigEndian.AppendUint64([]byte(p.edge), uint64(p.parent))       //nolint:gosec // only bits are wanted
	return crc32.ChecksumIEEE(binary.BigEndian.AppendUint64(bytes, uint64(p.seq))) //nolint:gosec // only bits are wanted
}

// parseCursor reads a cursor of an edge, and reports whether it is one.
func parseCursor(cursor, edge string, parent int64) (seq int64, ok bool) {
	body := cursor
	for range 2 {
		body = strings.TrimSuffix(body, padding)
	}
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return 0, false
	}
	number, _, _ := strings.Cut(string(text), ":")
	seq, err = strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0, false
	}
	return seq, place{edge, parent, seq}.String() == cursor
}
