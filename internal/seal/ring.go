package seal

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// Ring is the keys of a file that replicas have in common. The first seals; all
// open what they have sealed. So a new key is added in front, and an old one stays
// until nothing is sealed with it any more.
type Ring struct{ keys []ringKey }

type ringKey struct {
	id     string
	secret []byte
}

const secretSize = 32 // bytes

// The file of a ring has one key a line: an id, and its bytes in base64. Lines that
// begin with # are comments.
var keyLine = regexp.MustCompile(`^([a-z0-9-]{1,32}): ([A-Za-z0-9_-]{43})$`)

// ReadRing reads a ring from its file, which others must not be able to read. The
// error says what to do and repeats no line.
func ReadRing(path string) (Ring, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() { // to open a pipe would wait for a writer
		return Ring{}, fmt.Errorf("%s is not a regular file", path)
	}
	file, err := os.Open(path) //nolint:gosec // reading the file that it names is the setting's purpose
	if err != nil {
		return Ring{}, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return Ring{}, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" {
		return Ring{}, fmt.Errorf("others may open %s (mode %04o); chmod 600 it", path, mode)
	}
	var r Ring
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := keyLine.FindStringSubmatch(line)
		if parts == nil {
			return Ring{}, fmt.Errorf("%s: line %d is no key; gramql keys add writes one", path, n)
		}
		secret, err := base64.RawURLEncoding.DecodeString(parts[2])
		if err != nil || r.has(parts[1]) {
			return Ring{}, fmt.Errorf("%s: line %d is no key, or has the id of another", path, n)
		}
		r.keys = append(r.keys, ringKey{parts[1], secret})
	}
	if err := lines.Err(); err != nil {
		return Ring{}, fmt.Errorf("%s: %w", path, err)
	}
	if len(r.keys) == 0 {
		return Ring{}, fmt.Errorf("%s has no key; gramql keys add writes one", path)
	}
	return r, nil
}

func (r Ring) has(id string) bool {
	return slices.ContainsFunc(r.keys, func(k ringKey) bool { return k.id == id })
}

// Key returns the first key for one purpose.
func (r Ring) Key(purpose string) []byte { return Key(string(r.keys[0].secret), purpose) }

// Seal returns the seal for one purpose.
func (r Ring) Seal(purpose string) Seal {
	s := Seal{first: r.keys[0].id, keys: map[string]aead{}}
	for _, k := range r.keys {
		s.keys[k.id] = newAEAD(Key(string(k.secret), purpose))
	}
	return s
}

// AddKey puts a new key first in a ring's file, and returns the key's id. It makes
// the file, which no one else may read, if there is none. The file is replaced as a
// whole, so that no one reads half of it.
func AddKey(path string) (id string, err error) {
	before, err := os.ReadFile(path) //nolint:gosec // as in ReadRing
	switch {
	case errors.Is(err, fs.ErrNotExist):
		before, err = nil, os.MkdirAll(filepath.Dir(path), 0o700)
	case err == nil:
		_, err = ReadRing(path)
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
