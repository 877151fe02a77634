package apptest

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// Story is a list of operations that follow one another over a local graph of their own.
type Story struct {
	Name   string
	Token  string // "": the demo token
	Faults []fault.Fault
	Steps  []Step
}

// Step is one operation of a story.
type Step struct {
	Case `yaml:",inline"`
	// Keep names values of the answer: {name} stands for the value in the steps that follow.
	Keep map[string]string
}

// Stories reads the stories of all files in a folder.
func Stories(t testing.TB, folder string) (all []Story) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.yml"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var found []Story
		if err := yaml.UnmarshalWithOptions([]byte(WithGlobalIDs(string(text))), &found, yaml.Strict()); err != nil {
			t.Fatalf("%s: %s", file, err)
		}
		for i := range found {
			for j := range found[i].Steps {
				found[i].Steps[j].File, found[i].Steps[j].Name = filepath.Base(file), found[i].Name
			}
		}
		all = append(all, found...)
	}
	return all
}

// Run carries out the story, and holds each answer to its step.
func (s Story) Run(t *testing.T) {
	t.Helper()
	graph := OpenWritable(t, localgraph.Options{})
	graph.Faults().Add(s.Faults...)
	w := StartOver(t, graph)
	token, kept := s.Token, map[string]string{"graph": OwnBase}
	if token == "" {
		token = localgraph.DemoToken
	}
	for _, step := range s.Steps {
		c := step.with(kept)
		c.Faults = s.Faults
		as := cmp.Or(step.Token, token)
		if as == "none" {
			as = ""
		}
		answer := c.Answered(t, w, as)
		for name, path := range step.Keep {
			kept[name] = fmt.Sprint(valueAt(answer.Data, path))
		}
		if t.Failed() {
			t.Fatalf("in %s\n%+v", c.Operation, answer.Errors)
		}
	}
}

// valueAt returns the value at a path of names and indexes.
func valueAt(value any, path string) any {
	for _, part := range strings.Split(path, ".") {
		items, ok := value.([]any)
		if i, err := strconv.Atoi(part); err == nil && ok && i < len(items) {
			value = items[i]
		} else {
			value = At(value, part)
		}
	}
	return value
}

// with returns the step with kept values in their places.
func (s Step) with(kept map[string]string) Case {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		pairs = append(pairs, "{"+name+"}", kept[name])
	}
	in := strings.NewReplacer(pairs...)
	c := s.Case
	c.Operation, c.Data = in.Replace(c.Operation), replaced(in, c.Data)
	c.Calls = slices.Clone(c.Calls)
	for i := range c.Calls {
		c.Calls[i] = in.Replace(c.Calls[i])
	}
	return c
}

// replaced returns a value with all texts in it replaced.
func replaced(in *strings.Replacer, value any) any {
	switch v := value.(type) {
	case string:
		return in.Replace(v)
	case []any:
		all := make([]any, len(v))
		for i := range v {
			all[i] = replaced(in, v[i])
		}
		return all
	case map[string]any:
		all := map[string]any{}
		for name := range v {
			all[name] = replaced(in, v[name])
		}
		return all
	}
	return value
}
