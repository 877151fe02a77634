package timestamp

import (
	"testing"
	"time"
)

// text returns what Append writes.
func text(t time.Time) string { return string(Append(nil, t)) }

func TestParse_readsBothSpellings(t *testing.T) {
	want := time.Date(2017, 8, 31, 18, 10, 0, 0, time.UTC)
	for _, from := range []string{
		"2017-08-31T18:10:00+0000", "2017-08-31T20:10:00+0200", "2017-08-31T18:10:00Z", "2017-08-31T13:10:00-05:00",
	} {
		got, err := Parse(from)
		if err != nil || !got.Equal(want) {
			t.Errorf("Parse(%q) = %v, %v", from, got, err)
		}
		if text(got) != "2017-08-31T18:10:00Z" {
			t.Errorf("Append gives %q for %q", text(got), from)
		}
	}
}

func TestParse_refusesWhatIsNoPointInTime(t *testing.T) {
	for _, text := range []string{"", "yesterday", "1504203000", "2017-08-31", "2017-02-30T00:00:00+0000", "2017-08-31T18:10:00"} {
		if got, err := Parse(text); err == nil {
			t.Errorf("Parse(%q) = %v", text, got)
		}
	}
}

func FuzzParse_readsWhatAppendWrites(f *testing.F) {
	f.Add("2017-08-31T18:10:00+0000")
	f.Add("0000-01-01T00:00:00Z")
	f.Fuzz(func(t *testing.T, from string) {
		read, err := Parse(from)
		if err != nil || read.Year() < 0 || read.Year() > 9999 {
			return
		}
		again, err := Parse(text(read))
		if err != nil || !again.Equal(read.Truncate(time.Second)) {
			t.Errorf("Parse(%q) = %v, which is written %q and read %v, %v", from, read, text(read), again, err)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("2017-08-31T18:10:00+0000"); err != nil {
			b.Fatal(err)
		}
	}
}
