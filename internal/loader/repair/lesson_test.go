package repair_test

import (
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// fatal is the error of a call for a node that may not be asked for its name.
func fatal(id string) error { return &graphapi.Error{Code: 1609, Message: "User " + id + " is fatal"} }

// named returns what is asked of a user, and a call for a user that is refused because of
// the user's name. Count is how many calls were made.
func named(t *testing.T, count *atomic.Int32) (n *expansion.Expansion, call func(id string) func(*expansion.Expansion) (string, error)) {
	t.Helper()
	n, _ = run{Query: `{ user(id: "1") { username name website } }`}.expansion(t)
	return n, func(id string) func(*expansion.Expansion) (string, error) {
		return func(n *expansion.Expansion) (string, error) {
			count.Add(1)
			for _, name := range n.Names {
				if name == "name" {
					return "", fatal(id)
				}
			}
			return n.String(), nil
		}
	}
}

func TestLearn_waitsForTheFirstSearch(t *testing.T) {
	t.Parallel()
	const many = 8
	var count atomic.Int32
	n, call := named(t, &count)
	at := clock{Time: today}
	s := at.session(1)
	s.Most = func() int { return 100 }
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() {
			id := strconv.Itoa(i)
			answer, err := repair.Learn(s, id, n, "", fatal(id), call(id))
			if err != nil || answer != "id,username,website" {
				t.Errorf("call %d answers %q, %v", i, answer, err)
			}
		})
	}
	all.Wait()
	const search = 3 // with half of the fields, with two of three, and without the culprit
	if got := count.Load(); got != search+many-1 || s.Repairs() != int(got) {
		t.Errorf("%d calls, %d of them repairs, want one search and one call for each other node", got, s.Repairs())
	}
}

func TestTaught_leavesOutWhatAnotherSearchFound(t *testing.T) {
	t.Parallel()
	var count atomic.Int32
	n, call := named(t, &count)
	at := clock{Time: today}
	s := at.session(1)
	s.Most = func() int { return 100 }
	if s.Taught(n, fatal("2")) != n {
		t.Error("something is left out that was not searched")
	}
	s.RememberTaught("2", n, fatal("2"))
	if s.Adapt("2", n) != n {
		t.Error("something is remembered that was not searched")
	}
	if _, err := repair.Learn(s, "1", n, "", fatal("1"), call("1")); err != nil {
		t.Fatal(err)
	}
	taught := s.Taught(n, fatal("2"))
	if taught.String() != "id,username,website" || words(taught.Refused["name"]) != words(fatal("2")) {
		t.Errorf("%s is asked for, without %v", taught, taught.Refused)
	}
	for what, err := range map[string]error{"another refusal": errBad, "an error about the whole call": &graphapi.Error{Code: 190}, "no refusal": errors.New("no answer")} {
		if s.Taught(n, err) != n {
			t.Errorf("%s teaches something", what)
		}
		s.RememberTaught("2", n, err)
	}
	if s.Adapt("2", n) != n {
		t.Error("a node is remembered to be refused what it was not asked for without")
	}
	s.RememberTaught("2", n, fatal("2"))
	if got := s.Adapt("2", n).String(); got != "id,username,website" {
		t.Errorf("the next operation asks for %s", got)
	}
	if s.Adapt("3", n) != n {
		t.Error("it is remembered of another node as well")
	}
}
