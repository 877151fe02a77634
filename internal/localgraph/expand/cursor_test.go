package expand

import "testing"

func TestCursor_leadsBackToItsRow(t *testing.T) {
	for _, seq := range []int64{0, 1, 25, 101, 432_198_765, 1<<63 - 1, -1} {
		cursor := place{edge: "media", parent: 17841405822304914, seq: seq}.String()
		if got, ok := parseCursor(cursor, "media", 17841405822304914); !ok || got.seq != seq {
			t.Errorf("%s leads to %d, %t; want %d", cursor, got.seq, ok, seq)
		}
		if len(cursor) > 48 {
			t.Errorf("%s is long", cursor)
		}
	}
}

func TestCursor_isOfNoUseElsewhere(t *testing.T) {
	cursor := place{edge: "media", parent: 1, seq: 7}.String()
	for name, ok := range map[string]bool{
		"another edge":   valid(cursor, "tags", 1),
		"another parent": valid(cursor, "media", 2),
		"cut":            valid(cursor[:len(cursor)-1], "media", 1),
		"longer":         valid(cursor+"ZD", "media", 1),
		"altered":        valid("x"+cursor[1:], "media", 1),
		"empty":          valid("", "media", 1),
		"a plain number": valid("Nw", "media", 1),
	} {
		if ok {
			t.Errorf("%s: taken", name)
		}
	}
}

func valid(cursor, edge string, parent int64) bool {
	_, ok := parseCursor(cursor, edge, parent)
	return ok
}

func FuzzParseCursor_takesOnlyWhatWasGivenOut(f *testing.F) {
	for _, seed := range []string{"", "abc", "ZDZD", place{edge: "media", parent: 1, seq: 7}.String(), "MTAxNDpmZjAwZmYwMAZDZD", "-_-_"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		if p, ok := parseCursor(cursor, "media", 1); ok && p.String() != cursor {
			t.Errorf("%q is taken for row %d", cursor, p.seq)
		}
	})
}
