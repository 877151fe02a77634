package publish

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/caption"
	"github.com/gramql/gramql/internal/localgraph/param"
)

// content is what a container is to become. The container's row keeps it as JSON.
type content struct {
	Kind kind `json:"kind"`
	// Item is whether it is to be part of a carousel.
	Item bool `json:"item,omitzero"`
	// Upload is whether its video is uploaded.
	Upload bool `json:"upload,omitzero"`
	// File and Thumbnail are names of media files.
	File      string `json:"file,omitzero"`
	Thumbnail string `json:"thumbnail,omitzero"`

	Caption       string       `json:"caption,omitzero"`
	AltText       string       `json:"alt_text,omitzero"`
	UserTags      []userTag    `json:"user_tags,omitzero"`
	Collaborators []string     `json:"collaborators,omitzero"`
	ProductTags   []ProductTag `json:"product_tags,omitzero"`
	AudioName     string       `json:"audio_name,omitzero"`
	HiddenInFeed  bool         `json:"hidden_in_feed,omitzero"`
	AIGenerated   bool         `json:"is_ai_generated,omitzero"`
	Children      []int64      `json:"children,omitzero"`

	imageURL, videoURL, coverURL string
}

// userTag is a person in a picture.
type userTag struct {
	Username string `json:"username"`
	X        *place `json:"x,omitzero"`
	Y        *place `json:"y,omitzero"`
}

// ProductTag is a product in a picture.
type ProductTag struct {
	Product json.Number `json:"product_id"`
	X       *place      `json:"x,omitzero"`
	Y       *place      `json:"y,omitzero"`
}

// place is a fraction of a picture's width or height, as a number or as text.
type place float64

// UnmarshalJSON takes a number, also in quotes.
func (p *place) UnmarshalJSON(text []byte) error {
	var number json.Number
	if err := json.Unmarshal(text, &number); err != nil {
		return err
	}
	value, err := number.Float64()
	*p = place(value)
	return err
}

func (p *place) within() bool { return p == nil || *p >= 0 && *p <= 1 }

// The limits of a content.
//
// Source: Meta, Instagram Platform, "IG User Media" and "Content Publishing".
const (
	maxCaption       = 2200
	maxHashtags      = 30
	maxMentions      = 20
	maxAltText       = 1000
	maxUserTags      = 20
	maxCollaborators = 5
	maxProductTags   = 5
	minChildren      = 2
	maxChildren      = 10
)

// readContent reads the parameters of a container. Those that its kind does not take
// are overlooked.
func readContent(params param.Values, uploads bool) (*content, error) {
	item, _, err := params.Bool("is_carousel_item")
	if err != nil {
		return nil, err
	}
	c := &content{Item: item}
	if c.Kind, err = kindOf(params.Get("media_type"), item); err != nil {
		return nil, err
	}
	c.Upload = uploads && params.Get("upload_type") == "resumable" && (c.Kind == reel || c.Kind == video)
	if err := c.readAddresses(params); err != nil {
		return nil, err
	}
	for _, name := range c.takes() {
		if err := c.read(name, params); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// read reads one parameter.
func (c *content) read(name string, params param.Values) (err error) {
	switch name {
	case "caption":
		c.Caption = params.Get(name)
		return checkCaption(c.Caption)
	case "alt_text":
		if c.AltText = params.Get(name); utf8.RuneCountInString(c.AltText) > maxAltText {
			return apierror.BadParameter("Param alt_text must be at most %d characters long.", maxAltText)
		}
	case "location_id":
		if id := params.Get(name); id != "" && !isNumber(id) {
			return apierror.BadLocation(id)
		}
	case "user_tags":
		if err = params.JSON(name, &c.UserTags); err == nil {
			err = c.checkUserTags()
		}
	case "collaborators":
		if c.Collaborators, err = params.List(name); len(c.Collaborators) > maxCollaborators {
			return apierror.BadParameter("Param collaborators must have at most %d usernames.", maxCollaborators)
		}
	case "product_tags":
		if err = params.JSON(name, &c.ProductTags); err == nil {
			err = CheckProductTags(c.ProductTags, c.isVideo())
		}
	case "children":
		return c.readChildren(params)
	case "audio_name":
		c.AudioName = params.Get(name)
	case "thumb_offset":
		_, err = params.Number(name)
	case "share_to_feed":
		shared, given, wrong := params.Bool(name)
		c.HiddenInFeed, err = given && !shared, wrong
	case "is_ai_generated":
		c.AIGenerated, _, err = params.Bool(name)
	case "trial_params":
		return checkTrial(params)
	}
	return err
}

func checkCaption(text string) error {
	switch {
	case utf8.RuneCountInString(text) > maxCaption:
		return apierror.CaptionTooLong(maxCaption)
	case len(caption.Hashtags(text)) > maxHashtags:
		return apierror.BadParameter("Param caption must have at most %d hashtags.", maxHashtags)
	case len(caption.Mentions(text)) > maxMentions:
		return apierror.BadParameter("Param caption must have at most %d mentions.", maxMentions)
	}
	return nil
}

// checkUserTags holds tags to pictures: their place is needed there, but not in
// stories, and means nothing on videos.
func (c *content) checkUserTags() error {
	if len(c.UserTags) > maxUserTags {
		return apierror.BadParameter("Param user_tags must have at most %d tags.", maxUserTags)
	}
	for i, tag := range c.UserTags {
		switch {
		case tag.Username == "":
			return apierror.BadParameter("Param user_tags[%d] must have a username.", i)
		case !tag.X.within() || !tag.Y.within():
			return apierror.BadParameter("Param user_tags[%d] must have x and y from 0.0 to 1.0.", i)
		case c.Kind == image && (tag.X == nil || tag.Y == nil):
			return apierror.BadParameter("Param user_tags[%d] must have x and y.", i)
		}
	}
	return nil
}

// CheckProductTags holds the tags of products to what they are on.
func CheckProductTags(tags []ProductTag, video bool) error {
	if len(tags) > maxProductTags {
		return apierror.TooManyProducts(maxProductTags)
	}
	for i, tag := range tags {
		switch {
		case !isNumber(tag.Product.String()):
			return apierror.BadProduct(tag.Product.String())
		case !tag.X.within() || !tag.Y.within():
			return apierror.BadParameter("Param product_tags[%d] must have x and y from 0.0 to 1.0.", i)
		case video && (tag.X != nil || tag.Y != nil):
			return apierror.PlaceOnVideo()
		case !video && (tag.X == nil || tag.Y == nil):
			return apierror.PlaceMissing()
		}
	}
	return nil
}

func (c *content) readChildren(params param.Values) error {
	list, err := params.List("children")
	if err != nil {
		return err
	}
	if len(list) < minChildren || len(list) > maxChildren {
		return apierror.NotACarousel()
	}
	for _, text := range list {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return apierror.UnknownMedia()
		}
		c.Children = append(c.Children, id)
	}
	return nil
}

// checkTrial checks how a reel is shown to others than followers first.
func checkTrial(params param.Values) error {
	var trial struct {
		Strategy string `json:"graduation_strategy"`
	}
	if !params.Has("trial_params") {
		return nil
	}
	if err := params.JSON("trial_params", &trial); err != nil {
		return err
	}
	if strategies := []string{"MANUAL", "SS_PERFORMANCE"}; trial.Strategy != strategies[0] && trial.Strategy != strategies[1] {
		return apierror.NoneOf("trial_params[graduation_strategy]", -1, strategies)
	}
	return nil
}

func isNumber(text string) bool {
	id, err := strconv.ParseInt(text, 10, 64)
	return err == nil && id > 0
}
