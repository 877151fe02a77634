package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
)

const head = `<!-- Written by internal/coverage; run go generate ./... -->

# Coverage

Which Graph API fields and edges the schema reaches, where, and with which login
types: **B**asic Display, **I**nstagram Login, **F**acebook Login. The test
TestSchema_everyFieldOfALoginTypeIsAnswered in internal/app asks for each of them
with each of its login types, and the local graph answers.
`

// page writes docs/coverage.md.
func page(m *mapping.Mapping, k known) string {
	var b strings.Builder
	b.WriteString(head)
	for _, t := range m.Types() {
		if t.Name != "Query" {
			table(&b, t)
		}
	}
	b.WriteString("\n## Left out\n\n| Specification | field or edge | why |\n| --- | --- | --- |\n")
	for _, l := range k.LeftOut {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", l.Spec, l.Name, l.Reason)
	}
	return b.String()
}

// table writes one type: a row a field, by name.
func table(b *strings.Builder, t *mapping.Type) {
	fmt.Fprintf(b, "\n## %s\n\n", t.Name)
	if t.Node != "" {
		fmt.Fprintf(b, "Meta's node %s.\n\n", t.Node)
	}
	b.WriteString("| Graph API | GraphQL | login types | permission |\n| --- | --- | --- | --- |\n")
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		f := t.Fields[name]
		from := strings.Join(graphNames(f), ", ")
		if f.Computed {
			from = "worked out here"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", from, f.Coordinate(), logins(t, f), permissions(t, f))
	}
}

// logins writes the login types that have a field, a letter each.
func logins(t *mapping.Type, f *mapping.Field) string {
	var letters strings.Builder
	for _, login := range []dialect.Login{dialect.BasicDisplay, dialect.Instagram, dialect.Facebook} {
		if t.Requires.SupportedBy(login) && f.SupportedBy(login) {
			letters.WriteString(strings.ToUpper(login.String()[:1]))
		}
	}
	if letters.Len() == 0 {
		return "none"
	}
	return letters.String()
}

// permissions writes the permissions that a field needs, under the names of each
// login type that has it.
func permissions(t *mapping.Type, f *mapping.Field) string {
	var names []string
	for _, login := range []dialect.Login{dialect.BasicDisplay, dialect.Instagram, dialect.Facebook} {
		if !t.Requires.SupportedBy(login) || !f.SupportedBy(login) {
			continue
		}
		for _, p := range append(f.Permissions(), t.Requires.Permission) {
			for _, name := range dialect.Of(login).Names(p) {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	return strings.Join(names, ", ")
}
