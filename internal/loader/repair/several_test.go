package repair_test

import (
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/budget"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/viewer"
)

// Any three of sixteen parts may be refused, in words that name none: each has its error, and all
// others are answered at once.
func TestIsolate_findsAnyThreeOfSixteenParts(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		`{ me { username name } }`,
		`{ me { username name biography website mediaCount } }`,
		`{ me { username name biography website followersCount followsCount mediaCount profilePictureUrl } }`,
		`{ media(id: "1") { caption mediaType mediaUrl permalink shortcode timestamp likeCount commentsCount isCommentEnabled mediaProductType
			thumbnailUrl owner { username } children { nodes { mediaType } } } }`,
	} {
		p, _ := plantest.Case{Query: query}.Compile(t)
		n := p.Me
		if n == nil {
			n = p.Lookups()[0].Node
		}
		parts := n.Parts()
		if len(parts) > 16 {
			t.Fatalf("%s has %d parts", n, len(parts))
		}
		most := min(len(parts)+min(len(parts), 7), plan.MaxRepairs+plan.MaxApart)
		for i := range parts {
			for j := i; j < len(parts); j++ {
				for k := j; k < len(parts); k++ {
					findsAll(t, p, n, []expansion.Part{parts[i], parts[j], parts[k]}, most)
				}
			}
		}
	}
}

// findsAll fails unless all of a node but some parts, and what is below them, is answered within so
// many calls.
func findsAll(t *testing.T, p *plan.Plan, n *expansion.Expansion, refused []expansion.Part, most int) {
	t.Helper()
	refusal := graphapi.Error{Status: 400, Code: 1357, Message: "Sorry"}
	u := &upstream{refused: map[int]int{}}
	for _, part := range refused {
		u.rules = append(u.rules, rule{Parts: []string{part.Place + "." + part.Name}, Error: refusal})
	}
	b := &budget.Budget{Planned: func(int) int { return 1 }, Most: func() int { return min(most, plan.MaxRepairs) }, MostApart: func() int { return min(most-plan.MaxRepairs, plan.MaxApart) }}
	u.session = repair.NewSession(&refusals.Memory{}, plantest.Now.UTC, viewer.ID{}, p.Dialect, b)
	_, err := u.call(n)
	got, err := repair.Isolate(u.session, "me", n, nil, err, u.call)
	if got == nil {
		if !n.Without(refused, &refusal, false).Empty() {
			t.Errorf("%s is refused %v: %v\n%q", n, names(refused), err, u.calls)
		}
		return
	}
	left := expansion.Kept(n.Parts(), func(p expansion.Part) bool {
		return !slices.ContainsFunc(refused, func(r expansion.Part) bool { return r.Is(p) || r.LeadsTo(p.Of) })
	})
	if !slices.Equal(names(got.Parts()), names(left)) {
		t.Errorf("%s without %v is %s\n%q", n, names(refused), got, u.calls)
	}
	errs, _ := lacking(got)
	for at, words := range errs {
		if words != "Sorry" {
			t.Errorf("%s without %v: %s is %s", n, names(refused), at, words)
		}
	}
}

// names returns the places of parts.
func names(parts []expansion.Part) (all []string) {
	for _, p := range parts {
		all = append(all, p.Place+"."+p.Name)
	}
	return all
}

// Parts that are refused for different reasons, one of them as too much, leave all others, though the
// repairs are spent when the last of them is searched for.
func TestIsolate_findsPartsThatAreRefusedForDifferentReasons(t *testing.T) {
	t.Parallel()
	p, _ := plantest.Case{Query: `{ comment(id: "1") { hidden parentId username likeCount replies(first: 2) { nodes {
		hidden username likeCount replies(first: 5) { nodes { text hidden likeCount } } } } } }`}.Compile(t)
	n, failing := p.Lookups()[0].Node, graphapi.Error{Status: 500, Code: 1, Message: "Sorry"}
	tooMuch := graphapi.Error{Status: 500, Code: -3, Message: "Please reduce the amount of data you're asking for, then retry your request"}
	u := &upstream{refused: map[int]int{}, rules: []rule{
		{Parts: []string{"Comment.hidden"}, Error: failing}, {Parts: []string{"Comment.replies.hidden"}, Error: failing},
		{Parts: []string{"Comment.replies.replies"}, Error: tooMuch},
	}}
	b := &budget.Budget{Planned: func(int) int { return 1 }, Most: func() int { return plan.MaxRepairs }, MostApart: func() int { return plan.MaxApart }}
	u.session = repair.NewSession(&refusals.Memory{}, plantest.Now.UTC, viewer.ID{}, p.Dialect, b)
	_, err := u.call(n)
	got, err := repair.Isolate(u.session, "1", n, nil, err, u.call)
	if got == nil {
		t.Fatalf("%v after %q", err, u.calls)
	}
	want := []string{"Comment.parent_id", "Comment.username", "Comment.like_count", "Comment.replies", "Comment.replies.username", "Comment.replies.like_count"}
	if !slices.Equal(names(got.Parts()), want) {
		t.Errorf("%v after %q", names(got.Parts()), u.calls)
	}
}
