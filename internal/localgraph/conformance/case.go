package conformance

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// Case is one request with what is to come back. JSON is matched as a part of the
// answer, Body as the whole of it but for the trace id.
type Case struct {
	// Group is the file that the case is in, without its extension.
	Group string `yaml:"-"`
	Name  string
	// Get, Post or Delete is path and query. In them, in Header, in Form and in TextIn $name
	// stands for a token or node of names.yml.
	Get, Post    string
	Delete       string
	Header, Form map[string]string
	TextIn       string `yaml:"textIn"`
	// Login is the login type of a case that names no token of names.yml; "" is any.
	Login string
	// Legacy asks a server for what Meta has withdrawn.
	Legacy bool
	// Later is how long after the tests' now the case happens.
	Later time.Duration
	// Only is why no server but the local graph can be asked; "" if others can.
	Only string

	Status          int
	Headers         map[string]string
	Body, JSON      any
	Text            *string
	Contains        string
	Present, Absent []string
}

//go:embed cases/*.yml names.yml calls.yml optional.yml
var files embed.FS

// Cases returns all cases, in the order of their files.
func Cases() ([]Case, error) { return casesIn(files) }

func casesIn(files fs.FS) ([]Case, error) {
	paths, _ := fs.Glob(files, "cases/*.yml") // the pattern is well formed
	var all []Case
	for _, p := range paths {
		var cases []Case
		if err := read(files, p, &cases); err != nil {
			return nil, err
		}
		for i := range cases {
			cases[i].Group = strings.TrimSuffix(path.Base(p), ".yml")
		}
		all = append(all, cases...)
	}
	return all, nil
}

func read(files fs.FS, name string, into any) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	if err := yaml.UnmarshalWithOptions(text, into, yaml.Strict()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Title is the group of the case and its name.
func (c Case) Title() string { return c.Group + "/" + c.Name }

// words are the parts of the request in which names are replaced.
func (c Case) words() []string {
	words := []string{c.Get, c.Post, c.Delete, c.TextIn}
	for _, values := range []map[string]string{c.Header, c.Form} {
		for _, value := range values {
			words = append(words, value)
		}
	}
	return words
}

var batched = regexp.MustCompile(`(^|[?&"])batch\b`)

// writing is a method that writes, in a query and in an item of a batch.
var writing = regexp.MustCompile(`(?i)[?&]method=(post|delete)\b|"method"\s*:\s*"(post|delete)"`)

// Writes reports whether a server that takes writes could take the case for one:
// each DELETE, each POST that is no batch of reads, and each read by a method that
// writes.
func (c Case) Writes() bool {
	_, batch := c.Form["batch"]
	for _, word := range c.words() {
		if writing.MatchString(word) {
			return true
		}
		batch = batch || batched.MatchString(word)
	}
	if method := c.Form["method"]; method != "" {
		return !strings.EqualFold(method, "get")
	}
	return c.Delete != "" || c.Post != "" && !batch
}
