package computed_test

import (
	"testing"
	"time"

	"github.com/gramql/gramql/internal/computed"
)

func TestHashtags_findsThemWithTheirOffsets(t *testing.T) {
	t.Parallel()
	for caption, want := range map[string][]computed.CaptionPart{
		"":                             {},
		"no tags # here":               {},
		"#dinodata":                    {{"dinodata", 0, 9}},
		"One #a_1, two #b.":            {{"a_1", 4, 4}, {"b", 14, 2}},
		"🦕 #恐竜 and #café":              {{"恐竜", 3, 3}, {"café", 11, 5}},
		"a#b is none, &#39; is none":   {},
		"#2024 is none, #y2024 is one": {{"y2024", 15, 6}},
		"#one#two ##three":             {{"one", 0, 4}, {"two", 4, 4}},
	} {
		compare(t, caption, computed.Hashtags(caption), want)
	}
}

func TestMentions_findsHandlesOnly(t *testing.T) {
	t.Parallel()
	for caption, want := range map[string][]computed.CaptionPart{
		"@metricsaurus says hi":       {{"metricsaurus", 0, 13}},
		"Thanks @basalt.ben.":         {{"basalt.ben", 7, 11}},
		"mail me at dino@example.com": {},
		"@@double":                    {},
		"(@a)":                        {{"a", 1, 2}},
	} {
		compare(t, caption, computed.Mentions(caption), want)
	}
}

func compare(t *testing.T, caption string, got []computed.CaptionPart, want []computed.CaptionPart) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%q: %d parts, want %d", caption, len(got), len(want))
		return
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q: part %d is %v, want %v", caption, i, got[i], want[i])
		}
	}
}

func TestExpiry_isInTheSignature(t *testing.T) {
	t.Parallel()
	got, ok := computed.Expiry("https://scontent.example/n.jpg?oh=00&oe=66B0C4D2")
	if want := time.Unix(0x66B0C4D2, 0).UTC(); !ok || !got.Equal(want) || got.Location() != time.UTC {
		t.Errorf("%v, want %v", got, want)
	}
	for _, link := range []string{"https://scontent.example/n.jpg", "https://scontent.example/n.jpg?oe=soon", "https://a/?oe=0", "https://a/?oe=-1", "https://a/?oe=FFFFFFFFFFFFFFFF", "://?oe=66B0C4D2"} {
		if got, ok := computed.Expiry(link); ok {
			t.Errorf("%q: %v", link, got)
		}
	}
	if _, ok := computed.Expiry("https://a/?oe=1"); !ok {
		t.Error("the first second is none")
	}
}

func TestProfileURL_escapesTheHandle(t *testing.T) {
	t.Parallel()
	if got := computed.ProfileURL("a b/c"); got != "https://www.instagram.com/a%20b%2Fc/" {
		t.Error(got)
	}
}

func TestIsReel_knowsReels(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]bool{"REELS": true, "FEED": false, "": false} {
		if computed.IsReel(word) != want {
			t.Error(word)
		}
	}
}
