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
	"slices"
	"strings"

	"github.com/gofrs/flock"
)

// AddKey puts a new key first in a ring's file, and returns the key's id. It makes
// the file, which no one else may read, if there is none. The file is replaced as a
// whole, so that no one reads half of it; a link to the file stays one.
func AddKey(path string) (id string, err error) {
	err = change(path, func(before []byte, _ Ring) ([]byte, error) {
		var line string
		id, line = newKey()
		return slices.Concat([]byte(line), before), nil
	})
	return id, err
}

// makeRing makes a ring's file, unless there is one.
func makeRing(path string) error {
	return change(path, func(before []byte, r Ring) ([]byte, error) {
		if len(r.keys) > 0 {
			return before, nil
		}
		_, line := newKey()
		return slices.Concat([]byte(line), before), nil
	})
}

// newKey returns a key, and its line in a ring.
func newKey() (id, line string) {
	id = strings.ToLower(rand.Text()[:8])
	secret := make([]byte, secretSize)
	_, _ = rand.Read(secret) // never fails
	return id, id + ": " + base64.RawURLEncoding.EncodeToString(secret) + "\n"
}

// MayRetire returns why a key can't be taken out of the ring: it has no such key, or
// that is the first, which seals.
func (r Ring) MayRetire(id string) error {
	switch ids := r.IDs(); slices.Index(ids, id) {
	case -1:
		return fmt.Errorf("the ring has no such key; its keys are %s", strings.Join(ids, ", ")) // what was named may be a secret
	case 0:
		return fmt.Errorf("%s is the first key of the ring, which seals; add another with gramql keys add", id)
	}
	return nil
}

// RetireKey takes a key out of a ring's file. What it sealed cannot be opened any more.
func RetireKey(path, id string) error {
	return change(path, func(before []byte, r Ring) ([]byte, error) {
		if err := r.MayRetire(id); err != nil {
			return nil, err
		}
		var after []byte
		for line := range bytes.Lines(before) {
			if !bytes.HasPrefix(bytes.TrimSpace(line), []byte(id+": ")) {
				after = append(after, line...)
			}
		}
		return after, nil
	})
}

// change replaces what is in a ring's file, while no one else does.
func change(path string, to func(before []byte, r Ring) ([]byte, error)) (err error) {
	path, err = linked(path)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	one := flock.New(path + ".lock")
	if err := one.Lock(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, one.Close()) }()
	r, err := ReadRing(path)
	var before []byte
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = nil
	case err == nil, errors.Is(err, errNoKeys):
		before, err = os.ReadFile(path) //nolint:gosec // as in ReadRing
	}
	if err != nil {
		return err
	}
	after, err := to(before, r)
	if err != nil || bytes.Equal(after, before) {
		return err
	}
	return replace(path, after)
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
