package mediafile

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// What can go wrong with a file at an address.
var (
	ErrForbidden   = errors.New("media file: the host is not one of -local-media-hosts")
	ErrUnreachable = errors.New("media file: there is none at the address")
	ErrTooLate     = errors.New("media file: it takes too long")
	ErrTooLarge    = errors.New("media file: it is too large")
)

// patience is how long a file may take, redirects is how often it may be elsewhere.
const (
	patience  = 30 * time.Second
	redirects = 5
)

// File is a file that the library has.
type File struct {
	// Name is its name under the server's folder of media files.
	Name string
	// Type is its media type: what its bytes show or, of those that show nothing,
	// what its server said.
	Type string
	Size int64
}

func newClient(allowed hosts) *http.Client {
	return &http.Client{
		Timeout:   patience,
		Transport: &http.Transport{DialContext: allowed.dial, ResponseHeaderTimeout: patience, MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Second},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > redirects || !allowed.allow(r.URL.Hostname()) {
				return ErrForbidden
			}
			return nil
		},
	}
}

// Fetch copies a file of at most that many bytes from its address. The error is one
// of this package's if the file is at fault.
func (l *Library) Fetch(ctx context.Context, address string, most int64) (File, error) {
	from, err := url.Parse(address)
	if err != nil || from.Host == "" || from.Scheme != "http" && from.Scheme != "https" {
		return File{}, ErrUnreachable
	}
	if !l.hosts.allow(from.Hostname()) {
		return File{}, ErrForbidden
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, from.String(), nil)
	if err != nil {
		return File{}, ErrUnreachable
	}
	r.Header.Set("User-Agent", "facebookexternalhit/1.1") // as Meta's
	answer, err := l.client.Do(r)
	if err != nil {
		return File{}, reason(err)
	}
	defer func() { _ = answer.Body.Close() }() // has been read as far as it is of use
	if answer.StatusCode != http.StatusOK {
		return File{}, fmt.Errorf("%w: HTTP status %d", ErrUnreachable, answer.StatusCode)
	}
	body := bufio.NewReader(answer.Body)
	start, err := body.Peek(512)
	if len(start) == 0 {
		return File{}, reason(err)
	}
	told, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	file := File{Type: typeOf(start, told)}
	name, size, whole, err := l.keep(body, extensionOf(file.Type), most)
	switch {
	case !whole && size > most:
		return File{}, ErrTooLarge
	case err != nil:
		return File{}, reason(err)
	}
	file.Name, file.Size = name, size
	return file, nil
}

// reason returns why a file could not be fetched, as one of this package's errors.
func reason(err error) error {
	if known := cmp.Or(errors.Is(err, ErrForbidden), errors.Is(err, ErrTooLarge)); known {
		return err
	}
	if late, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err); ok && late.Timeout() {
		return ErrTooLate
	}
	return fmt.Errorf("%w: %w", ErrUnreachable, err)
}

// typeOf returns the media type of a file that begins so, told what its server says.
func typeOf(start []byte, told string) string {
	found, _, _ := strings.Cut(http.DetectContentType(start), ";")
	if strings.HasPrefix(found, "image/") || strings.HasPrefix(found, "video/") || strings.HasPrefix(told, "image/") || told == "" {
		return found
	}
	return told
}

// extensions are those of the media types that are published.
var extensions = map[string]string{
	"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp",
	"video/mp4": ".mp4", "video/quicktime": ".mov", "video/webm": ".webm",
}

func extensionOf(mediaType string) string { return cmp.Or(extensions[mediaType], ".bin") }

// TypeOf returns the media type of a file of the library by its name.
func TypeOf(name string) string {
	for mediaType, extension := range extensions {
		if strings.HasSuffix(name, extension) {
			return mediaType
		}
	}
	return "application/octet-stream"
}
