package model

import (
	"time"

	"github.com/gramql/gramql/internal/computed"
)

// DisplayURL returns what to show for the media; nil when nothing can be.
func (m *Media) DisplayURL() *string {
	if shown := firstOf(m.MediaURL, m.ThumbnailURL); shown != nil {
		return shown
	}
	if page, _ := m.Page("children"); page != nil && len(page.Items) > 0 {
		if first, ok := page.Items[0].(*Media); ok {
			return firstOf(first.MediaURL, first.ThumbnailURL)
		}
	}
	return nil
}

func firstOf(texts ...*string) *string {
	for _, text := range texts {
		if text != nil && *text != "" {
			return text
		}
	}
	return nil
}

// MediaURLExpiresAt returns when the signature of the media's URL ends; nil when
// there is none.
func (m *Media) MediaURLExpiresAt() *time.Time {
	if m.MediaURL == nil {
		return nil
	}
	if end, ok := computed.Expiry(*m.MediaURL); ok {
		return &end
	}
	return nil
}

// IsReel reports whether the media is a reel; nil when the Graph API does not say
// what it is.
func (m *Media) IsReel() *bool {
	if m.MediaProductType == nil {
		return nil
	}
	reel := computed.IsReel(*m.MediaProductType)
	return &reel
}

// ProfileURL returns the user's page on instagram.com.
func (u *User) ProfileURL() *string {
	if u.Username == nil {
		return nil
	}
	link := computed.ProfileURL(*u.Username)
	return &link
}
