// Package mediafile keeps the media files that are published. It copies them from
// the hosts that it may fetch from.
//
//	library.go  the files and their names
//	fetch.go    copies a file from its address
//	host.go     which hosts it may be copied from
package mediafile

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"sync"
)

// folderName is the folder of the files in the data folder.
const folderName = "media"

// Library is a folder of media files. It may be used by many goroutines at once.
type Library struct {
	mu     sync.Mutex
	folder string // "" until a file is kept, if the files go with Close
	dir    string
	client *http.Client
	hosts  hosts
}

// Open returns the library in a data folder. With an empty dir its files go with
// Close. It fetches from these hosts; nil are those of this machine.
func Open(dir string, allowed []string) *Library {
	l := &Library{dir: dir, hosts: parseHosts(allowed)}
	l.client = newClient(l.hosts)
	return l
}

// place returns the folder of the files, which it makes when it is missing.
func (l *Library) place() (folder string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.folder != "" {
		return l.folder, nil
	}
	if l.dir == "" {
		l.folder, err = os.MkdirTemp("", "gramql-media-")
		return l.folder, err
	}
	folder = filepath.Join(l.dir, folderName)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return "", fmt.Errorf("local graph: make the folder of media files: %w", err)
	}
	l.folder = folder
	return folder, nil
}

// kept are the names of files that the library has made.
var kept = regexp.MustCompile(`^upload-[0-9a-f]{24}\.[a-z0-9]{2,5}$`)

// newName returns a name that no file has.
func newName(extension string) string {
	var random [12]byte
	_, _ = rand.Read(random[:]) // never fails
	return "upload-" + hex.EncodeToString(random[:]) + extension
}

// Has reports whether a name can be that of a file of the library.
func Has(name string) bool { return kept.MatchString(name) }

// Read opens a file. The error is fs.ErrNotExist if there is none of the name.
func (l *Library) Read(name string) (*os.File, error) {
	if !Has(name) {
		return nil, fmt.Errorf("media file %q: %w", name, fs.ErrNotExist)
	}
	folder, err := l.place()
	if err != nil {
		return nil, err
	}
	return os.Open(filepath.Join(folder, name)) //nolint:gosec // the name is one of the library's own
}

// Size returns width and height of a JPEG picture; 0 and 0 if a file is none.
func (l *Library) Size(name string) (width, height int, err error) {
	file, err := l.Read(name)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	config, unreadable := jpeg.DecodeConfig(file)
	if unreadable != nil {
		return 0, 0, nil
	}
	return config.Width, config.Height, nil
}

// keep copies at most that many bytes into a new file. It reports whether these were
// all.
func (l *Library) keep(from io.Reader, extension string, most int64) (name string, size int64, whole bool, err error) {
	folder, err := l.place()
	if err != nil {
		return "", 0, false, err
	}
	name = newName(extension)
	file, err := os.OpenFile(filepath.Join(folder, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // as above
	if err != nil {
		return "", 0, false, fmt.Errorf("local graph: keep a media file: %w", err)
	}
	size, err = io.Copy(file, io.LimitReader(from, most+1))
	err = errors.Join(err, file.Close())
	if whole = size <= most; err != nil || !whole {
		return "", size, whole, errors.Join(err, l.Drop(name))
	}
	return name, size, true, nil
}

// Append adds to a video that has some bytes already, and cuts off what it has beyond
// them. It returns the video's name and size, also where not all could be read; without
// a name it begins a video.
func (l *Library) Append(name string, offset int64, from io.Reader) (now string, size int64, err error) {
	folder, err := l.place()
	if err != nil {
		return name, offset, err
	}
	if name == "" {
		name = newName(extensions["video/mp4"])
	}
	file, err := os.OpenFile(filepath.Join(folder, name), os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // as above
	if err != nil {
		return name, offset, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := file.Truncate(offset); err != nil {
		return name, offset, err
	}
	if _, err := file.Seek(offset, io.SeekStart); err != nil {
		return name, offset, err
	}
	n, err := io.Copy(file, from)
	return name, offset + n, err
}

// Drop removes a file, if it is there.
func (l *Library) Drop(name string) error {
	if !Has(name) {
		return nil
	}
	folder, err := l.place()
	if err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(folder, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Clear removes all files that the library has made, and no others.
func (l *Library) Clear() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	folder := l.folder
	if l.dir != "" {
		folder = filepath.Join(l.dir, folderName)
	}
	if folder == "" {
		return nil
	}
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, entry := range entries {
		if Has(entry.Name()) {
			err = errors.Join(err, os.Remove(filepath.Join(folder, entry.Name())))
		}
	}
	return err
}

// Close removes the files of a library without a data folder.
func (l *Library) Close() error {
	l.client.CloseIdleConnections()
	if l.dir != "" || l.folder == "" {
		return nil
	}
	return os.RemoveAll(l.folder)
}
