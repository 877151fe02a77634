package main

import (
	"strings"
	"testing"
)

func ended(caption, state string) *post {
	p := &post{caption: caption, id: "1", last: &publication{ID: "1", State: state}}
	switch state {
	case "PUBLISHED":
		p.last.Media = &struct{ ID, Caption string }{"7", caption}
	case "FAILED":
		p.last.Error = &struct{ Code, Message, Hint string }{"BAD_USER_INPUT", "no image", "Give another."}
	}
	return p
}

func TestCount_countsWhatEndedWell(t *testing.T) {
	t.Parallel()
	late := &post{caption: "d", id: "4"} // nobody has waited for its end
	accepted := []*post{ended("a", "PUBLISHED"), ended("b", "FAILED"), ended("c", "PUBLISHED"), late}
	got, err := count(accepted, map[string]int{"a": 1, "c": 1})
	if want := "2 posts published once, 1 failed with a reason"; got != want || err != nil {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
}

func TestCount_findsWhatIsLostOrDouble(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		spoil   func(*post)
		state   string
		shown   map[string]int
		because string
	}{
		{"double", nil, "PUBLISHED", map[string]int{"a": 2}, "a is published 2 times"},
		{"not shown", nil, "PUBLISHED", nil, "the account shows it 0 times"},
		{"shown though it failed", nil, "FAILED", map[string]int{"a": 1}, "a is FAILED"},
		{"without an end", nil, "PROCESSING", nil, "a is PROCESSING"},
		{"another's media", func(p *post) { p.last.Media.Caption = "b" }, "PUBLISHED", map[string]int{"a": 1}, "a is PUBLISHED with media"},
		{"without media", func(p *post) { p.last.Media = nil }, "PUBLISHED", map[string]int{"a": 1}, "a is PUBLISHED"},
		{"failed without an error", func(p *post) { p.last.Error = nil }, "FAILED", nil, "a is FAILED"},
		{"failed without a reason", func(p *post) { p.last.Error.Message = "" }, "FAILED", nil, "a is FAILED"},
		{"failed without a hint", func(p *post) { p.last.Error.Hint = "" }, "FAILED", nil, "a is FAILED"},
		{"double of what no one knows", nil, "FAILED", map[string]int{"x": 2}, "x is published 2 times"},
	} {
		a := ended("a", c.state)
		if c.spoil != nil {
			c.spoil(a)
		}
		shown := map[string]int{"good": 1}
		for caption, times := range c.shown {
			shown[caption] = times
		}
		_, err := count([]*post{ended("good", "PUBLISHED"), a}, shown)
		if err == nil || !strings.Contains(err.Error(), c.because) {
			t.Errorf("%s: %v; want %q", c.name, err, c.because)
		}
	}
}

func TestCount_isNoProofWhereNothingWasPublished(t *testing.T) {
	t.Parallel()
	if _, err := count([]*post{ended("a", "FAILED")}, nil); err == nil || err.Error() != "nothing was published" {
		t.Error(err)
	}
}

func TestPosts_sendAgainWhatIsNotKnownToBeAccepted(t *testing.T) {
	t.Parallel()
	p := &posts{graph: &graph{image: "http://127.0.0.1/a.jpg"}}
	first := p.next()
	if again := p.next(); again != first {
		t.Errorf("%s was sent after %s", again.caption, first.caption)
	}
	first.id = "1"
	if other := p.next(); other.caption == first.caption {
		t.Errorf("%s was sent though it was accepted", other.caption)
	}
	if got := p.accepted(); len(got) != 1 || got[0] != first {
		t.Errorf("%v were accepted", got)
	}
}
