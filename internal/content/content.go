// Package content is what is posted: images, reels, stories and carousels, as clients
// describe them and as the Graph API takes them.
//
//	content.go    what clients describe
//	check.go      Meta's limits, checked before any call
//	text.go       the limits of texts, and of what they and others name
//	container.go  the parameters of the containers that a post takes
package content

// Content is what is posted: exactly one of its fields is set.
type Content struct {
	Image    *Image    `json:"image,omitempty"`
	Reel     *Reel     `json:"reel,omitempty"`
	Story    *Story    `json:"story,omitempty"`
	Carousel *Carousel `json:"carousel,omitempty"`
}

// Image is a single image.
type Image struct {
	ImageURL      string       `json:"imageUrl"`
	Caption       *string      `json:"caption,omitempty"`
	AltText       *string      `json:"altText,omitempty"`
	LocationID    *string      `json:"locationId,omitempty"`
	UserTags      []UserTag    `json:"userTags,omitempty"`
	Collaborators []string     `json:"collaborators,omitempty"`
	ProductTags   []ProductTag `json:"productTags,omitempty"`
}

// Reel is a video.
type Reel struct {
	VideoURL string  `json:"videoUrl"`
	Caption  *string `json:"caption,omitempty"`
	CoverURL *string `json:"coverUrl,omitempty"`
	// ThumbOffsetMs is where in the video its thumbnail is, in milliseconds.
	ThumbOffsetMs *int32    `json:"thumbOffsetMs,omitempty"`
	ShareToFeed   *bool     `json:"shareToFeed,omitempty"`
	AudioName     *string   `json:"audioName,omitempty"`
	Collaborators []string  `json:"collaborators,omitempty"`
	UserTags      []UserTag `json:"userTags,omitempty"`
	Trial         *Trial    `json:"trial,omitempty"`
}

// Trial makes a reel a trial reel, which only people see who do not follow the account.
type Trial struct {
	// GraduationStrategy is MANUAL or SS_PERFORMANCE.
	GraduationStrategy string `json:"graduationStrategy"`
}

// Story is an image or a video for 24 hours: one of its URLs is set.
type Story struct {
	ImageURL *string   `json:"imageUrl,omitempty"`
	VideoURL *string   `json:"videoUrl,omitempty"`
	UserTags []UserTag `json:"userTags,omitempty"`
}

// Carousel is 2 to 10 images and videos in one post.
type Carousel struct {
	Items         []Item   `json:"items"`
	Caption       *string  `json:"caption,omitempty"`
	LocationID    *string  `json:"locationId,omitempty"`
	Collaborators []string `json:"collaborators,omitempty"`
	ShareToFeed   *bool    `json:"shareToFeed,omitempty"`
}

// Item is an image or a video of a carousel: exactly one of its fields is set.
type Item struct {
	Image *ItemImage `json:"image,omitempty"`
	Video *ItemVideo `json:"video,omitempty"`
}

// ItemImage is an image of a carousel.
type ItemImage struct {
	ImageURL    string       `json:"imageUrl"`
	AltText     *string      `json:"altText,omitempty"`
	UserTags    []UserTag    `json:"userTags,omitempty"`
	ProductTags []ProductTag `json:"productTags,omitempty"`
}

// ItemVideo is a video of a carousel.
type ItemVideo struct {
	VideoURL string    `json:"videoUrl"`
	UserTags []UserTag `json:"userTags,omitempty"`
}

// UserTag names an account, and where in an image it is: from 0 to 1, from the left and
// from the top.
type UserTag struct {
	Username string   `json:"username"`
	X        *float64 `json:"x,omitempty"`
	Y        *float64 `json:"y,omitempty"`
}

// ProductTag names a product of the account's shop, and where in an image it is.
type ProductTag struct {
	ProductID string   `json:"productId"`
	X         *float64 `json:"x,omitempty"`
	Y         *float64 `json:"y,omitempty"`
}

// Caption returns the post's caption; empty for a post without one.
func (c *Content) Caption() string {
	var caption *string
	switch {
	case c.Image != nil:
		caption = c.Image.Caption
	case c.Reel != nil:
		caption = c.Reel.Caption
	case c.Carousel != nil:
		caption = c.Carousel.Caption
	}
	if caption == nil {
		return ""
	}
	return *caption
}
