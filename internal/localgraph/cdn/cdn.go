// Package cdn is the local graph's side of Meta's CDN: the media files that links in
// answers lead to, those that are drawn and those that were published.
//
//	cdn.go    which files there are
//	serve.go  serves them
package cdn

import (
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/localgraph/expand"
	"github.com/gramql/gramql/internal/localgraph/mediafile"
	"github.com/gramql/gramql/internal/localgraph/picture"
	"github.com/gramql/gramql/internal/localgraph/publish"
)

// CDN has the media files of a server: those that it draws, and those that were published.
type CDN struct {
	*mediafile.Library
	base string
	now  func() time.Time
}

var _ publish.Files = (*CDN)(nil)

// New returns a CDN that draws, and keeps what is published in a library. Base is the
// server's own address, "" if it has no fixed one; now tells when links have expired.
func New(library *mediafile.Library, base string, now func() time.Time) *CDN {
	return &CDN{library, base, now}
}

// Own returns the file at an address of the server's own.
func (c *CDN) Own(address *url.URL) (file mediafile.File, known bool) {
	base, err := url.Parse(c.base)
	name, isFile := strings.CutPrefix(address.Path, expand.MediaPath)
	if err != nil || c.base == "" || !strings.EqualFold(address.Host, base.Host) || !isFile {
		return mediafile.File{}, false
	}
	if mediafile.Has(name) {
		kept, err := c.Read(name)
		if err != nil {
			return mediafile.File{}, true
		}
		_ = kept.Close() // only whether it is there is of interest
		return mediafile.File{Name: name, Type: mediafile.TypeOf(name)}, true
	}
	if !picture.Has(name) {
		return mediafile.File{}, true
	}
	if path.Ext(name) == ".gif" {
		return mediafile.File{Name: name, Type: "image/gif"}, true
	}
	return mediafile.File{Name: name, Type: "image/jpeg"}, true
}

// Size returns width and height of a picture.
func (c *CDN) Size(name string) (width, height int, err error) {
	if !mediafile.Has(name) {
		return 1, 1, nil // what is drawn is square
	}
	return c.Library.Size(name)
}
