package documents

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Trusted is a document that is published with the program that sends it.
type Trusted struct {
	ID   string `json:"id"`
	Text string `json:"body"`
}

// maxManifest bounds a manifest's file, in bytes: some thousand documents.
const maxManifest = 64 << 20

// LoadManifest reads a manifest from a file, as ReadManifest does.
func LoadManifest(path string) ([]Trusted, error) { return loadManifest(path, maxManifest) }

// loadManifest refuses a file of more than most bytes.
func loadManifest(path string, most int) ([]Trusted, error) {
	file, err := os.Open(path) //nolint:gosec // reading the file that it names is the setting's purpose
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, int64(most)+1))
	if err != nil {
		return nil, err
	}
	if len(text) > most {
		return nil, fmt.Errorf("%s is larger than %d bytes", path, most)
	}
	trusted, err := ReadManifest(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return trusted, nil
}

// apolloFormat is what Apollo's manifests say of themselves.
const apolloFormat = "apollo-persisted-query-manifest"

var errNoManifest = errors.New(`no manifest: write an object of ids and documents, as Relay's compiler does, or Apollo's {"format": "` + apolloFormat + `", "version": 1, "operations": […]}`)

// ReadManifest reads trusted documents in either form that compilers write, and
// returns them in the order of their ids. The error is one line.
//
// Sources: Relay, Persisted Queries; Apollo, generate-persisted-query-manifest.
func ReadManifest(text []byte) ([]Trusted, error) {
	var apollo struct {
		Format     string         `json:"format"`
		Version    jsontext.Value `json:"version"`
		Operations []Trusted      `json:"operations"`
	}
	var relay map[string]string
	var trusted []Trusted
	if json.Unmarshal(text, &apollo) == nil && apollo.Format == apolloFormat {
		if string(apollo.Version) != "1" {
			return nil, errNoManifest
		}
		trusted = apollo.Operations
	} else if json.Unmarshal(text, &relay) == nil {
		for id, document := range relay {
			trusted = append(trusted, Trusted{id, document})
		}
	} else {
		return nil, errNoManifest
	}
	slices.SortFunc(trusted, func(a, b Trusted) int { return cmp.Compare(a.ID, b.ID) })
	return trusted, check(trusted)
}

// check refuses an id that is no word, an id that stands for two documents, and an empty
// document. The documents are in the order of their ids.
func check(trusted []Trusted) error {
	for i, t := range trusted {
		switch {
		case t.ID == "" || len(t.ID) > maxName || strings.ContainsFunc(t.ID, func(r rune) bool { return r <= ' ' || r > '~' }):
			return fmt.Errorf("document %d has an id that is no word of at most %d letters", i+1, maxName)
		case strings.TrimSpace(t.Text) == "":
			return fmt.Errorf("the document %q is empty", t.ID)
		case i > 0 && plain(trusted[i-1].ID) == plain(t.ID):
			return fmt.Errorf("the id %q stands for two documents", t.ID)
		}
	}
	return nil
}

// hashPrefix marks an id that is its document's SHA-256.
//
// Source: GraphQL over HTTP, appendix A, Persisted Documents.
const hashPrefix = "sha256:"

// plain returns an id without the prefix.
func plain(id string) string { return strings.TrimPrefix(id, hashPrefix) }

// isHash reports whether a name has the form of a SHA-256 in hexadecimal digits.
func isHash(name string) bool {
	sum, err := hex.DecodeString(name)
	return err == nil && len(sum) == sha256.Size
}

// hashOf returns a document's SHA-256 in hexadecimal digits.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
