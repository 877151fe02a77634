package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
)

const head = `<!-- Written by tools/coverage; run go generate ./... -->

# Coverage

Which Graph API fields and edges the schema reaches, where, with which login
types (**B**asic Display, **I**nstagram Login, **F**acebook Login) and
permissions, by which mutations it is written (those of a node itself stand with its
id), and a test that selects it: a case of the operations of internal/app by
its file and name, otherwise a test by its name. The local graph has a row for each
field with each of its login types; a field without a row or a test stops the
command that writes this page.
`

// page writes docs/coverage.md.
func page(m *mapping.Mapping, k known, r rows, tests testsByField) string {
	var b strings.Builder
	b.WriteString(head)
	for _, t := range m.Types() {
		if !t.ServerOnly {
			table(&b, m, t, r, tests)
		}
	}
	b.WriteString("\n## Left out\n\n| Specification | field, edge or value | why |\n| --- | --- | --- |\n")
	for _, l := range k.LeftOut {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", l.Spec, l.Name, l.Reason)
	}
	return b.String()
}

// table writes one type: a row a field, by name.
func table(b *strings.Builder, m *mapping.Mapping, t *mapping.Type, r rows, tests testsByField) {
	fmt.Fprintf(b, "\n## %s\n\n", t.Name)
	if t.Node != "" {
		fmt.Fprintf(b, "Meta's node %s.\n\n", t.Node)
	}
	b.WriteString("| Graph API | GraphQL | login types | permission | writes | test |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		f := t.Fields[name]
		if t.Name == mutation && f.Write == nil {
			continue // this program's own
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s |\n",
			from(f), f.Coordinate(), r.letters(f), r.permissions(t, f), strings.Join(writtenBy(m, t, f), ", "), tests[f.Coordinate()])
	}
}

// from writes what a field is in the Graph API.
func from(f *mapping.Field) string {
	switch {
	case f.Computed:
		return "computed"
	case f.Write != nil:
		return f.Write.Method + " " + f.Write.Path
	case f.Kind == mapping.Root:
		return paths[f.RootKind] + f.Path
	}
	return strings.Join(graphNames(f), ", ")
}

// paths are where the root fields lead to.
var paths = map[mapping.RootKind]string{
	mapping.RootMe: "/me", mapping.RootAccounts: "/me/accounts", mapping.RootByID: "/{id}", mapping.RootByGlobalID: "/{id}", mapping.RootQuotas: "headers",
}

// letters writes the login types that have a field, a letter each.
func (r rows) letters(f *mapping.Field) string {
	var letters strings.Builder
	for _, login := range loginTypes {
		if r.reach[row{f.Coordinate(), login.client}] {
			letters.WriteString(strings.ToUpper(login.client.String()[:1]))
		}
	}
	if letters.Len() == 0 {
		return "none"
	}
	return letters.String()
}

// permissions writes the permissions that a field needs, under the names of each
// login type that has it.
func (r rows) permissions(t *mapping.Type, f *mapping.Field) string {
	var names []string
	for _, login := range loginTypes {
		if !r.reach[row{f.Coordinate(), login.client}] {
			continue
		}
		for _, p := range append(f.Permissions(), t.Requires.Permission) {
			for _, name := range dialect.Of(login.client).Names(p) {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	return strings.Join(names, ", ")
}
