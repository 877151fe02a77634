package model

import "github.com/gramql/gramql/internal/computed"

// CaptionPart is a hashtag or a mention in a caption.
type CaptionPart = computed.CaptionPart

// Hashtags returns the hashtags in the caption, in their order.
func (m *Media) Hashtags() []*CaptionPart { return m.captionParts(computed.Hashtags) }

// Mentions returns the handles that the caption mentions, in their order.
func (m *Media) Mentions() []*CaptionPart { return m.captionParts(computed.Mentions) }

func (m *Media) captionParts(find func(caption string) []CaptionPart) []*CaptionPart {
	parts := []*CaptionPart{}
	if m.Caption == nil {
		return parts
	}
	for _, part := range find(*m.Caption) {
		parts = append(parts, &part)
	}
	return parts
}
