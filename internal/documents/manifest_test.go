package documents

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
		{name: "with an id as long as may be", text: `{"` + strings.Repeat("a", 200) + `": "{ x }"}`, ids: strings.Repeat("a", 200)},
		{name: "with ids of signs", text: `{"!": "{ x }", "~": "{ x }"}`, ids: "! ~"},
		{name: "with an id that does not print", text: `{"a\u007f": "{ x }"}`, says: "no word"},
		{name: "with a wrong id behind others", text: `{"a": "{ x }", "b": "{ x }", "c d": "{ x }"}`, says: "document 3 has an id"},
		{name: "with a hash and other ids", text: `{"sha256:b": "{ x }", "a": "{ x }"}`, ids: "a sha256:b"},
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

func TestLoadManifest_readsAFileOrNamesIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const most = 100
	write := func(name, text string, size int) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text+strings.Repeat(" ", size-len(text))), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for path, says := range map[string]string{
		write("good.json", `{"a": "{ x }"}`, 20):      "",
		write("whole.json", `{"a": "{ x }"}`, most):   "",
		write("bad.json", `[]`, 2):                    "no manifest",
		write("large.json", `{"a": "{ x }"}`, most+1): "is larger than 100 bytes",
		filepath.Join(dir, "none.json"):               "no such file",
		dir:                                           "is a directory",
	} {
		trusted, err := loadManifest(path, most)
		if says == "" {
			if err != nil || len(trusted) != 1 {
				t.Errorf("%s: %v, %v", path, trusted, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), path) || trusted != nil {
			t.Errorf("%s: %v, %v, want one about %q", path, trusted, err, says)
		}
	}
}

func TestLoadManifest_takesSomeThousandDocuments(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "manifest.json")
	if err := os.WriteFile(path, []byte(`{"a": "{ x } #`+strings.Repeat("x", 1<<20)+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if trusted, err := LoadManifest(path); err != nil || len(trusted) != 1 {
		t.Errorf("%d documents, %v", len(trusted), err)
	}
}
