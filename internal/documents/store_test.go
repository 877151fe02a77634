package documents

import (
	"errors"
	"strings"
	"testing"

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
		{"trusted only: nothing", closed, Reference{}, "", "PERSISTED_QUERY_NOT_IN_LIST"},

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

func TestStore_remembersNoMoreThanItsBytes(t *testing.T) {
	t.Parallel()
	s := NewStore(nil, false, 10_000)
	for i := range 1000 {
		text := strings.Repeat("#", 1000+i)
		s.Remember(Reference{Text: text, Hash: hashOf(text)})
	}
	s.sent.CleanUp()
	if size := s.sent.WeightedSize(); size > 10_000 {
		t.Errorf("%d bytes are remembered", size)
	}
}

func TestReadManifest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		ids        string // of what is read
		says       string // part of the error
	}{
		{name: "in Relay's form", text: `{"b": "query B { x }", "a": "query A { x }"}`, ids: "a b"},
		{
			name: "in Apollo's form", ids: "x y",
			text: `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [
				{"id": "y", "name": "Y", "type": "query", "body": "query Y { x }"}, {"id": "x", "body": "query X { x }"}]}`,
		},
		{name: "without documents", text: `{}`},
		{name: "of a later version", text: `{"format": "apollo-persisted-query-manifest", "version": 2, "operations": []}`, says: "no manifest"},
		{name: "that is a list", text: `[{"id": "a", "body": "{ x }"}]`, says: "no manifest"},
		{name: "that is no JSON", text: `{"a": `, says: "no manifest"},
		{name: "that is empty", text: ``, says: "no manifest"},
		{name: "with one id twice", text: `{"a": "{ x }", "a": "{ y }"}`, says: "no manifest"},
		{name: "with one id twice, once with its prefix", text: `{"a": "{ x }", "sha256:a": "{ y }"}`, says: "stands for two documents"},
		{
			name: "with one id twice in Apollo's form", says: "stands for two documents",
			text: `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "x", "body": "{ x }"}, {"id": "x", "body": "{ y }"}]}`,
		},
		{name: "with an empty id", text: `{"": "{ x }"}`, says: "no word"},
		{name: "with an id of several words", text: `{"a b": "{ x }"}`, says: "no word"},
		{name: "with an id that is too long", text: `{"` + strings.Repeat("a", 201) + `": "{ x }"}`, says: "no word"},
		{name: "with an empty document", text: `{"a": " "}`, says: "is empty"},
	} {
		trusted, err := ReadManifest([]byte(c.text))
		var ids []string
		for _, d := range trusted {
			ids = append(ids, d.ID)
		}
		switch {
		case c.says == "" && (err != nil || strings.Join(ids, " ") != c.ids):
			t.Errorf("%s: %v, %v", c.name, ids, err)
		case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n")):
			t.Errorf("%s: %v, want one line about %q", c.name, err, c.says)
		}
	}
}

func FuzzReadManifest_givesNamedDocumentsOrOneLine(f *testing.F) {
	f.Add([]byte(`{"a": "{ x }"}`))
	f.Add([]byte(`{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "x", "body": "{ x }"}]}`))
	f.Add([]byte(`{"format": "apollo-persisted-query-manifest", "version": 1, "operations": null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		trusted, err := ReadManifest(text)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q takes more than a line", err)
			}
			return
		}
		s := NewStore(trusted, true, 0)
		for _, d := range trusted {
			if got, err := s.Text(Reference{ID: d.ID}); got == "" || err != nil {
				t.Errorf("%q: %q, %v", d.ID, got, err)
			}
		}
	})
}
