package publish_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
)

// faulty is a publication while the Graph API fails.
type faulty struct {
	Name, Token string
	Content     any
	Faults      []any
	// Calls are those that it takes, States what clients see, Posts how often it is
	// published, Error why not, and Took how long it takes by the clock.
	Calls, States, Error, Took string
	Posts                      int
}

// into reads a value of a YAML file as JSON is read. The word "own" stands for a file of
// the local graph.
func (w *world) into(t *testing.T, value, target any) {
	t.Helper()
	image, video := w.files(t)
	text, err := json.Marshal(value)
	if err == nil {
		text = []byte(strings.NewReplacer(`"videoUrl":"own"`, `"videoUrl":"`+video+`"`, `"own"`, `"`+image+`"`).Replace(string(text)))
		err = json.Unmarshal(text, target)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestWork_publishesOnceOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/faults.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []faulty
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			c.run(t)
		})
	}
}

func (c faulty) run(t *testing.T) {
	w := open(t)
	token := c.Token
	if token == "" {
		token = localgraph.DemoToken
	}
	var r publish.Request
	w.into(t, c.Content, &r.Content)
	var faults []fault.Fault
	w.into(t, c.Faults, &faults)
	accepted, err := w.Publish(w.as(t, token), r)
	if err != nil {
		t.Fatal(err)
	}
	before := w.shown(t, r.Content)
	w.graph.ForgetCalls()
	w.graph.Faults().Add(faults...)
	began := w.time()
	p := w.finish(t, accepted.ID)
	took := w.time().Sub(began)
	calls := callsOf(p, w.graph.Calls())
	if want := strings.TrimSpace(c.Calls); want != "" && calls != want {
		t.Errorf("calls:\n%s\nwant:\n%s", calls, want)
	}
	if got := strings.Join(w.store.states, " "); got != c.States {
		t.Errorf("states: %s\nwant:   %s", got, c.States)
	}
	if c.Took != "" && took.String() != c.Took {
		t.Errorf("took %s, not %s, with\n%s", took, c.Took, calls)
	}
	failure := ""
	if p.Failure != nil {
		failure = p.Failure.Code + " " + string(p.Failure.Outcome) + ": " + p.Failure.Message
	}
	if !strings.HasPrefix(failure, c.Error) || failure != "" && c.Error == "" {
		t.Errorf("error: %s; want %s", failure, c.Error)
	}
	w.graph.Faults().Clear()
	if posts := w.shown(t, r.Content) - before; posts != c.Posts {
		t.Errorf("published %d times", posts)
	}
	if (p.MediaID != "") != (c.Posts > 0) || (p.Progress == 1) != (p.State == publication.Published) {
		t.Errorf("media %q, progress %g", p.MediaID, p.Progress)
	}
	if last := w.store.states[len(w.store.states)-1]; last != string(p.State) {
		t.Errorf("clients see %s in the end, and it is %s", last, p.State)
	}
}

func TestWork_goesOnWithATokenThatComesWhileItParks(t *testing.T) {
	t.Parallel()
	w := open(t)
	p, err := w.Publish(w.as(t, instagram), w.request(t, "A"))
	if err != nil {
		t.Fatal(err)
	}
	w.vault.tokens = nil
	w.store.saved = func(p *publication.Publication) {
		if p.State == publication.NeedsReauthentication {
			_ = w.vault.Keep(t.Context(), account, dialect.Facebook, facebook)
		}
	}
	if p = w.finish(t, p.ID); p.State != publication.Published {
		t.Errorf("%s, %+v", p.State, p.Failure)
	}
}

func TestWork_endsWithARowThatIsGone(t *testing.T) {
	t.Parallel()
	for _, at := range []publication.State{publication.Creating, publication.Publishing} {
		w := open(t)
		p, err := w.Publish(w.as(t, instagram), w.request(t, "A"))
		if err != nil {
			t.Fatal(err)
		}
		w.store.saved = func(p *publication.Publication) {
			if p.State == at {
				delete(w.store.rows, p.ID)
			}
		}
		for again := time.Second; again > 0; {
			if again, err = w.worker.Work(t.Context(), p.ID); err != nil {
				t.Fatalf("%s: %v", at, err)
			}
			w.advance(again)
		}
	}
}
