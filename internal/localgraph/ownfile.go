package localgraph

import (
	"net/url"
	"path"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/expand"
	"github.com/gramql/gramql/internal/localgraph/mediafile"
	"github.com/gramql/gramql/internal/localgraph/picture"
	"github.com/gramql/gramql/internal/localgraph/publish"
)

// ownFiles are the media files that the server has: those that it draws, and those that
// were published.
type ownFiles struct {
	*mediafile.Library
	base string // the server's own address; "" if it has no fixed one
}

var _ publish.Files = ownFiles{}

// Own returns the file at an address of the server's own.
func (f ownFiles) Own(address *url.URL) (file mediafile.File, known bool) {
	base, err := url.Parse(f.base)
	name, isFile := strings.CutPrefix(address.Path, expand.MediaPath)
	if err != nil || f.base == "" || !strings.EqualFold(address.Host, base.Host) || !isFile {
		return mediafile.File{}, false
	}
	if mediafile.Has(name) {
		kept, err := f.Read(name)
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
func (f ownFiles) Size(name string) (width, height int, err error) {
	if !mediafile.Has(name) {
		return 1, 1, nil // what is drawn is square
	}
	return f.Library.Size(name)
}
