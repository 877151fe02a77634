package usage

import (
	"strconv"
	"strings"
	"testing"
)

func TestTexts_readEachTextOnce(t *testing.T) {
	t.Parallel()
	reads := 0
	all := newTexts(func(text string) string { reads++; return "said of " + text })
	for _, c := range []struct {
		text  string
		reads int
	}{
		{"", 0}, {"a", 1}, {"a", 1}, {"b", 2}, {"a", 2},
		{strings.Repeat("x", maxText), 3}, {strings.Repeat("x", maxText), 3},
		{strings.Repeat("x", maxText+1), 4}, {strings.Repeat("x", maxText+1), 5},
	} {
		said := all.read(c.text)
		if want := "said of " + c.text; c.text != "" && said != want || c.text == "" && said != "" || reads != c.reads {
			t.Errorf("%.10s: %.20s after %d reads, want %d", c.text, said, reads, c.reads)
		}
	}
}

func TestTexts_forgetTheOldest(t *testing.T) {
	t.Parallel()
	reads := 0
	all := newTexts(func(text string) string { reads++; return text })
	for i := range maxTexts + 1 {
		all.read(strconv.Itoa(i))
	}
	all.read(strconv.Itoa(maxTexts))
	if reads != maxTexts+1 {
		t.Errorf("%d texts are read, not %d", reads, maxTexts+1)
	}
	if all.read("0"); reads != maxTexts+2 {
		t.Error("the oldest is known still")
	}
}
