package documents

import (
	"errors"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/problem"
)

const (
	feed  = `query Feed { me { username } }`
	other = `query Other { __typename }`
)

func TestStore_findsWhatARequestNames(t *testing.T) {
	t.Parallel()
	trusted := []Trusted{{"feed", feed}, {"sha256:" + hashOf(other), other}}
	open, closed, bare := NewStore(trusted, false, 1<<20), NewStore(trusted, true, 1<<20), NewStore(nil, false, 0)
	sent := `query Sent { __typename }`
	named := Reference{Text: sent, Hash: hashOf(sent)}
	if _, err := open.Text(named); err != nil {
		t.Fatal(err)
	}
	open.Remember(named)
	closed.Remember(named)
	bare.Remember(named)

	for _, c := range []struct {
		name  string
		store *Store
		named Reference
		text  string
		code  string
	}{
		{"a trusted document by its id", open, Reference{ID: "feed"}, feed, ""},
		{"by its hash, though the manifest has another id", open, Reference{Hash: hashOf(feed)}, feed, ""},
		{"by its hash in capitals", open, Reference{Hash: strings.ToUpper(hashOf(feed))}, feed, ""},
		{"by an id that is its hash", open, Reference{ID: "sha256:" + hashOf(feed)}, feed, ""},
		{"by an id with the prefix, without it", open, Reference{ID: hashOf(other)}, other, ""},
		{"by its id in place of the hash", open, Reference{Hash: "feed"}, feed, ""},
		{"by its id in place of the hash, in capitals", open, Reference{Hash: "FEED"}, "", "PERSISTED_QUERY_NOT_IN_LIST"},
		{"by its id in place of the hash, with the text", open, Reference{Hash: "feed", Text: feed}, feed, ""},
		{"by its id in place of the hash, with another text", open, Reference{Hash: "feed", Text: other}, "", "BAD_USER_INPUT"},
		{"by its hash in place of a hash, with the prefix", open, Reference{Hash: "sha256:" + hashOf(other)}, other, ""},
		{"an unknown id in place of the hash", open, Reference{Hash: "nosuch", Text: sent}, "", "PERSISTED_QUERY_NOT_IN_LIST"},
		{"by id and text", open, Reference{ID: "feed", Text: feed}, feed, ""},
		{"by id and another text", open, Reference{ID: "feed", Text: other}, "", "BAD_USER_INPUT"},
		{"an unknown id", open, Reference{ID: "nosuch"}, "", "PERSISTED_QUERY_NOT_IN_LIST"},
		{"any text", open, Reference{Text: sent}, sent, ""},
		{"nothing", open, Reference{}, "", ""},
		{"a remembered document by its hash", open, Reference{Hash: hashOf(sent)}, sent, ""},
		{"a remembered document by an id that is its hash", open, Reference{ID: "sha256:" + hashOf(sent)}, sent, ""},
		{"an unknown hash", open, Reference{Hash: hashOf("?")}, "", "PERSISTED_QUERY_NOT_FOUND"},
		{"a hash that is not the text's", open, Reference{Hash: hashOf(sent), Text: sent + " "}, "", "BAD_USER_INPUT"},

		{"trusted only: by id", closed, Reference{ID: "feed"}, feed, ""},
		{"trusted only: by its id in place of the hash", closed, Reference{Hash: "feed"}, feed, ""},
		{"trusted only: an unknown id in place of the hash", closed, Reference{Hash: "nosuch"}, "", "PERSISTED_QUERY_NOT_IN_LIST"},
		{"trusted only: by hash", closed, Reference{Hash: hashOf(feed)}, feed, ""},
		{"trusted only: by its own text", closed, Reference{Text: feed}, feed, ""},
		{"trusted only: another text", closed, Reference{Text: sent}, "", "PERSISTED_QUERY_NOT_IN_LIST"},
		{"trusted only: another text with its hash", closed, Reference{Text: sent, Hash: hashOf(sent)}, "", "PERSISTED_QUERY_NOT_IN_LIST"},
		{"trusted only: a hash that was sent before", closed, Reference{Hash: hashOf(sent)}, "", "PERSISTED_QUERY_NOT_IN_LIST"},
		{"trusted only: an unknown id with the text of another", closed, Reference{ID: "nosuch", Text: feed}, "", "PERSISTED_QUERY_NOT_IN_LIST"},
		{"trusted only: an unknown hash with the text of another", closed, Reference{Hash: hashOf("?"), Text: feed}, "", "PERSISTED_QUERY_NOT_IN_LIST"},
		{"trusted only: nothing", closed, Reference{}, "", "PERSISTED_QUERY_NOT_IN_LIST"},

		{"hexadecimal digits that are too few for a hash", open, Reference{Hash: "abcd"}, "", "PERSISTED_QUERY_NOT_IN_LIST"},
		{"a hash with more behind it", open, Reference{Hash: hashOf(sent) + "zz"}, "", "PERSISTED_QUERY_NOT_IN_LIST"},
		{"no manifest: digits that are too few", bare, Reference{Hash: "abcd", Text: feed}, "", "BAD_USER_INPUT"},
		{"an id that is no hash in place of the hash, no manifest", bare, Reference{ID: "feed"}, "", "PERSISTED_QUERY_NOT_IN_LIST"},
		{"nothing remembered: a hash", bare, Reference{Hash: hashOf(sent)}, "", "PERSISTED_QUERY_NOT_SUPPORTED"},
		{"no manifest: what is no hash", bare, Reference{Hash: "feed", Text: feed}, "", "BAD_USER_INPUT"},
		{"nothing remembered: a hash with its text", bare, named, sent, ""},
	} {
		text, err := c.store.Text(c.named)
		var refused *problem.Error
		code := ""
		if errors.As(err, &refused) {
			code = refused.Code()
		}
		if text != c.text || code != c.code {
			t.Errorf("%s: %q, %v; want %q, %s", c.name, text, err, c.text, c.code)
		}
	}
}

func TestStore_remembersWhatWasSentAlongWithItsHash(t *testing.T) {
	t.Parallel()
	sent := `query Sent { __typename }`
	hash := hashOf(sent)
	for name, c := range map[string]struct {
		sent       Reference
		remembered bool
	}{
		"by its hash":                     {Reference{Text: sent, Hash: hash}, true},
		"by its hash in capitals":         {Reference{Text: sent, Hash: strings.ToUpper(hash)}, true},
		"by its hash with the prefix":     {Reference{Text: sent, Hash: "sha256:" + hash}, true},
		"by an id that is its hash":       {Reference{Text: sent, ID: "sha256:" + hash}, true},
		"by its own hash, not by another": {Reference{Text: sent, ID: "sha256:" + hash, Hash: hashOf(other)}, true},
		"by nothing":                      {Reference{Text: sent}, false},
		"by what is no hash":              {Reference{Text: sent, Hash: "feed"}, false},
		"without a text":                  {Reference{Hash: hash}, false},
	} {
		s := NewStore(nil, false, 1<<20)
		s.Remember(c.sent)
		s.sent.CleanUp()
		if held := s.sent.EstimatedSize() == 1; held != c.remembered {
			t.Errorf("%s: a text is held: %v", name, held)
		}
		text, err := s.Text(Reference{Hash: hash})
		if (err == nil) != c.remembered || c.remembered && text != sent {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

func TestStore_remembersNoMoreThanItsBytes(t *testing.T) {
	t.Parallel()
	s := NewStore(nil, false, 10_000)
	for i := range 1000 {
		text := strings.Repeat("#", 1000+i)
		s.Remember(Reference{Text: text, Hash: hashOf(text)})
	}
	s.sent.CleanUp()
	if texts := s.sent.EstimatedSize(); texts > 9 || texts < 4 {
		t.Errorf("%d texts of 1,000 to 2,000 bytes are remembered in 10,000", texts)
	}
}

func TestStore_checksItsTrustedDocuments(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `type Query { me: String }`})
	reader := NewOwnersReader(schema, coercion.New(schema, nil, true))
	if err := NewStore([]Trusted{{"a", `{ me }`}, {"b", `{ __typename }`}}, true, 0).Check(reader); err != nil {
		t.Errorf("valid documents: %v", err)
	}
	err := NewStore([]Trusted{{"a", `{ me }`}, {"b", `{ you they }`}}, true, 0).Check(reader)
	var invalid *InvalidError
	if !errors.As(err, &invalid) || invalid.ID != "b" || invalid.Unwrap() == nil {
		t.Fatalf("an invalid document: %v", err)
	}
	if said := err.Error(); !strings.HasPrefix(said, `the document "b": Cannot query field "you"`) {
		t.Errorf("it says %q", said)
	}
}

func TestStore_findsTrustedDocumentsAmongSome(t *testing.T) {
	t.Parallel()
	const one, two = `{ me { id } }`, `{ me { username } }`
	store := NewStore([]Trusted{{"one", one}, {"two", two}}, false, 1<<10)
	sent := `{ me { graphId } }`
	store.Remember(Reference{Text: sent, Hash: hashOf(sent)})
	for name, c := range map[string]struct {
		named Reference
		among []string
		want  error
	}{
		"by id":                     {Reference{ID: "one"}, nil, nil},
		"by text":                   {Reference{Text: one}, nil, nil},
		"by hash":                   {Reference{Hash: strings.ToUpper(hashOf(one))}, nil, nil},
		"by id and text":            {Reference{ID: "one", Text: one}, nil, nil},
		"among ids":                 {Reference{Text: one}, []string{"two", "one"}, nil},
		"among hashes":              {Reference{ID: "one"}, []string{"sha256:" + hashOf(one)}, nil},
		"of another text":           {Reference{ID: "one", Text: two}, nil, errOtherText},
		"not trusted":               {Reference{Text: sent}, nil, errNotTrusted},
		"not trusted, but known":    {Reference{Hash: hashOf(sent)}, nil, errNotTrusted},
		"not named":                 {Reference{}, nil, errNotTrusted},
		"not among them":            {Reference{ID: "one"}, []string{"two"}, errNotAmong},
		"among those that are gone": {Reference{ID: "one"}, []string{"three"}, errNotAmong},
	} {
		text, err := store.Trusted(c.named, c.among)
		if !errors.Is(err, c.want) || (err == nil) != (text == one) {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

func TestStore_knowsWhatTrustedDocumentsDo(t *testing.T) {
	t.Parallel()
	const both = `mutation M { like(input: {subjectId: "1"}) { subject { id } } } query Q { me { id } }`
	const write = `mutation M { like(input: {subjectId: "1"}) { subject { id } } } mutation N { like(input: {subjectId: "2"}) { subject { id } } }`
	const watch = `subscription { accountChanged { state } }`
	store := NewStore([]Trusted{{"read", feed}, {"both", both}, {"write", write}, {"watch", watch}}, false, 1<<10)
	store.Remember(Reference{Text: other, Hash: hashOf(other)})
	for name, c := range map[string]struct {
		text   string // "" for no document
		writes bool
	}{
		"read": {feed, false}, "sha256:" + hashOf(feed): {feed, false}, strings.ToUpper(hashOf(feed)): {feed, false},
		"both": {both, false}, "write": {write, true}, hashOf(write): {write, true}, "watch": {watch, false},
		"none": {}, hashOf(other): {}, "": {},
	} {
		hash, writes, ok := store.Known(name)
		if ok != (c.text != "") || writes != c.writes || ok && hash != hashOf(c.text) || !ok && hash != "" {
			t.Errorf("%s: %s, %t, %t", name, hash, writes, ok)
		}
	}
}
