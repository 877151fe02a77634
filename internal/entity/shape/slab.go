package shape

import "time"

// Slabs keep the values of one answer together. An answer has hundreds, and to
// allocate each by itself would be most of the cost of reading.
type Slabs struct {
	strings []string
	int32s  []int32
	int64s  []int64
	bools   []bool
	times   []time.Time

	float64s []float64
}

// keep puts a value with others of its type, and returns a pointer to it.
func keep[T any](slab *[]T, value T) *T {
	if len(*slab) == cap(*slab) {
		*slab = make([]T, 0, max(8, min(2*cap(*slab), 128)))
	}
	*slab = append(*slab, value)
	return &(*slab)[len(*slab)-1]
}
