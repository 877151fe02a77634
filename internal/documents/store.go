package documents

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/syntax"
)

// Reference is how a request names its document: by its text, by the id of a trusted
// one, or by its SHA-256, alone or beside the text. Apollo's clients send ids of
// trusted documents in place of the hash, whatever the ids look like.
type Reference struct {
	Text, ID, Hash string
}

// name returns what the document is looked up by; empty if the text is all there is.
func (r Reference) name() string { return plain(cmp.Or(r.ID, r.Hash)) }

// Why a request has no document. The messages in one word are Apollo's, which its
// clients act on as on the codes.
var (
	errNotFound = problem.New(problem.PersistedQueryNotFound, "PersistedQueryNotFound",
		"Send the document's text along with its hash, once.")
	errNotSupported = problem.New(problem.PersistedQueryNotSupported, "PersistedQueryNotSupported",
		"Send the document's text: this server remembers none by its hash.")
	errNotTrusted = problem.New(problem.PersistedQueryNotInList, "the document is not one of the trusted documents",
		"Send the id of a document from the manifest that this server was started with.")
	errNotAmong = problem.New(problem.Forbidden, "the API key is not for this document",
		"Send one of the documents that the key was made for, or make another key.")
	errNoHash = problem.New(problem.BadUserInput, "extensions.persistedQuery is malformed",
		`Send {"version": 1, "sha256Hash": "<64 hexadecimal digits>"}.`)
	errOtherText = problem.New(problem.BadUserInput, "the document's text is not that of its id",
		`Leave out "query": the id alone names the document.`)
	errWrongHash = problem.New(problem.BadUserInput, "the document's text does not match its hash",
		"Send the SHA-256 of exactly the text that is sent, in hexadecimal digits.")
)

// Store finds the documents that requests name. It may be used by many goroutines
// at once.
type Store struct {
	trusted []Trusted
	// byID holds the texts of trusted documents by their ids and by their hashes.
	byID map[string]string
	// only reports that no other documents are executed.
	only bool
	// sent holds the texts that clients have sent along with their hashes, by these; nil
	// where none are remembered.
	sent *otter.Cache[string, string]
}

// NewStore returns a store of trusted documents. Unless only those are executed, the
// store also remembers other documents by their hashes, up to so many bytes of them.
func NewStore(trusted []Trusted, only bool, remembered int) *Store {
	s := &Store{trusted: trusted, byID: make(map[string]string, 2*len(trusted)), only: only}
	for _, t := range trusted {
		s.byID[hashOf(t.Text)] = t.Text
	}
	for _, t := range trusted { // after the hashes, for the ids of the manifest go before
		s.byID[plain(t.ID)] = t.Text
	}
	if !only && remembered > 0 {
		s.sent = otter.Must(&otter.Options[string, string]{
			MaximumWeight: uint64(remembered),
			Weigher: func(hash, text string) uint32 {
				return uint32(len(hash) + len(text)) //nolint:gosec // a document is no longer than a request's body
			},
		})
	}
	return s
}

// InvalidError says which trusted document cannot be carried out, and why.
type InvalidError struct {
	ID    string
	Cause error
}

// Error names the document and the first thing that is wrong with it.
func (e *InvalidError) Error() string { return fmt.Sprintf("the document %q: %v", e.ID, e.Cause) }

// Unwrap returns what is wrong with the document.
func (e *InvalidError) Unwrap() error { return e.Cause }

// Check reads all trusted documents, so that none turns out to be invalid when a
// request asks for it. The error is an *InvalidError.
func (s *Store) Check(reader *Reader) error {
	for _, t := range s.trusted {
		if _, errs := reader.Read(t.Text); len(errs) > 0 {
			return &InvalidError{t.ID, errors.New(errs[0].Message)}
		}
	}
	return nil
}

// Text returns the text of the document that a request names. The error is a
// *problem.Error.
func (s *Store) Text(named Reference) (string, error) {
	name := named.name()
	if isHash(name) && s.byID[name] == "" {
		name = strings.ToLower(name)
	}
	trusted, ok := s.trusts(name)
	switch {
	case ok && named.Text != "" && named.Text != trusted:
		return "", errOtherText
	case ok:
		return trusted, nil
	case s.only:
		return s.onlyTrusted(named)
	case named.ID != "" && !strings.HasPrefix(named.ID, hashPrefix):
		return "", errNotTrusted
	case name == "":
		return named.Text, nil
	case !isHash(name) && len(s.trusted) > 0:
		return "", errNotTrusted
	case !isHash(name):
		return "", errNoHash
	}
	return s.remembered(name, named.Text)
}

// Known returns the SHA-256 of a trusted document by its id or hash, and whether all of its
// operations are mutations; false if there is no such document.
func (s *Store) Known(name string) (hash string, writes, ok bool) {
	text, ok := s.trusts(plain(name))
	if !ok {
		return "", false, false
	}
	document, err := syntax.Parse(text)
	writes = err == nil && !slices.ContainsFunc(document.Operations, func(o *ast.OperationDefinition) bool { return o.Operation != ast.Mutation })
	return hashOf(text), writes, true
}

// trusts returns the text of a trusted document by its id or hash.
func (s *Store) trusts(name string) (string, bool) {
	text, ok := s.byID[name]
	if !ok && isHash(name) {
		text, ok = s.byID[strings.ToLower(name)]
	}
	return text, ok
}

// Trusted returns the text of a trusted document that a request names, also by its text
// alone; where there are others among which it is to be, by ids or hashes, only one of
// those. The error is a *problem.Error.
func (s *Store) Trusted(named Reference, among []string) (string, error) {
	name := named.name()
	if name == "" {
		name = hashOf(named.Text)
	}
	text, ok := s.trusts(name)
	switch {
	case !ok:
		return "", errNotTrusted
	case named.Text != "" && named.Text != text:
		return "", errOtherText
	case len(among) == 0:
		return text, nil
	}
	for _, each := range among {
		if one, ok := s.trusts(plain(each)); ok && one == text {
			return text, nil
		}
	}
	return "", errNotAmong
}

// onlyTrusted returns a text that is sent as it is, if it is the text of a trusted
// document.
func (s *Store) onlyTrusted(named Reference) (string, error) {
	if named.ID != "" || named.Hash != "" || s.byID[hashOf(named.Text)] != named.Text || named.Text == "" {
		return "", errNotTrusted
	}
	return named.Text, nil
}

// remembered returns the text with a hash: the one that is sent, or one that was sent
// before.
func (s *Store) remembered(hash, text string) (string, error) {
	switch {
	case text != "" && hashOf(text) != hash:
		return "", errWrongHash
	case text != "":
		return text, nil
	case s.sent == nil:
		return "", errNotSupported
	}
	text, ok := s.sent.GetIfPresent(hash)
	if !ok {
		return "", errNotFound
	}
	return text, nil
}

// Remember keeps a text that was sent along with its hash, now that the text is known
// to be a valid document. Text has checked the hash.
func (s *Store) Remember(named Reference) {
	hash := named.name()
	if s.sent != nil && isHash(hash) && named.Text != "" {
		s.sent.Set(strings.ToLower(hash), named.Text)
	}
}
