package repair_test

import (
	"testing"

	"github.com/gramql/gramql/internal/loader/repair"
)

// itemCase is one entry of testdata/batch.yml: an item of a batch that was refused.
type itemCase struct {
	Name, Login, Query, Only string
	// With is the error of the item.
	With rule
	Want item `yaml:",inline"`
}

// item is what becomes of such an item.
type item struct {
	// All reports that the error is about all items that ask for the same, Passes that the
	// item may be answered in a moment.
	All    bool `yaml:",omitempty"`
	Passes bool `yaml:",omitempty"`
	// Without is what is asked of the item instead; empty for nothing.
	Without string            `yaml:",omitempty"`
	Refused map[string]string `yaml:",omitempty"`
	Alone   map[string]string `yaml:",omitempty"`
	// Next is what the next operation asks for, once that was answered of this item alone,
	// and Incomplete reports that it is known of the operation that something was refused.
	Next       string `yaml:",omitempty"`
	Incomplete bool   `yaml:",omitempty"`
}

func TestItems_areRefusedWhatTheTableSays(t *testing.T) {
	t.Parallel()
	for _, c := range readTable[itemCase](t, "batch") {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			b := &bench{now: today}
			b.prepare(run{Login: c.Login, Query: c.Query, Only: c.Only})
			n, s := b.begin(t)
			err := c.With.err()
			got := item{All: s.ConcernsAll(n, err), Passes: repair.Passes(err)}
			trial := s.WithoutSuspects(n, err)
			if trial.Expansion() != nil && !got.All { // else one item is searched for all
				got.Without = trial.Expansion().String()
				got.Refused, got.Alone = lacking(trial.Expansion())
				s.Remember("me", trial)
				got.Next, got.Incomplete = s.Adapt("me", n).String(), s.Refused()
			}
			if text(t, got) != text(t, c.Want) {
				t.Errorf("got\n%s\nwant\n%s", text(t, got), text(t, c.Want))
			}
		})
	}
}
