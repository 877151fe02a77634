package publish

import (
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/param"
)

// kind is what a container becomes.
type kind string

// The kinds. A video of a carousel is a VIDEO; a single one is a reel.
const (
	image    kind = "IMAGE"
	video    kind = "VIDEO"
	reel     kind = "REELS"
	story    kind = "STORIES"
	carousel kind = "CAROUSEL"
)

// kindOf returns the kind that media_type names.
func kindOf(mediaType string, item bool) (kind, error) {
	switch k := kind(strings.ToUpper(mediaType)); k {
	case "":
		return image, nil
	case video:
		if item {
			return video, nil
		}
		return reel, nil
	case image, reel, story, carousel:
		return k, nil
	}
	return "", apierror.UnknownMediaType(mediaType)
}

// optional are the parameters that each kind takes besides the address of its file.
var optional = map[kind][]string{
	image:    {"caption", "alt_text", "location_id", "user_tags", "collaborators", "product_tags", "is_ai_generated"},
	reel:     {"caption", "location_id", "user_tags", "collaborators", "product_tags", "thumb_offset", "audio_name", "share_to_feed", "trial_params", "is_ai_generated"},
	story:    {"user_tags"},
	carousel: {"children", "caption", "location_id", "collaborators", "share_to_feed", "is_ai_generated"},
}

// ofItem are those that the items of a carousel take.
var ofItem = map[kind][]string{
	image: {"alt_text", "user_tags", "product_tags"},
	video: {"user_tags", "product_tags"},
}

func (c *content) takes() []string {
	if c.Item {
		return ofItem[c.Kind]
	}
	return optional[c.Kind]
}

// isVideo reports whether a container has a video.
func (c *content) isVideo() bool {
	return c.Kind == reel || c.Kind == video || c.Kind == story && c.videoURL != ""
}

// readAddresses reads where the files of a container are.
func (c *content) readAddresses(params param.Values) error {
	imageURL, videoURL := params.Get("image_url"), params.Get("video_url")
	if c.Item && c.Kind != image && c.Kind != video {
		return apierror.NoItem("An item of a carousel is a photo or a video.")
	}
	switch c.Kind {
	case image:
		c.imageURL = imageURL
	case video, reel:
		c.videoURL, c.coverURL = videoURL, params.Get("cover_url")
	case story:
		c.imageURL, c.videoURL = imageURL, videoURL
	case carousel:
		return nil
	}
	switch {
	case c.Upload:
		c.imageURL, c.videoURL = "", ""
		return nil
	case c.imageURL != "" && c.videoURL != "":
		return apierror.BadParameter("Only one of image_url and video_url can be given")
	case c.imageURL != "" || c.videoURL != "":
		return nil
	case c.Kind == video || c.Kind == reel:
		return apierror.ParameterRequired("video_url")
	}
	return apierror.ParameterRequired("image_url")
}
