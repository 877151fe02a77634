package content

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
)

// Containers returns the parameters of each container that the post takes, for POST
// /{user}/media: those of a carousel's items, in their order, and last that which is
// published. A carousel's own lacks the containers of its items: see SetChildren.
//
// Source: Meta, Instagram Platform: IG User: Media, Creating.
func (c *Content) Containers() []url.Values {
	switch {
	case c.Image != nil:
		return []url.Values{c.Image.params()}
	case c.Reel != nil:
		return []url.Values{c.Reel.params()}
	case c.Story != nil:
		return []url.Values{c.Story.params()}
	case c.Carousel == nil:
		return nil
	}
	list := make([]url.Values, 0, len(c.Carousel.Items)+1)
	for _, item := range c.Carousel.Items {
		list = append(list, item.params())
	}
	return append(list, c.Carousel.params())
}

// SetChildren puts the containers of a carousel's items, by their ids, into the
// parameters of the carousel's own.
func SetChildren(params url.Values, ids []string) { params.Set("children", strings.Join(ids, ",")) }

// Text returns the post as the Graph API takes it, as one text: posts with equal texts
// are the same post.
func (c *Content) Text() string {
	var b strings.Builder
	for _, params := range c.Containers() {
		b.WriteString(params.Encode() + "\n")
	}
	return b.String()
}

func (i *Image) params() url.Values {
	p := url.Values{}
	address(p, "image_url", &i.ImageURL)
	text(p, "caption", i.Caption)
	text(p, "alt_text", i.AltText)
	id(p, "location_id", i.LocationID)
	list(p, "user_tags", i.UserTags)
	list(p, "collaborators", i.Collaborators)
	products(p, i.ProductTags)
	return p
}

func (r *Reel) params() url.Values {
	p := url.Values{"media_type": {"REELS"}}
	address(p, "video_url", &r.VideoURL)
	text(p, "caption", r.Caption)
	address(p, "cover_url", r.CoverURL)
	if r.ThumbOffsetMs != nil {
		p.Set("thumb_offset", strconv.Itoa(int(*r.ThumbOffsetMs)))
	}
	yes(p, "share_to_feed", r.ShareToFeed)
	text(p, "audio_name", r.AudioName)
	list(p, "collaborators", r.Collaborators)
	list(p, "user_tags", r.UserTags)
	if r.Trial != nil {
		p.Set("trial_params", written(map[string]string{"graduation_strategy": r.Trial.GraduationStrategy}))
	}
	return p
}

func (s *Story) params() url.Values {
	p := url.Values{"media_type": {"STORIES"}}
	address(p, "image_url", s.ImageURL)
	address(p, "video_url", s.VideoURL)
	list(p, "user_tags", s.UserTags)
	return p
}

func (c *Carousel) params() url.Values {
	p := url.Values{"media_type": {"CAROUSEL"}}
	text(p, "caption", c.Caption)
	id(p, "location_id", c.LocationID)
	list(p, "collaborators", c.Collaborators)
	yes(p, "share_to_feed", c.ShareToFeed)
	return p
}

func (i *Item) params() url.Values {
	p := url.Values{"is_carousel_item": {"true"}}
	if image := i.Image; image != nil {
		address(p, "image_url", &image.ImageURL)
		text(p, "alt_text", image.AltText)
		list(p, "user_tags", image.UserTags)
		products(p, image.ProductTags)
	}
	if video := i.Video; video != nil {
		p.Set("media_type", "VIDEO")
		address(p, "video_url", &video.VideoURL)
		list(p, "user_tags", video.UserTags)
	}
	return p
}

// address sets a URL in the form that the Graph API takes: without anything that is not
// ASCII.
func address(p url.Values, name string, value *string) {
	if value == nil {
		return
	}
	if u, err := url.Parse(*value); err == nil {
		p.Set(name, u.String())
	}
}

func text(p url.Values, name string, value *string) {
	if value != nil && *value != "" {
		p.Set(name, *value)
	}
}

func id(p url.Values, name string, value *string) {
	if value == nil {
		return
	}
	if id, err := graphID(*value); err == nil {
		p.Set(name, id)
	}
}

func yes(p url.Values, name string, value *bool) {
	if value != nil {
		p.Set(name, strconv.FormatBool(*value))
	}
}

func list[T any](p url.Values, name string, values []T) {
	if len(values) > 0 {
		p.Set(name, written(values))
	}
}

func products(p url.Values, tags []ProductTag) {
	type tag struct {
		ID string   `json:"product_id"`
		X  *float64 `json:"x,omitempty"`
		Y  *float64 `json:"y,omitempty"`
	}
	named := make([]tag, 0, len(tags))
	for _, t := range tags {
		if id, err := graphID(t.ProductID); err == nil {
			named = append(named, tag{id, t.X, t.Y})
		}
	}
	list(p, "product_tags", named)
}

// written returns a value as JSON. Every value here can be written.
func written(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}
