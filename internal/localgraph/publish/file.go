package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/mediafile"
)

// The largest files, and the highest and widest pictures.
//
// Source: Meta, Instagram Platform, "IG User Media".
const (
	maxImage      = 8 << 20
	maxStoryVideo = 100 << 20
	maxVideo      = 300 << 20
	highest       = 4.0 / 5
	widest        = 1.91
)

// Files are the media files that the server has.
type Files interface {
	// Own returns one that the server has at an address of its own; known is whether
	// the address is one.
	Own(address *url.URL) (file mediafile.File, known bool)
	// Fetch copies one of at most that many bytes from its address.
	Fetch(ctx context.Context, address string, most int64) (mediafile.File, error)
	// Append adds to a video that has some bytes already, and returns its name and size;
	// without a name it begins one.
	Append(name string, offset int64, from io.Reader) (now string, size int64, err error)
	// Size returns width and height of a JPEG picture; 0 and 0 if a file is none.
	Size(name string) (width, height int, err error)
}

// collect copies the files of a container. failure is the status of a container that
// comes to nothing: Meta fetches videos after it has answered.
func (p *Publisher) collect(ctx context.Context, c *content) (failure string, err error) {
	if c.imageURL != "" {
		c.File, err = p.picture(ctx, c.imageURL, c.Kind != story)
		return "", err
	}
	if c.coverURL != "" {
		if c.Thumbnail, err = p.picture(ctx, c.coverURL, false); err != nil {
			return "", err
		}
	}
	if c.videoURL == "" {
		return "", nil
	}
	most := int64(maxVideo)
	if c.Kind == story {
		most = maxStoryVideo
	}
	file, err := p.fetch(ctx, c.videoURL, most)
	subcode := 0
	switch {
	case errors.Is(err, mediafile.ErrForbidden):
		return "", refuse(c.videoURL, err)
	case errors.Is(err, mediafile.ErrTooLate):
		subcode = apierror.DownloadLate
	case errors.Is(err, mediafile.ErrTooLarge):
		subcode = apierror.VideoFormat
	case errors.Is(err, mediafile.ErrUnreachable):
		subcode = apierror.DownloadFailed
	case err != nil:
		return "", err
	case !strings.HasPrefix(file.Type, "video/") && !p.isReel(c.videoURL):
		subcode = apierror.VideoFormat
	}
	if subcode != 0 {
		return fmt.Sprintf("Error: Media upload has failed with error code %d", subcode), nil
	}
	if c.File = file.Name; c.Thumbnail == "" {
		c.Thumbnail = drawnThumbnail(file.Name)
	}
	return "", nil
}

// drawnThumbnail returns the name of a picture that stands for a video. That of a
// demo video is its own.
func drawnThumbnail(video string) string {
	if name := strings.TrimSuffix(video, path.Ext(video)); isNumber(name) {
		return name + ".jpg"
	}
	return ""
}

// isReel reports whether an address is that of one of the server's own reels, which
// are animated pictures.
func (p *Publisher) isReel(address string) bool {
	from, err := url.Parse(address)
	if err != nil {
		return false
	}
	file, known := p.files.Own(from)
	return known && file.Type == "image/gif"
}

// fetch returns the file at an address, from the server itself if it is there.
func (p *Publisher) fetch(ctx context.Context, address string, most int64) (mediafile.File, error) {
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return mediafile.File{}, mediafile.ErrUnreachable // Meta takes ASCII only
	}
	from, err := url.Parse(address)
	if err != nil {
		return mediafile.File{}, mediafile.ErrUnreachable
	}
	if file, known := p.files.Own(from); known {
		if file.Name == "" {
			return file, mediafile.ErrUnreachable
		}
		return file, nil
	}
	return p.files.Fetch(ctx, address, most)
}

// picture copies a picture, and returns its name.
func (p *Publisher) picture(ctx context.Context, address string, framed bool) (name string, err error) {
	file, err := p.fetch(ctx, address, maxImage)
	if err != nil {
		return "", refuse(address, err)
	}
	if file.Type != "image/jpeg" {
		return "", apierror.ImageFormat(file.Type)
	}
	width, height, err := p.files.Size(file.Name)
	if err != nil {
		return "", err
	}
	if width == 0 || height == 0 {
		return "", apierror.ImageFormat("of the file")
	}
	if ratio := float64(width) / float64(height); framed && (ratio < highest-0.001 || ratio > widest+0.001) {
		return "", apierror.AspectRatio(width, height)
	}
	return file.Name, nil
}

// refuse returns Meta's refusal of a file.
func refuse(address string, err error) error {
	switch {
	case errors.Is(err, mediafile.ErrForbidden):
		host := address
		if from, err := url.Parse(address); err == nil {
			host = from.Host
		}
		return apierror.ForbiddenHost(host)
	case errors.Is(err, mediafile.ErrUnreachable):
		return apierror.Unfetchable(address)
	case errors.Is(err, mediafile.ErrTooLate):
		return apierror.DownloadTimeout()
	case errors.Is(err, mediafile.ErrTooLarge):
		return apierror.ImageTooLarge()
	}
	return err
}
