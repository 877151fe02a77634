package apierror

import (
	"fmt"
	"net/http"
)

// told is an error with a title and a text for the person in front of the screen.
func told(code, subcode int, message, title, format string, args ...any) *Error {
	return &Error{
		Status: http.StatusBadRequest, Code: code, Subcode: subcode, Message: message, lasting: true,
		UserTitle: title, UserText: fmt.Sprintf(format, args...),
	}
}

// NotReady refuses to publish a container that is not finished.
func NotReady() *Error {
	return told(9007, 2207027, "Media ID is not available", "Media Not Ready", "The media is not ready for publishing, please wait for a moment")
}

// ContainerGone refuses a container that was published before, or has expired.
func ContainerGone(id string) *Error {
	return told(24, 2207008, "The requested resource does not exist", "Media builder not found",
		"The media builder with creation id = %s does not exist or has expired.", id)
}

// QuotaSpent refuses a media beyond those that an account may publish in 24 hours.
func QuotaSpent(most int64) *Error {
	return told(9, 2207042, "Application request limit reached", "Maximum number of posts reached",
		"You have reached the maximum number of posts that can be published in 24 hours: %d.", most)
}

// TooManyContainers refuses a container beyond those of 24 hours. Meta's code for it is
// not known.
func TooManyContainers(most int64) *Error {
	return told(9, 2207042, "Application request limit reached", "Maximum number of containers reached",
		"You have reached the maximum number of containers that can be created in 24 hours: %d.", most)
}

// Unfetchable refuses the address of a file that cannot be had.
func Unfetchable(address string) *Error {
	return told(9004, 2207052, "Only photo or video can be accepted as media type.", "Media download has failed. The media URI doesn't meet our requirements.",
		"The media could not be fetched from this URI: %s", address)
}

// ForbiddenHost refuses the address of a file on a host that this server does not
// fetch from.
func ForbiddenHost(host string) *Error {
	e := Unfetchable(host)
	e.UserText = fmt.Sprintf("The local graph fetches media only from hosts that -local-media-hosts allows, and %s is none of them.", host)
	return e
}

// DownloadTimeout refuses a file that takes too long.
func DownloadTimeout() *Error {
	e := told(-2, 2207003, "Timeout", "Download timeout", "It takes too long to download the media.")
	e.Transient, e.lasting = true, false
	return e
}

// ImageTooLarge refuses a picture by its size in bytes.
func ImageTooLarge() *Error {
	return told(36000, 2207004, "The image size is too large.", "Image too large", "The image is too large to download. It should be less than 8 MiB.")
}

// ImageFormat refuses a picture that is no JPEG.
func ImageFormat(mediaType string) *Error {
	return told(36001, 2207005, "The image format is not supported.", "Unsupported image format",
		"The image format %s is not supported. Supported formats are: JPEG.", mediaType)
}

// AspectRatio refuses a picture that is too high or too wide.
func AspectRatio(width, height int) *Error {
	return told(36003, 2207009, "The aspect ratio is not supported.", "Invalid aspect ratio",
		"The submitted image with aspect ratio ('%d/%d',) cannot be published. Please submit an image with a valid aspect ratio.", width, height)
}

// CaptionTooLong refuses a caption.
func CaptionTooLong(most int) *Error {
	return told(36004, 2207010, "The caption is too long.", "Caption too long", "The submitted caption was too long. It can have up to %d characters.", most)
}

// UnknownMediaType refuses a media_type.
func UnknownMediaType(given string) *Error {
	return told(100, 2207023, "Invalid parameter", "Unknown media type", "The media type %s is unknown.", given)
}

// NotACarousel refuses a number of children.
func NotACarousel() *Error {
	return told(100, 2207028, "Invalid parameter", "Carousel validation failed",
		"Your post won't work as a carousel. Carousels need to have at least 2 and no more than 10 photos/videos.")
}

// NoItem refuses a container as the child of a carousel, or an item by itself. Meta's
// subcode for it is not known.
func NoItem(text string) *Error {
	return told(100, 0, "Invalid parameter", "Carousel validation failed", "%s", text)
}

// PlaceOnVideo refuses the place of a product on a video.
func PlaceOnVideo() *Error {
	return told(100, 2207035, "Invalid parameter", "Product tags are invalid", "Product tag positions should not be specified for video media.")
}

// PlaceMissing refuses the tag of a product in a picture without its place.
func PlaceMissing() *Error {
	return told(100, 2207036, "Invalid parameter", "Product tags are invalid", "Product tag positions are required for photo media.")
}

// BadProduct refuses the tag of a product that cannot be tagged.
func BadProduct(id string) *Error {
	return told(100, 2207037, "Invalid parameter", "Product tags are invalid", "The product %s is invalid, or is not approved yet.", id)
}

// TooManyProducts refuses tags beyond those that a media may have.
func TooManyProducts(most int) *Error {
	return told(100, 2207040, "Invalid parameter", "Too many product tags", "Cannot use more than %d product tags on one media.", most)
}

// BadLocation refuses a location_id.
func BadLocation(id string) *Error {
	return told(100, 0, "INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID", "Invalid location", "Param location_id is not a valid location page ID: %s", id)
}

// Undeletable refuses to delete a media of a type that cannot be deleted by itself.
func Undeletable() *Error {
	return told(-1, 2207073, "Unsupported media type", "Unsupported media type", "Media of this type cannot be deleted.")
}

// VideoFormat is the subcode of a video that cannot be used, DownloadFailed and
// DownloadLate those of one that cannot be had. A container that failed carries one.
const (
	VideoFormat    = 2207026
	DownloadFailed = 2207052
	DownloadLate   = 2207003
)
