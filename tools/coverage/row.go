package main

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/mapping"
)

// logins are the login types, as both sides call them.
var loginTypes = []struct {
	client dialect.Login
	server catalog.Login
}{
	{dialect.BasicDisplay, catalog.BasicDisplay},
	{dialect.Instagram, catalog.Instagram},
	{dialect.Facebook, catalog.Facebook},
}

// kinds are what the root fields lead to in the local graph, by GraphQL type.
var kinds = map[string]catalog.Kind{
	"User": catalog.Account, "Media": catalog.Media, "Comment": catalog.Comment,
	"Container": catalog.Container, "Hashtag": catalog.Hashtag, "Page": catalog.Page,
	"UserProfile": catalog.UserProfile, "Audio": catalog.Audio,
}

// row is a field of the schema with a login type.
type row struct {
	coordinate string
	login      dialect.Login
}

// rows follows the schema's fields from Query on: has are those that have a row
// in the local graph's catalog, reach those that a login type can ask for.
type rows struct {
	schema     *ast.Schema
	m          *mapping.Mapping
	has, reach map[row]bool
	seen       map[pair]bool
}

// pair is a type of the schema, and what the local graph shows for it.
type pair struct {
	t     *mapping.Type
	c     *catalog.Type
	login dialect.Login
}

func readRows(schema *ast.Schema, m *mapping.Mapping) rows {
	r := rows{schema, m, map[row]bool{}, map[row]bool{}, map[pair]bool{}}
	for _, login := range loginTypes {
		r.ask(m.Type("Query"), login.client)
		for _, root := range m.Type("Query").Fields {
			r.root(root, login.client, login.server)
		}
		for _, f := range writes(m) {
			if at := (row{f.Coordinate(), login.client}); f.SupportedBy(login.client) {
				r.reach[at], r.has[at] = true, true
			}
		}
	}
	return r
}

// ask notes what a login type can ask of a type, and of all behind it.
func (r rows) ask(t *mapping.Type, login dialect.Login) {
	for _, f := range t.Fields {
		at := row{f.Coordinate(), login}
		if r.reach[at] || !f.SupportedBy(login) {
			continue
		}
		r.reach[at] = true
		if behind := r.behind(t, f); behind != nil {
			r.ask(behind, login)
		}
	}
}

// root follows a root field. What a path of its own answers is in no catalog, and
// neither is what the Graph API says in headers.
func (r rows) root(f *mapping.Field, login dialect.Login, server catalog.Login) {
	switch {
	case f.RootKind == mapping.RootByPath && !f.Many, f.RootKind == mapping.RootQuotas:
		r.whole(f.Target, login)
	case f.Target == nil:
	default:
		if c := catalog.TypeOf(kinds[f.Target.Name], server); c != nil {
			r.follow(pair{f.Target, c, login}, server)
		}
	}
	r.has[row{f.Coordinate(), login}] = true
}

// follow notes the rows that the fields of a type have, and goes on behind them.
func (r rows) follow(p pair, server catalog.Login) {
	if r.seen[p] {
		return
	}
	r.seen[p] = true
	for _, f := range p.t.Fields {
		names := graphNames(f)
		if f.Computed {
			names = f.Names
		}
		known := !slices.ContainsFunc(names, func(name string) bool {
			return p.c.Field(name, server) == nil && p.c.Edge(name, server) == nil
		})
		if !known {
			continue
		}
		r.has[row{f.Coordinate(), p.login}] = true
		if behind := r.behind(p.t, f); behind != nil && f.Kind != mapping.Reference {
			r.onward(p, names[0], behind, server)
		}
	}
}

// onward goes on to what the local graph has behind a field or edge.
func (r rows) onward(p pair, name string, behind *mapping.Type, server catalog.Login) {
	var target catalog.Kind
	if field := p.c.Field(name, server); field != nil {
		target = field.Target
	} else {
		target = p.c.Edge(name, server).Target
	}
	if c := catalog.TypeOf(target, server); c != nil {
		r.follow(pair{behind, c, p.login}, server)
		return
	}
	r.whole(behind, p.login)
}

// whole notes all of a value that comes whole, as the JSON of another row.
func (r rows) whole(t *mapping.Type, login dialect.Login) {
	for _, f := range t.Fields {
		r.has[row{f.Coordinate(), login}] = true
		if behind := r.behind(t, f); behind != nil {
			r.whole(behind, login)
		}
	}
}

// behind returns the type behind a field, a value's included; nil for a scalar.
func (r rows) behind(t *mapping.Type, f *mapping.Field) *mapping.Type {
	if f.Target != nil {
		return f.Target
	}
	return r.m.Type(r.schema.Types[t.Name].Fields.ForName(f.Name).Type.Name())
}
