package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/graph"
)

func TestPage_isTheOneThatIsCommitted(t *testing.T) {
	_, m, err := graph.NewSchema()
	if err != nil {
		t.Fatal(err)
	}
	k, err := readKnown("../../docs/coverage.yml")
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../../docs/coverage.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(committed) != page(m, k) {
		t.Error("docs/coverage.md is not what the schema says; run go generate ./...")
	}
	for _, row := range []string{"| media_url | Media.mediaUrl | BIF |", "| worked out here | Media.isReel | IF |"} {
		if !strings.Contains(string(committed), row) {
			t.Errorf("docs/coverage.md has no row %s", row)
		}
	}
}

func TestMissing_namesWhatIsNeitherReachedNorLeftOut(t *testing.T) {
	_, m, err := graph.NewSchema()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	spec := `{"apis": [{"method": "GET", "endpoint": "media"}, {"method": "POST", "endpoint": "media_publish"},
		{"method": "GET", "name": "#get"}, {"method": "GET", "endpoint": "dataset"}, {"method": "GET", "endpoint": "shoes"}],
		"fields": [{"name": "username"}, {"name": "shoe_size"}]}`
	if err := os.WriteFile(filepath.Join(folder, "IGUser.json"), []byte(spec), 0o600); err != nil {
		t.Fatal(err)
	}
	k := known{Specs: map[string]string{"IGUser": "User"}, LeftOut: []leftOut{{Spec: "IGUser", Name: "dataset", Reason: "none"}}}
	missing, err := k.missing(m, folder)
	if want := []string{"IGUser.shoe_size", "IGUser.shoes"}; err != nil || !slices.Equal(missing, want) {
		t.Errorf("missing %v, %v, want %v", missing, err, want)
	}
	if _, err := k.missing(m, t.TempDir()); err == nil {
		t.Error("a folder without the specification is taken")
	}
}
