package seal

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// TextPrefix is what each text begins with that Texts.Close returns; the id of its key
// follows, and a full stop.
const TextPrefix = "k1."

// UnknownKeyError is that a text was sealed with a key that is not in the ring.
type UnknownKeyError struct{ ID, Path string }

// Error names the key, and the ring.
func (e *UnknownKeyError) Error() string {
	return fmt.Sprintf("the key %s, which sealed what is to be opened, is not in %s; put its line back", e.ID, e.Path)
}

// errAltered is that of a text that no key sealed, or not for this place.
var errAltered = errors.New("a sealed text was altered, or belongs to another place")

// Texts seals texts that a database keeps: k1.<key id>.<nonce and text in base64>.
type Texts struct {
	file *File
	seal Seal
}

// Texts returns what seals texts for one purpose.
func (f *File) Texts(purpose string) *Texts { return &Texts{f, f.Seal(purpose)} }

// First returns the id of the key that seals; empty if there is no ring yet.
func (t *Texts) First() string { return t.seal.keys().first }

// Close returns a text sealed, for one place only. The ring is made if there is none.
func (t *Texts) Close(plain, place string) (string, error) {
	if err := t.file.Need(); err != nil {
		return "", err
	}
	k := t.seal.keys()
	sealed := k.by[k.first].Seal(nil, nil, []byte(plain), []byte(place)) //nolint:gosec // it makes a nonce of its own
	return TextPrefix + k.first + "." + base64.RawURLEncoding.EncodeToString(sealed), nil
}

// Open returns the text that was sealed for a place. A key that is not known may have
// come since: the ring is read again. The error is an *UnknownKeyError if it has not.
func (t *Texts) Open(sealed, place string) (string, error) {
	rest, ours := strings.CutPrefix(sealed, TextPrefix)
	id, text, parts := strings.Cut(rest, ".")
	bytes, err := base64.RawURLEncoding.DecodeString(text)
	if !ours || !parts || err != nil {
		return "", errAltered
	}
	key, known := t.seal.keys().by[id]
	if !known {
		_ = t.file.look(impatience) // it logs what is wrong
		if key, known = t.seal.keys().by[id]; !known {
			return "", &UnknownKeyError{id, t.file.path}
		}
	}
	plain, err := key.Open(nil, nil, bytes, []byte(place))
	if err != nil {
		return "", errAltered
	}
	return string(plain), nil
}
