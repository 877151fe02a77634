package paging_test

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/paging"
)

const scope = "User.media"

var cursors = map[string]paging.Cursor{
	"an item of the first page":         {Skip: 3, ID: "17900000000000001", Parent: paging.Mark("17841405822304914")},
	"the last item of a page":           {Start: "QVFIUlast", Back: "QVFIUlast", ID: "17900000000000002", Parent: paging.Mark("1")},
	"an item in the middle of a page":   {Start: "QVFIUstart", Skip: 7, Back: "QVFIUend", BackSkip: 92, ID: "17900000000000003"},
	"the longest skip":                  {Start: "QVFIUstart", Skip: 1000, BackSkip: 1000},
	"the place behind an empty slice":   {Start: "QVFIUrest", Parent: 1<<32 - 1},
	"nothing at all":                    {},
	"every character of Meta's cursors": {Start: "azAZ09_-=+/:|.~"},
}

func TestCursor_comesBackAsItWas(t *testing.T) {
	for name, c := range cursors {
		got, err := paging.DecodeCursor(c.Encode(scope), scope)
		if err != nil || got != c {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, c)
		}
	}
}

func TestCursor_canStandInAURL(t *testing.T) {
	for name, c := range cursors {
		if text := c.Encode(scope); strings.ContainsAny(text, "+/= &?#%\"\\") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func TestDecodeCursor_refusesACursorThatIsCut(t *testing.T) {
	for name, c := range cursors {
		text := c.Encode(scope)
		for end := range len(text) {
			if _, err := paging.DecodeCursor(text[:end], scope); !errors.Is(err, paging.ErrCursor) {
				t.Errorf("%s: the first %d of %d characters are taken: %v", name, end, len(text), err)
			}
			if _, err := paging.DecodeCursor(text[end+1:], scope); !errors.Is(err, paging.ErrCursor) {
				t.Errorf("%s: the last %d characters are taken: %v", name, len(text)-end-1, err)
			}
		}
	}
}

func TestDecodeCursor_refusesACursorWithAnyByteAltered(t *testing.T) {
	for name, c := range cursors {
		text := []byte(c.Encode(scope))
		for i, was := range text {
			for b := range 256 {
				if text[i] = byte(b); text[i] == was {
					continue
				}
				if _, err := paging.DecodeCursor(string(text), scope); !errors.Is(err, paging.ErrCursor) {
					t.Errorf("%s: %q instead of %q at %d is taken: %v", name, text[i], was, i, err)
				}
			}
			text[i] = was
		}
	}
}

func TestDecodeCursor_refusesWhatIsNoCursor(t *testing.T) {
	text := cursors["the last item of a page"].Encode(scope)
	for name, other := range map[string]string{
		"empty":            "",
		"padded":           text + "=",
		"with white space": text + "\n",
		"with a tail":      text + text,
		"a Graph API one":  "QVFIUmFsbG8ZD",
		"an offset":        base64.StdEncoding.EncodeToString([]byte("arrayconnection:5")),
		"huge":             strings.Repeat("A", 1<<20),
		"no base64":        "%00%ff",
		"three bytes":      base64.RawURLEncoding.EncodeToString([]byte("abc")),
	} {
		if _, err := paging.DecodeCursor(other, scope); !errors.Is(err, paging.ErrCursor) {
			t.Errorf("%s is taken: %v", name, err)
		}
	}
}

func TestDecodeCursor_refusesACursorOfAnotherScope(t *testing.T) {
	text := cursors["the last item of a page"].Encode(scope)
	for _, other := range []string{"", "Media.comments", "User.medias", "User.media/1704067200/0"} {
		if _, err := paging.DecodeCursor(text, other); !errors.Is(err, paging.ErrCursor) {
			t.Errorf("taken as a cursor of %q: %v", other, err)
		}
	}
}

// forge writes a cursor whose sum is right, as anybody can who reads our code.
func forge(body []byte) string {
	table := crc32.MakeTable(crc32.Castagnoli)
	body = binary.BigEndian.AppendUint32(body, crc32.Update(crc32.Checksum(body, table), table, []byte(scope)))
	return base64.RawURLEncoding.EncodeToString(body)
}

func TestDecodeCursor_letsNothingUnsafeThroughEvenWhereTheSumIsRight(t *testing.T) {
	for _, cursor := range []string{
		"a){id},access_token", "a).limit(1000", "a,b", "a b", "a&access_token=x", "a\x00", "a\n", "ä", "a{", "a}", `"`, "%29", "a#", "a?",
		"?", "?offset=", "?offset=1)", "?offset=%29", "?access_token=x", "?offset=1&access_token=x", "?until=1&since=2", "?offset=1&offset=2", "?offset=1&",
	} {
		for name, c := range map[string]paging.Cursor{"start": {Start: paging.Position(cursor)}, "way back": {Back: cursor}} {
			if _, err := paging.DecodeCursor(c.Encode(scope), scope); !errors.Is(err, paging.ErrCursor) {
				t.Errorf("%q is taken as %s: %v", cursor, name, err)
			}
		}
	}
	for name, body := range map[string][]byte{
		"a length beyond the end":         {200, 'a'},
		"a length one beyond the end":     {2, 'a'},
		"a length that does not end":      {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
		"the greatest length":             append(binary.AppendUvarint(nil, 1<<64-1), 'a'),
		"a skip beyond any page":          append(binary.AppendUvarint([]byte{0}, 2001), 0, 0, 0, 0, 0, 0, 0),
		"a way back beyond any page":      append(binary.AppendUvarint([]byte{0, 0, 0}, 2001), 0, 0, 0, 0, 0),
		"a mark cut off":                  {0, 0, 0, 0, 0, 1, 2, 3},
		"more than there should be":       {0, 0, 0, 0, 0, 1, 2, 3, 4, 5},
		"nothing but a sum":               {},
		"a number written longer than it": {0x80, 0x00, 0, 0, 0, 0, 1, 2, 3, 4},
	} {
		if c, err := paging.DecodeCursor(forge(body), scope); !errors.Is(err, paging.ErrCursor) {
			t.Errorf("%s is taken: %+v, %v", name, c, err)
		}
	}
}

func TestDecodeCursor_takesTheGreatestCountsAndTextsUpToTheEnd(t *testing.T) {
	for name, c := range map[string]paging.Cursor{
		"the greatest counts": {Skip: 2000, BackSkip: 2000},
		"a long cursor":       {Start: paging.Position(strings.Repeat("Q", 3000))},
	} {
		if got, err := paging.DecodeCursor(c.Encode(scope), scope); err != nil || got != c {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestDecodeCursor_readsNoMoreThanTheMaximum(t *testing.T) {
	// Three bytes are four characters, so some length is just the maximum.
	fits, tooLong := false, false
	for n := 3040; n < 3080; n++ {
		c := paging.Cursor{ID: strings.Repeat("1", n)}
		text := c.Encode(scope)
		_, err := paging.DecodeCursor(text, scope)
		if (err == nil) != (len(text) <= 4096) {
			t.Errorf("a cursor of %d characters: %v", len(text), err)
		}
		fits, tooLong = fits || len(text) == 4096, tooLong || len(text) > 4096
	}
	if !fits || !tooLong {
		t.Error("no cursor is just as long as it may be, or none is longer")
	}
}

func TestMarkFound_isAnotherForEachFinderAndValue(t *testing.T) {
	marks := map[uint32]string{paging.Mark("cocacola"): "the id cocacola"}
	for _, by := range [][2]string{{"username", "cocacola"}, {"username", "pepsi"}, {"name", "cocacola"}} {
		mark := paging.MarkFound(by[0], by[1])
		if same, ok := marks[mark]; ok {
			t.Errorf("%v has the mark of %s", by, same)
		}
		marks[mark] = by[0] + "=" + by[1]
	}
}

func TestIsPlain_isTrueForAllThatMetaGives(t *testing.T) {
	for cursor, want := range map[string]bool{
		"": true, "QVFIUmx1WTBpMGpxWG1ZAcHRnZAzZA3R0": true, "MTAxNTExOTQ1MjAwNzI5NDE=": true, "a|b:c.d~e": true,
		"a)": false, "a(": false, "a{b}": false, "a,b": false, "a b": false, "ä": false, "\x7f": false,
	} {
		if got := paging.IsPlain(cursor); got != want {
			t.Errorf("IsPlain(%q) = %v, want %v", cursor, got, want)
		}
	}
}

func FuzzDecodeCursor(f *testing.F) {
	for _, c := range cursors {
		f.Add(c.Encode(scope))
	}
	f.Add("")
	f.Add(forge([]byte{200, 'a'}))
	f.Fuzz(func(t *testing.T, text string) {
		c, err := paging.DecodeCursor(text, scope)
		if err != nil {
			if !errors.Is(err, paging.ErrCursor) {
				t.Fatal(err)
			}
			// The body of what was refused, with a right sum, gets past the sum.
			body, _ := base64.RawURLEncoding.DecodeString(text)
			if text = forge(body); len(body) > 512 {
				return
			}
			if c, err = paging.DecodeCursor(text, scope); err != nil {
				return
			}
		}
		if again := c.Encode(scope); again != text {
			t.Fatalf("%q is %+v, which is written %q", text, c, again)
		}
	})
}
