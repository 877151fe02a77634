package model

import (
	"testing"
	"time"
)

func text(s string) *string { return &s }

func TestHashtags_areThoseOfTheCaption(t *testing.T) {
	caption := "One #a_1 by @b"
	m := &Media{Caption: &caption}
	if got := m.Hashtags(); len(got) != 1 || *got[0] != (CaptionPart{Text: "a_1", Offset: 4, Length: 4}) {
		t.Errorf("the hashtags are %v", got)
	}
	if got := m.Mentions(); len(got) != 1 || *got[0] != (CaptionPart{Text: "b", Offset: 12, Length: 2}) {
		t.Errorf("the mentions are %v", got)
	}
	if got := (&Media{}).Hashtags(); got == nil || len(got) != 0 {
		t.Errorf("a media without a caption has the hashtags %v", got)
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
