package repair_test

import (
	"errors"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// rule says which calls the upstream of a case refuses, and with which error.
type rule struct {
	// Parts are all in a call that is refused, each by its place, with a metric behind that
	// where one is meant; every call is refused where none is given.
	Parts []string
	// Above is the size of the largest page of the last part that is not too much; 0 for any.
	Above int
	// Times is how many calls are refused; 0 for all.
	Times int
	// Error is the Graph API's; Failure is the text of an error that is not.
	Error   graphapi.Error
	Failure string
}

// refuses reports whether the rule is about a call that asks for that.
func (r *rule) refuses(n *expansion.Expansion) bool {
	return !slices.ContainsFunc(r.Parts, func(wanted string) bool {
		where, metric, _ := strings.Cut(wanted, " ")
		return !slices.ContainsFunc(n.Parts(), func(p expansion.Part) bool {
			return p.Place+"."+p.Name == where && (metric == "" || slices.Contains(p.Metrics(), metric)) &&
				(r.Above == 0 || p.Of.Edge(p.Key).Limit() > r.Above)
		})
	})
}

func (r *rule) err() error {
	if r.Failure != "" {
		return errors.New(r.Failure)
	}
	return &r.Error
}

// upstream plays the Graph API, and notes the calls. What a call answers is what it asked
// for.
type upstream struct {
	rules   []rule
	session *repair.Session
	calls   []string
	refused map[int]int // how often by each rule
}

func (u *upstream) call(n *expansion.Expansion) (*expansion.Expansion, error) {
	u.calls = append(u.calls, n.String())
	for i := range u.rules {
		if r := &u.rules[i]; r.refuses(n) && (r.Times == 0 || u.refused[i] < r.Times) {
			u.refused[i]++
			return nil, r.err()
		}
	}
	u.session.Read(nodesIn(n))
	return n, nil
}

// nodesIn returns how many nodes an answer has, with one on each page.
func nodesIn(n *expansion.Expansion) int {
	nodes := 1
	for _, o := range n.Objects {
		nodes += nodesIn(o.Node)
	}
	for _, e := range n.Edges {
		if e.Asked == expansion.Here {
			nodes += nodesIn(e.Node)
		}
	}
	return nodes
}
