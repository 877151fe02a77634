package model

import (
	"testing"
	"time"
)

func text(s string) *string { return &s }

func TestHashtags_findsThemWithTheirOffsets(t *testing.T) {
	for caption, want := range map[string][]CaptionPart{
		"":                             {},
		"no tags # here":               {},
		"#dinodata":                    {{"dinodata", 0, 9}},
		"One #a_1, two #b.":            {{"a_1", 4, 4}, {"b", 14, 2}},
		"🦕 #恐竜 and #café":              {{"恐竜", 3, 3}, {"café", 11, 5}},
		"a#b is none, &#39; is none":   {},
		"#2024 is none, #y2024 is one": {{"y2024", 15, 6}},
		"#one#two ##three":             {{"one", 0, 4}, {"two", 4, 4}},
	} {
		compare(t, caption, (&Media{Caption: &caption}).Hashtags(), want)
	}
	if got := (&Media{}).Hashtags(); got == nil || len(got) != 0 {
		t.Errorf("a media without a caption has the hashtags %v", got)
	}
}

func TestMentions_findsHandlesOnly(t *testing.T) {
	for caption, want := range map[string][]CaptionPart{
		"@metricsaurus says hi":       {{"metricsaurus", 0, 13}},
		"Thanks @basalt.ben.":         {{"basalt.ben", 7, 11}},
		"mail me at dino@example.com": {},
		"@@double":                    {},
		"(@a)":                        {{"a", 1, 2}},
	} {
		compare(t, caption, (&Media{Caption: &caption}).Mentions(), want)
	}
}

func compare(t *testing.T, caption string, got []*CaptionPart, want []CaptionPart) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%q: %d parts, want %d", caption, len(got), len(want))
		return
	}
	for i := range want {
		if *got[i] != want[i] {
			t.Errorf("%q: part %d is %v, want %v", caption, i, *got[i], want[i])
		}
	}
}

func TestDisplayURL_isTheMediaURLElseTheThumbnail(t *testing.T) {
	for name, c := range map[string]struct {
		media *Media
		want  string
	}{
		"both":      {&Media{MediaURL: text("m"), ThumbnailURL: text("t")}, "m"},
		"thumbnail": {&Media{ThumbnailURL: text("t")}, "t"},
		"neither":   {&Media{}, ""},
	} {
		got := ""
		if shown := c.media.DisplayURL(); shown != nil {
			got = *shown
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestMediaURLExpiresAt_readsTheSignature(t *testing.T) {
	got := (&Media{MediaURL: text("https://scontent.example/n.jpg?oh=00&oe=66B0C4D2")}).MediaURLExpiresAt()
	if want := time.Unix(0x66B0C4D2, 0).UTC(); got == nil || !got.Equal(want) {
		t.Errorf("expires at %v, want %v", got, want)
	}
	for _, link := range []string{"https://scontent.example/n.jpg", "https://scontent.example/n.jpg?oe=soon", "://"} {
		if got := (&Media{MediaURL: &link}).MediaURLExpiresAt(); got != nil {
			t.Errorf("%q expires at %v", link, got)
		}
	}
}
