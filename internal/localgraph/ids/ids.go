// Package ids makes the ids of the local graph's nodes, in the forms that Meta's
// have.
package ids

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// Range is where the ids of one kind of written nodes begin. Those of the demo world
// lie elsewhere.
type Range int64

// The ranges.
const (
	Media     Range = 18_200_000_000_000_000
	Comment   Range = 18_300_000_000_000_000
	Container Range = 18_400_000_000_000_000
	Event     Range = 18_500_000_000_000_000
)

// width is how many ids a range has.
const width = 100_000_000_000_000

// New returns an id of a range that is not in use, as far as chance can tell.
func New(r Range) int64 { return int64(r) + rand.Int64N(width) } //nolint:gosec // ids are no secrets

// epoch is when the old ids count from, as a Unix time in milliseconds.
//
// Source: Instagram Engineering, "Sharding & IDs at Instagram".
const epoch = 1314220021721

// chanceBits is how many of the lower bits of an old id are chance.
const chanceBits = 23

// Old returns an id of the old kind: the time of its making in the upper bits, and
// chance in the others.
func Old(created time.Time, chance *rand.Rand) int64 {
	return (created.UnixMilli()-epoch)<<chanceBits | chance.Int64N(1<<chanceBits)
}

// Shortcode writes an old id in base 64, as permalinks have it.
func Shortcode(old int64) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	var code []byte
	for ; old > 0; old /= 64 {
		code = append([]byte{digits[old%64]}, code...)
	}
	return string(code)
}

// Hashtag returns the id of a hashtag, which depends on its name only.
func Hashtag(name string) int64 {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(name)) // never fails
	return 17_843_000_000_000_000 + int64(sum.Sum32())*100 + 7
}
