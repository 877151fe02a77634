// Package computed works out the fields that the Graph API does not have from the texts of
// those that it has.
package computed

import (
	"net/url"
	"strconv"
	"time"
)

// ProfileURL returns the page on instagram.com of the account with a handle.
func ProfileURL(username string) string {
	return "https://www.instagram.com/" + url.PathEscape(username) + "/"
}

// Expiry returns when the signature of a link to a file ends; false for a link without one.
//
// Source: the parameter oe of Meta's CDN, unix seconds in hexadecimal.
func Expiry(link string) (end time.Time, ok bool) {
	parsed, err := url.Parse(link)
	if err != nil {
		return end, false
	}
	seconds, err := strconv.ParseInt(parsed.Query().Get("oe"), 16, 64)
	if err != nil || seconds <= 0 {
		return end, false
	}
	return time.Unix(seconds, 0).UTC(), true
}

// IsReel reports whether media of a product type are reels.
func IsReel[T ~string](productType T) bool { return productType == "REELS" }
