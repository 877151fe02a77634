package random

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
)

// Generator makes up operations over the schema. Its Rand decides which, so that one
// seed gives the same operations each time.
type Generator struct {
	*rand.Rand
	Schema *ast.Schema
	IDs    map[string][]string // Graph API ids by type
	// Identified writes the id of each node, and every plain field under its own name.
	Identified bool
	// Cursors are what a connection's arguments can begin at, by List; where it is nil,
	// no operation selects or names a cursor.
	Cursors map[string][]string

	// Directly makes operations up of which most can be answered directly: they ask for the
	// token's own account, mostly for what the login type has and one call brings,
	// and for what is worked out of other fields. Nil makes up operations of all kinds.
	Directly *Login

	// node is the Graph API id of the node whose fields are written; empty where only an
	// answer tells.
	node      string
	out       strings.Builder
	fragments []string
	keys      int
}

// apart are fields that only Meta's own servers may have, one that comes only when it
// is named, and those that the Graph API does not have, because they are worked out
// from others.
var apart = []string{
	"CommentAuthor.selfIgScopedId",
	"Media.displayUrl", "Media.mediaUrlExpiresAt", "Media.isReel", "User.profileUrl",
}

// List returns what a connection is called in Cursors, by its node and field.
func List(graphID, field string) string { return graphID + "." + field }

// Operation returns a document with one query.
func (g *Generator) Operation() string {
	g.out.Reset()
	g.fragments = nil
	g.out.WriteString("query ($yes: Boolean = true, $no: Boolean = false) {")
	if g.Directly != nil {
		g.directly()
	} else {
		for range 1 + g.IntN(3) {
			g.root()
		}
	}
	g.out.WriteString(" used: __typename @include(if: $yes) unused: __typename @include(if: $no) }")
	return g.out.String() + strings.Join(g.fragments, "")
}

// Login is a login type, and what the fields of the schema are in the Graph API.
type Login struct {
	Mapping *mapping.Mapping
	Login   dialect.Login
}

// has reports whether the login type has a field of a type.
func (l *Login) has(typ, field string) bool {
	t := l.Mapping.Type(typ)
	return t == nil || t.Fields[field] == nil || t.Fields[field].SupportedBy(l.Login)
}

// directly writes root fields that one call can answer.
func (g *Generator) directly() {
	name, key := g.Pick([]string{"Media", "Media", "User", "Comment"}), g.key()
	if len(g.IDs[name]) == 0 {
		name = "Media"
	}
	switch g.IntN(8) {
	case 0:
		fmt.Fprintf(&g.out, " %s: accounts {", key)
		g.node = ""
		g.selection("User", 4)
	case 1:
		g.node = g.Pick(g.IDs[name])
		fmt.Fprintf(&g.out, " %s: %s(id: %q) {", key, strings.ToLower(name), g.node)
		g.selection(name, 4)
	case 2:
		g.node = ""
		fmt.Fprintf(&g.out, " %s: nodes(ids: [", key)
		for range 1 + g.IntN(9) {
			fmt.Fprintf(&g.out, "%q ", globalid.New(name, g.Pick(g.IDs[name])))
		}
		fmt.Fprintf(&g.out, "]) { id ... on %s {", name)
		g.selection(name, 3)
		g.out.WriteString(" }")
	default:
		fmt.Fprintf(&g.out, " %s: me {", key)
		g.node = g.IDs["User"][0]
		g.selection("User", 4)
	}
	g.out.WriteString(" }")
}

func (g *Generator) root() {
	key := g.key()
	switch g.IntN(7) {
	case 0, 1:
		fmt.Fprintf(&g.out, " %s: me {", key)
		g.node = g.IDs["User"][0]
		g.selection("User", 4)
	case 2:
		name := g.Pick([]string{"User", "Media", "Comment"})
		if len(g.IDs[name]) == 0 {
			name = "Media"
		}
		g.node = g.Pick(g.IDs[name])
		fmt.Fprintf(&g.out, " %s: %s(id: %q) {", key, strings.ToLower(name), g.node)
		g.selection(name, 3)
	case 3:
		name := g.Pick(slices.Sorted(maps.Keys(g.IDs)))
		g.node = g.Pick(g.IDs[name])
		fmt.Fprintf(&g.out, " %s: node(id: %q) { __typename id ... on %s {", key, globalid.New(name, g.node), name)
		g.selection(name, 3)
		g.out.WriteString(" }")
	case 4:
		g.node = ""
		fmt.Fprintf(&g.out, " %s: nodes(ids: [", key)
		for range g.IntN(9) {
			fmt.Fprintf(&g.out, "%q ", globalid.New("Media", g.Pick(g.IDs["Media"])))
		}
		g.out.WriteString("]) { id ... on Media {")
		g.selection("Media", 2)
		g.out.WriteString(" }")
	case 5:
		g.node = ""
		fmt.Fprintf(&g.out, " %s: pages {", key)
		g.selection("Page", 2)
	case 6: // one way from the account, so that each is gone often
		fmt.Fprintf(&g.out, " %s: me { __typename", key)
		g.node = g.IDs["User"][0]
		g.field("User", g.Schema.Types["User"].Fields.ForName(g.Pick(slices.Sorted(maps.Keys(Onward["User"])))), 3)
		g.identify("User")
	}
	g.out.WriteString(" }")
}

// selection writes some fields of what is shown in a realm.
func (g *Generator) selection(realm string, depth int) {
	name := TypeOf(realm)
	plain, leading := g.fields(realm)
	for range 1 + g.IntN(5) {
		switch n := g.IntN(15); {
		case n == 0:
			fmt.Fprintf(&g.out, " ... on %s {", name)
			g.selection(realm, depth-1)
			g.out.WriteString(" }")
		case n == 1:
			g.fragment(realm, depth-1)
		case n == 2:
			g.out.WriteString(" __typename")
		case n < 9 && len(leading) > 0:
			g.field(realm, leading[g.IntN(len(leading))], depth)
		default:
			g.field(realm, plain[g.IntN(len(plain))], depth)
		}
	}
	g.out.WriteString(" __typename") // so that it is never empty
	g.identify(name)
}

// identify writes the id of what is of a type, where it has one and ids are written.
func (g *Generator) identify(typ string) {
	if g.Identified && g.Schema.Types[typ].Fields.ForName("id") != nil {
		g.out.WriteString(" id")
	}
}

// fields returns the fields of a realm: those with a value of their own, and those
// that lead on.
func (g *Generator) fields(realm string) (plain, leading []*ast.FieldDefinition) {
	name, only := TypeOf(realm), strings.Fields(fieldsOf[strings.TrimSuffix(realm, " child")])
	for _, f := range g.Schema.Types[name].Fields {
		way, leads := Onward[realm][f.Name]
		switch {
		case g.Directly != nil && (!g.Directly.has(name, f.Name) || leads && way.How == Parent) && g.IntN(1000) > 0:
		case leads:
			leading = append(leading, f)
		case !g.Schema.Types[f.Type.Name()].IsLeafType():
		case len(only) > 0 && slices.Contains(only, f.Name), len(only) == 0 && (g.Directly != nil && g.IntN(20) == 0 || !slices.Contains(apart, name+"."+f.Name)):
			plain = append(plain, f)
		}
	}
	return plain, leading
}

// fragment writes a spread, and its fragment at the end of the document.
func (g *Generator) fragment(realm string, depth int) {
	name := "F" + g.key()
	fmt.Fprintf(&g.out, " ...%s", name)
	inside := Generator{Rand: g.Rand, Schema: g.Schema, IDs: g.IDs, Identified: g.Identified, Cursors: g.Cursors, Directly: g.Directly, node: g.node, keys: g.keys}
	fmt.Fprintf(&inside.out, " fragment %s on %s {", name, TypeOf(realm))
	inside.selection(realm, depth)
	g.keys = inside.keys
	g.fragments = append(append(g.fragments, inside.fragments...), inside.out.String()+" }")
}

func (g *Generator) field(realm string, f *ast.FieldDefinition, depth int) {
	if g.Schema.Types[f.Type.Name()].IsLeafType() {
		if g.IntN(3) == 0 && !g.Identified {
			fmt.Fprintf(&g.out, " %s:", g.key())
		}
		g.out.WriteString(" " + f.Name)
		if g.IntN(8) == 0 {
			g.out.WriteString(g.Pick([]string{" @skip(if: $no)", " @include(if: $yes)"}))
		}
		return
	}
	if depth <= 0 {
		return
	}
	defer func(node string) { g.node = node }(g.node)
	w := Onward[realm][f.Name]
	fmt.Fprintf(&g.out, " %s: %s", g.key(), f.Name)
	if w.How == Paged {
		g.connection(w, f, depth)
		return
	}
	if w.args != "" {
		g.out.WriteString("(" + w.args + ")")
	}
	g.out.WriteString(" {")
	g.node = ""
	g.selection(w.To, depth-1)
	g.out.WriteString(" }")
}

// connection writes an edge's arguments and what is wanted of it.
func (g *Generator) connection(w Way, f *ast.FieldDefinition, depth int) {
	args := []string{"first: 0", "first: 1", "first: 2", "first: 2", "first: 3", "first: 5"}
	if depth > 3 {
		args = append(args, "first: 27")
	}
	if w.Whole {
		args = append(args, "", "last: 2", "last: 0")
	}
	if f.Arguments.ForName("since") != nil {
		args = append(args, `first: 3, since: "2024-03-01T00:00:00Z"`, `first: 2, until: "2025-01-01T00:00:00Z"`,
			`first: 4, since: "2017-01-01T00:00:00+0000", until: "2024-06-01T00:00:00Z"`)
	}
	seldom := 2
	if g.Directly != nil { // two pages of an edge that begin elsewhere take two calls
		seldom = 12
	}
	if known := g.Cursors[List(g.node, f.Name)]; len(known) > 0 && g.IntN(seldom) == 0 {
		cursor := g.Pick(known)
		args = []string{fmt.Sprintf("first: %d, after: %q", g.IntN(6), cursor), fmt.Sprintf("last: %d, before: %q", g.IntN(6), cursor)}
	}
	g.node = ""
	both := slices.DeleteFunc([]string{w.args, g.Pick(args)}, func(text string) bool { return text == "" })
	if len(both) > 0 {
		g.out.WriteString("(" + strings.Join(both, ", ") + ")")
	}
	g.out.WriteString(" {")
	for range 1 + g.IntN(2) {
		switch g.IntN(6) {
		case 0:
			g.out.WriteString(" totalCount")
		case 1:
			fmt.Fprintf(&g.out, " %s: pageInfo { hasNextPage hasPreviousPage %s}", g.key(), g.cursors("startCursor endCursor "))
		case 2:
			fmt.Fprintf(&g.out, " %s: edges { %s%s: node {", g.key(), g.cursors("cursor "), g.key())
			g.selection(w.To, depth-1)
			g.out.WriteString(" } }")
		default:
			fmt.Fprintf(&g.out, " %s: nodes {", g.key())
			g.selection(w.To, depth-1)
			g.out.WriteString(" }")
		}
	}
	g.out.WriteString(" __typename }")
}

// cursors returns fields that are cursors, half of the time, and where operations may
// select them.
func (g *Generator) cursors(fields string) string {
	if g.Cursors == nil || g.IntN(2) == 0 {
		return ""
	}
	return fields
}

// key returns a response key that nothing else has.
func (g *Generator) key() string {
	g.keys++
	return fmt.Sprintf("k%d", g.keys)
}

// Pick returns any of these texts.
func (g *Generator) Pick(from []string) string { return from[g.IntN(len(from))] }
