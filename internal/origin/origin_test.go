package origin_test

import (
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/origin"
)

func read(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(text, into, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
}

func TestPattern_matchesWhatItsCaseSays(t *testing.T) {
	t.Parallel()
	var cases []struct {
		Pattern      string
		Matches, Not []string
	}
	read(t, "patterns.yml", &cases)
	for _, c := range cases {
		p, err := origin.Parse(c.Pattern)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, header := range c.Matches {
			if !p.Matches(header) {
				t.Errorf("%s does not match %q", c.Pattern, header)
			}
		}
		for _, header := range c.Not {
			if p.Matches(header) {
				t.Errorf("%s matches %q", c.Pattern, header)
			}
		}
	}
}

func TestParse_refuses(t *testing.T) {
	t.Parallel()
	var cases map[string]string
	read(t, "refused.yml", &cases)
	for text, says := range cases {
		_, err := origin.Parse(text)
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("Parse(%q) says %v, want one line about %q", text, err, says)
		}
	}
}

// What a pattern without a wildcard matches is itself.
func FuzzPattern_matchesItselfAlone(f *testing.F) {
	for _, seed := range []string{"https://app.example", "capacitor://localhost", "http://[::1]:3000", "https://a@b", "tauri://", "x://a:0"} {
		f.Add(seed, seed+".evil.example")
	}
	f.Fuzz(func(t *testing.T, text, header string) {
		p, err := origin.Parse(text)
		if err != nil || strings.Contains(text, "*") {
			return
		}
		if !p.Matches(text) {
			t.Errorf("%q does not match itself", text)
		}
		if p.Matches(header) && len(header) > len(text)+len(":443") {
			t.Errorf("%q matches %q", text, header)
		}
	})
}
