package seal

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"regexp"
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

// idForm is what the id of a key looks like.
var idForm = regexp.MustCompile(`^[a-z0-9-]{1,32}$`)

// errNoKeys is that of a ring that could be read, and has none.
var errNoKeys = errors.New("there is no key in it")

// parseRing reads one key a line: an id, and the key's bytes in base64. Lines that
// begin with # are comments. The errors name lines and repeat none.
func parseRing(from io.Reader) (r Ring, err error) {
	lines := bufio.NewScanner(from)
	n := 0
	for lines.Scan() {
		n++
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, err := parseKey(line)
		if err == nil && r.has(key.id) {
			err = errors.New("has the id of a key above")
		}
		if err != nil {
			return Ring{}, fmt.Errorf("line %d %w", n, err)
		}
		r.keys = append(r.keys, key)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return Ring{}, fmt.Errorf("line %d is too long for a key", n+1)
	case err != nil:
		return Ring{}, err
	case len(r.keys) == 0:
		return Ring{}, errNoKeys
	}
	return r, nil
}

// parseKey reads a key from its line.
func parseKey(line string) (ringKey, error) {
	id, text, ok := strings.Cut(line, ": ")
	if !ok || !idForm.MatchString(id) {
		return ringKey{}, errors.New("does not begin with an id, a colon and a space; an id is 1 to 32 of a-z, 0-9 and -")
	}
	secret, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(text))
	switch {
	case err != nil:
		return ringKey{}, errors.New("has a key that is not base64 as in URLs: A-Z, a-z, 0-9, - and _, without =")
	case len(secret) != secretSize:
		return ringKey{}, fmt.Errorf("has a key of %d bytes, not of %d", len(secret), secretSize)
	}
	return ringKey{id, secret}, nil
}

func (r Ring) has(id string) bool {
	return slices.ContainsFunc(r.keys, func(k ringKey) bool { return k.id == id })
}

// Key returns the first key for one purpose.
func (r Ring) Key(purpose string) []byte { return Key(string(r.keys[0].secret), purpose) }

// IDs returns the ids of all keys, that of the first first.
func (r Ring) IDs() (ids []string) {
	for _, k := range r.keys {
		ids = append(ids, k.id)
	}
	return ids
}

// Seal returns the seal for one purpose.
func (r Ring) Seal(purpose string) Seal {
	derived := r.derive(purpose)
	return Seal{func() *keys { return derived }}
}

// derive returns the keys for one purpose.
func (r Ring) derive(purpose string) *keys {
	derived := &keys{by: map[string]aead{}}
	for i, k := range r.keys {
		if i == 0 {
			derived.first = k.id
		}
		derived.by[k.id] = newAEAD(Key(string(k.secret), purpose))
	}
	return derived
}
