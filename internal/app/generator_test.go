package app_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/globalid"
)

// generator makes up operations over the schema.
type generator struct {
	*rand.Rand
	schema *ast.Schema
	ids    map[string][]string // Graph API ids by type

	out       strings.Builder
	fragments []string
	keys      int
}

// apart are fields that say other things over an edge than by an id (likes that
// are hidden), one that only Meta's own servers may have, and those that the
// Graph API does not have, because they are worked out from others.
var apart = []string{
	"Media.likeCount", "Media.totalLikeCount", "Media.linkClicks",
	"Comment.parent", "CommentAuthor.selfIgScopedId",
	"Media.displayUrl", "Media.mediaUrlExpiresAt", "Media.isReel", "User.profileUrl",
}

// led are the fields that lead from an object to another, or to many.
var led = []string{
	"User.media", "User.ownerBusiness", "Media.children", "Media.comments", "Media.owner", "Media.boostEligibilityInfo",
	"Media.copyrightCheckInformation", "CopyrightCheckInformation.status", "Comment.replies", "Comment.user", "Comment.media", "Comment.from",
}

// operation returns a document with one query.
func (g *generator) operation() string {
	g.out.Reset()
	g.fragments = nil
	g.out.WriteString("query ($yes: Boolean = true, $no: Boolean = false) {")
	for range 1 + g.IntN(3) {
		g.root()
	}
	g.out.WriteString(" used: __typename @include(if: $yes) unused: __typename @include(if: $no) }")
	return g.out.String() + strings.Join(g.fragments, "")
}

func (g *generator) root() {
	key := g.key()
	switch g.IntN(5) {
	case 0, 1:
		fmt.Fprintf(&g.out, " %s: me {", key)
		g.selection("User", 4)
	case 2:
		name := g.pick([]string{"User", "Media", "Comment"})
		if len(g.ids[name]) == 0 {
			name = "Media"
		}
		fmt.Fprintf(&g.out, " %s: %s(id: %q) {", key, strings.ToLower(name), g.pick(g.ids[name]))
		g.selection(name, 3)
	case 3:
		name := g.pick([]string{"User", "Media"})
		fmt.Fprintf(&g.out, " %s: node(id: %q) { __typename id ... on %s {", key, globalid.New(name, g.pick(g.ids[name])), name)
		g.selection(name, 3)
		g.out.WriteString(" }")
	case 4:
		fmt.Fprintf(&g.out, " %s: nodes(ids: [", key)
		for range g.IntN(9) {
			fmt.Fprintf(&g.out, "%q ", globalid.New("Media", g.pick(g.ids["Media"])))
		}
		g.out.WriteString("]) { id ... on Media {")
		g.selection("Media", 2)
		g.out.WriteString(" }")
	}
	g.out.WriteString(" }")
}

// selection writes some fields of a type.
func (g *generator) selection(name string, depth int) {
	fields := slices.DeleteFunc(slices.Clone(g.schema.Types[name].Fields), func(f *ast.FieldDefinition) bool {
		if !g.schema.Types[f.Type.Name()].IsLeafType() {
			return !slices.Contains(led, name+"."+f.Name)
		}
		return slices.Contains(apart, name+"."+f.Name)
	})
	for range 1 + g.IntN(5) {
		switch g.IntN(12) {
		case 0:
			fmt.Fprintf(&g.out, " ... on %s {", name)
			g.selection(name, depth-1)
			g.out.WriteString(" }")
		case 1:
			g.fragment(name, depth-1)
		case 2:
			g.out.WriteString(" __typename")
		default:
			g.field(fields[g.IntN(len(fields))], depth)
		}
	}
	g.out.WriteString(" __typename") // so that it is never empty
}

// fragment writes a spread, and its fragment at the end of the document.
func (g *generator) fragment(on string, depth int) {
	name := "F" + g.key()
	fmt.Fprintf(&g.out, " ...%s", name)
	inside := generator{Rand: g.Rand, schema: g.schema, ids: g.ids, keys: g.keys}
	fmt.Fprintf(&inside.out, " fragment %s on %s {", name, on)
	inside.selection(on, depth)
	g.keys = inside.keys
	g.fragments = append(append(g.fragments, inside.fragments...), inside.out.String()+" }")
}

func (g *generator) field(f *ast.FieldDefinition, depth int) {
	target := g.schema.Types[f.Type.Name()]
	if target.IsLeafType() {
		if g.IntN(3) == 0 {
			fmt.Fprintf(&g.out, " %s:", g.key())
		}
		g.out.WriteString(" " + f.Name)
		if g.IntN(8) == 0 {
			g.out.WriteString(g.pick([]string{" @skip(if: $no)", " @include(if: $yes)"}))
		}
		return
	}
	if depth <= 0 {
		return
	}
	fmt.Fprintf(&g.out, " %s: %s", g.key(), f.Name)
	if strings.HasSuffix(target.Name, "Connection") {
		g.connection(f, strings.TrimSuffix(target.Name, "Connection"), depth)
		return
	}
	g.out.WriteString(" {")
	g.selection(target.Name, depth-1)
	g.out.WriteString(" }")
}

// connection writes an edge's arguments and what is wanted of it.
func (g *generator) connection(f *ast.FieldDefinition, node string, depth int) {
	args := []string{"(first: 0)", "(first: 1)", "(first: 2)", "(first: 2)", "(first: 3)", "(first: 5)"}
	if depth > 3 {
		args = append(args, "(first: 27)")
	}
	if f.Name == "children" {
		args = append(args, "", "(last: 2)", "(last: 0)")
	}
	if f.Arguments.ForName("since") != nil {
		args = append(args, `(first: 3, since: "2024-03-01T00:00:00Z")`, `(first: 2, until: "2025-01-01T00:00:00Z")`,
			`(first: 4, since: "2017-01-01T00:00:00+0000", until: "2024-06-01T00:00:00Z")`)
	}
	g.out.WriteString(g.pick(args) + " {")
	for range 1 + g.IntN(2) {
		switch g.IntN(6) {
		case 0:
			g.out.WriteString(" totalCount")
		case 1:
			g.out.WriteString(" pageInfo { hasNextPage hasPreviousPage }")
		case 2:
			fmt.Fprintf(&g.out, " %s: edges { %s: node {", g.key(), g.key())
			g.selection(node, depth-1)
			g.out.WriteString(" } }")
		default:
			fmt.Fprintf(&g.out, " %s: nodes {", g.key())
			g.selection(node, depth-1)
			g.out.WriteString(" }")
		}
	}
	g.out.WriteString(" __typename }")
}

// key returns a response key that nothing else has.
func (g *generator) key() string {
	g.keys++
	return fmt.Sprintf("k%d", g.keys)
}

func (g *generator) pick(from []string) string { return from[g.IntN(len(from))] }
