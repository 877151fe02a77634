package model

import (
	"net/url"
	"strconv"
	"time"
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
//
// Source: the parameter oe of Meta's CDN, unix seconds in hexadecimal.
func (m *Media) MediaURLExpiresAt() *time.Time {
	if m.MediaURL == nil {
		return nil
	}
	link, err := url.Parse(*m.MediaURL)
	if err != nil {
		return nil
	}
	seconds, err := strconv.ParseInt(link.Query().Get("oe"), 16, 64)
	if err != nil || seconds <= 0 {
		return nil
	}
	end := time.Unix(seconds, 0).UTC()
	return &end
}

// IsReel reports whether the media is a reel; nil when the Graph API does not say
// what it is.
func (m *Media) IsReel() *bool {
	if m.MediaProductType == nil {
		return nil
	}
	reel := *m.MediaProductType == MediaProductTypeReels
	return &reel
}

// ProfileURL returns the user's page on instagram.com.
func (u *User) ProfileURL() *string {
	if u.Username == nil {
		return nil
	}
	link := "https://www.instagram.com/" + url.PathEscape(*u.Username) + "/"
	return &link
}
