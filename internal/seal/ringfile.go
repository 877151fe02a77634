package seal

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// ReadRing reads a ring from its file, which others must not be able to read. The
// error names the file and says what to do; of what is in the file it says at most
// which line is wrong. It is fs.ErrNotExist if there is no file.
func ReadRing(path string) (Ring, error) {
	file, err := openRing(path)
	if err != nil {
		return Ring{}, err
	}
	defer func() { _ = file.Close() }()
	r, err := parseRing(file)
	if err != nil {
		return Ring{}, fmt.Errorf("%s: %w; gramql keys add writes keys as they have to be", path, err)
	}
	return r, nil
}

// openRing opens a ring's file, unless it is none, or others may open it too.
func openRing(path string) (*os.File, error) {
	switch info, err := os.Stat(path); { // to open a pipe would wait for a writer
	case err != nil:
		return nil, accessError(path, err)
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder; name the file of keys in it", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a regular file; name one that holds keys", path)
	}
	file, err := os.Open(path) //nolint:gosec // reading the file that it names is the setting's purpose
	if err != nil {
		return nil, accessError(path, err)
	}
	info, err := file.Stat()
	if err == nil && info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		err = fmt.Errorf("others may open %s (mode %04o): chmod 600 %[1]s", path, info.Mode().Perm())
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// accessError says what to do about a file that cannot be opened.
func accessError(path string, err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("the user that runs gramql may not open %s: chown it to that user", path)
	}
	return err
}

// AddKey puts a new key first in a ring's file, and returns the key's id. It makes
// the file, which no one else may read, if there is none. The file is replaced as a
// whole, so that no one reads half of it; a link to the file stays one.
func AddKey(path string) (id string, err error) {
	path, err = linked(path)
	if err != nil {
		return "", err
	}
	_, err = ReadRing(path)
	var before []byte
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = os.MkdirAll(filepath.Dir(path), 0o700)
	case err == nil, errors.Is(err, errNoKeys):
		before, err = os.ReadFile(path) //nolint:gosec // as in ReadRing
	}
	if err != nil {
		return "", err
	}
	id = strings.ToLower(rand.Text()[:8])
	secret := make([]byte, secretSize)
	_, _ = rand.Read(secret) // never fails
	line := id + ": " + base64.RawURLEncoding.EncodeToString(secret) + "\n"
	return id, replace(path, bytes.Join([][]byte{[]byte(line), before}, nil))
}

// linked returns the file behind a path that is a link, or a link to one, whether or
// not the file is there yet; else the path itself.
func linked(path string) (string, error) {
	file, err := filepath.EvalSymlinks(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	to, err := os.Readlink(path)
	switch {
	case err != nil: // there is nothing yet, not even a link
		return path, nil
	case !filepath.IsAbs(to):
		to = filepath.Join(filepath.Dir(path), to)
	}
	return linked(to)
}

// replace writes beside a file, and renames.
func replace(path string, content []byte) error {
	beside, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // 0600
	if err != nil {
		return err
	}
	_, err = beside.Write(content)
	err = errors.Join(err, beside.Sync(), beside.Close())
	if err == nil {
		err = os.Rename(beside.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	return nil
}
