package publication

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/content"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
)

// trace is a publication from its beginning on: what is next each time, and what comes of it.
type trace struct {
	Name    string
	Content string
	// In is how far ahead the post is scheduled.
	In    time.Duration
	Steps []traced
}

// traced is one step: what is next, what is done to the publication, and what it is then.
type traced struct {
	After   time.Duration
	Next    string
	Created map[int]string
	Looked  map[int]string
	Used    *int
	Total   int
	Newest  []string
	Posted  string
	Settled string
	// GoOn is the login type of the token with which the publication goes on, and
	// Unreachable reports that this token does not reach the container.
	GoOn        string
	Unreachable bool
	Failed      string
	Resumed     bool
	Cancel      *bool
	Then        string
	// Hint is how the hint of the failure begins.
	Hint string
}

var epoch = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)

func contentOf(t *testing.T, kind string) content.Content {
	t.Helper()
	caption := "A dinosaur"
	switch kind {
	case "image":
		return content.Content{Image: &content.Image{ImageURL: "https://example.com/a.jpg", Caption: &caption}}
	case "story":
		return content.Content{Story: &content.Story{ImageURL: new("https://example.com/a.jpg")}}
	case "carousel":
		item := content.Item{Image: &content.ItemImage{ImageURL: "https://example.com/a.jpg"}}
		return content.Content{Carousel: &content.Carousel{Caption: &caption, Items: []content.Item{item, item}}}
	}
	t.Fatalf("no content %q", kind)
	return content.Content{}
}

// errorNamed returns the error of a name: one of the failures, or the codes of a refusal.
func errorNamed(t *testing.T, name string) error {
	t.Helper()
	switch name {
	case "":
		return nil
	case "no answer":
		return graphapi.ErrNoAnswer
	case "not sent":
		return graphapi.NotSent(context.Background(), context.DeadlineExceeded)
	case "going down":
		return graphapi.ErrCanceled
	case "server":
		return &graphapi.Error{Status: 500, Code: 2, Message: "Service temporarily unavailable"}
	case "limited":
		return &graphapi.Error{Status: 400, Code: 80002, Message: "There have been too many calls", RetryAfter: 10 * time.Minute}
	}
	code, subcode, _ := strings.Cut(name, "/")
	e := &graphapi.Error{Status: 400, Message: "refused"}
	var err error
	if e.Code, err = strconv.Atoi(code); err != nil {
		t.Fatalf("no error %q", name)
	}
	e.Subcode, _ = strconv.Atoi(subcode)
	return e
}

// result returns what came of a call, as a word: an error, or anything else.
func result(t *testing.T, word string) (string, error) {
	t.Helper()
	if name, ok := strings.CutPrefix(word, "error "); ok {
		return "", errorNamed(t, name)
	}
	return word, nil
}

func results(t *testing.T, words map[int]string, read func(*Result, string)) (all []Result) {
	t.Helper()
	for _, i := range slices.Sorted(func(yield func(int) bool) {
		for i := range words {
			if !yield(i) {
				return
			}
		}
	}) {
		word, err := result(t, words[i])
		r := Result{Container: i, Err: err}
		read(&r, word)
		all = append(all, r)
	}
	return all
}

// mediaOf returns media from lines such as "7 5s ago: A dinosaur".
func mediaOf(t *testing.T, lines []string, now time.Time) (all []Media) {
	t.Helper()
	for _, line := range lines {
		head, caption, _ := strings.Cut(line, ": ")
		id, age, _ := strings.Cut(head, " ")
		m := Media{ID: id, Caption: caption, Time: now}
		if age != "" {
			d, err := time.ParseDuration(strings.TrimSuffix(age, " ago"))
			if err != nil {
				t.Fatal(err)
			}
			m.Time = now.Add(-d)
		}
		all = append(all, m)
	}
	return all
}

func (s *traced) do(t *testing.T, p *Publication, now time.Time) {
	t.Helper()
	switch err := errorNamed(t, s.Failed); {
	case s.Created != nil:
		p.Created(results(t, s.Created, func(r *Result, word string) { r.ID = word }), now)
	case s.Looked != nil:
		p.Looked(results(t, s.Looked, func(r *Result, word string) { r.Status.Code, r.Status.Text, _ = strings.Cut(word, " ") }), now)
	case s.Used != nil:
		p.Asked(Limit{Used: *s.Used, Total: s.Total, Window: 24 * time.Hour, Newest: mediaOf(t, s.Newest, now)}, nil, now)
	case s.Settled != "":
		word, err := result(t, s.Settled)
		p.Settled(Seen{Status: Status{Code: word}, Unreachable: s.Unreachable, Newest: mediaOf(t, s.Newest, now)}, err, now)
	case s.Posted != "":
		media, err := result(t, s.Posted)
		p.Posted(media, err, now)
	case err != nil:
		p.Asked(Limit{}, err, now)
	case s.GoOn != "":
		login, err := dialect.ParseLogin(s.GoOn)
		if err != nil {
			t.Fatal(err)
		}
		if p.GoOnWith(login) == s.Unreachable {
			t.Errorf("goes on with %s, or not", s.GoOn)
		}
	case s.Resumed:
		if !p.Resume() {
			t.Error("does not go on")
		}
	case s.Cancel != nil:
		if p.Cancel() != *s.Cancel {
			t.Errorf("cancel is not %t", *s.Cancel)
		}
	}
	p.Measure()
}

// written returns a step in words.
func (s Step) written(now time.Time) string {
	name := [...]string{Rest: "rest", Make: "make", Look: "look", Ask: "ask", Post: "post", Settle: "settle"}[s.Action]
	for _, i := range s.Containers {
		name += " " + strconv.Itoa(i)
	}
	if s.Action == Rest && !s.At.IsZero() {
		name += " " + s.At.Sub(now).String()
	}
	return name
}

// shown returns a publication in words.
func (p *Publication) shown(now time.Time) string {
	text := fmt.Sprintf("%s %g", p.State, p.Progress)
	if p.MediaID != "" {
		text += " media " + p.MediaID
	}
	if !p.RetryAt.IsZero() {
		text += " retry " + p.RetryAt.Sub(now).String()
	}
	if p.Failure != nil {
		text += fmt.Sprintf(" %s %s: %s", p.Failure.Code, p.Failure.Outcome, p.Failure.Message)
		if p.Failure.Hint == "" {
			text += " WITHOUT A HINT"
		}
	}
	return text
}

func TestPublication_goesItsWay(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/traces.yml")
	if err != nil {
		t.Fatal(err)
	}
	var traces []trace
	if err := yaml.UnmarshalWithOptions(text, &traces, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, tr := range traces {
		t.Run(tr.Name, func(t *testing.T) {
			t.Parallel()
			now := epoch
			p := &Publication{State: Queued, Login: dialect.Instagram, Content: contentOf(t, tr.Content)}
			if tr.In > 0 {
				p.State, p.PublishAt = Scheduled, now.Add(tr.In)
			}
			for i, s := range tr.Steps {
				now = now.Add(s.After)
				if s.Next != "" {
					step, progress := p.Next(now), p.Progress
					if got := step.written(now); got != s.Next {
						t.Fatalf("step %d: next is %s; want %s", i+1, got, s.Next)
					}
					if p.Measure(); p.Progress < progress {
						t.Errorf("step %d: the progress falls from %g to %g", i+1, progress, p.Progress)
					}
				}
				progress := p.Progress
				s.do(t, p, now)
				if p.Progress < progress {
					t.Errorf("step %d: the progress falls from %g to %g", i+1, progress, p.Progress)
				}
				if s.Hint != "" && (p.Failure == nil || !strings.HasPrefix(p.Failure.Hint, s.Hint)) {
					t.Errorf("step %d: the hint of %v is not %q", i+1, p.Failure, s.Hint)
				}
				if got := p.shown(now); s.Then != "" && got != s.Then {
					t.Errorf("step %d: is\n%s\nwant\n%s", i+1, got, s.Then)
				}
			}
		})
	}
}

func TestAgain_endsAtSomeTime(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		calls int
		takes time.Duration
	}{
		"server":    {9, 8*time.Minute + 30*time.Second},
		"no answer": {31, 8*time.Minute + 30*time.Second + 22*5*time.Minute},
	} {
		now, calls := epoch, 0
		p := &Publication{State: Queued, Content: contentOf(t, "image")}
		for !p.State.Final() && calls < 100 {
			now = now.Add(max(0, p.RetryAt.Sub(now)))
			p.Next(now)
			p.Created([]Result{{Err: errorNamed(t, name)}}, now)
			calls++
		}
		if calls != c.calls || now.Sub(epoch) != c.takes || p.State != Failed || p.Failure.Outcome != graphapi.OutcomeUnknown {
			t.Errorf("%s: %s after %d calls and %s", name, p.State, calls, now.Sub(epoch))
		}
	}
}

func TestSettled_endsAtSomeTime(t *testing.T) {
	t.Parallel()
	now := epoch
	p := &Publication{State: Queued, Content: contentOf(t, "image")}
	p.Next(now)
	p.Created([]Result{{ID: "1"}}, now)
	p.Looked([]Result{{Status: Status{Code: statusFinished}}}, now)
	posts := 0
	for range 1000 {
		now = now.Add(max(0, p.RetryAt.Sub(now)))
		switch p.Next(now).Action {
		case Ask:
			p.Asked(Limit{}, nil, now)
		case Post:
			posts++
			p.Posted("", graphapi.ErrNoAnswer, now)
		case Settle:
			p.Settled(Seen{Status: Status{Code: statusFinished}}, nil, now)
		}
	}
	if posts != maxPosts || p.State != Failed || p.Failure.Outcome != graphapi.OutcomeUnknown {
		t.Errorf("%s after %d calls", p.State, posts)
	}
}
