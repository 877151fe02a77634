package plan

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/arguments"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/problem"
)

// way is how nodes of one edge, finder or field are reached.
type way struct {
	// from is the Graph API id of the node at the start, and node what is asked of
	// that.
	from  string
	node  *expansion.Expansion
	steps []lookup.Step
	// wanted is what is asked of the nodes at the end.
	wanted *expansion.Expansion
}

// ways are those of one root field, by their texts.
type ways map[string]*way

// reach plans the look-up of a node that cannot be read by its own id: of the node
// that the way begins with, and of what is on the way. Nodes that are reached the
// same way share it.
func (c *compiler) reach(known ways, id globalid.ID, t *mapping.Type, selected graphql.CollectedField) (lookup.Lookup, error) {
	text := id.Way.String()
	w := known[text]
	if w == nil {
		var err error
		if w, err = c.way(id, t); err != nil {
			return lookup.Lookup{}, err
		}
		c.node(w.wanted, selected.Selections)
		w.node.Arrange()
		known[text] = w
	}
	l := lookup.Lookup{ID: w.from, Node: w.node, Way: make([]lookup.Step, len(w.steps))}
	for i, s := range w.steps {
		s.ID = id.Way.Steps[i].Value
		if s.Edge != nil && s.Edge.Finder {
			s.ID = ""
		}
		if i == len(w.steps)-1 {
			s.ID = id.GraphID
		}
		l.Way[i] = s
	}
	return l, nil
}

// errNoWay says that an id was not made by this API.
var errNoWay = problem.New(problem.BadUserInput, "not the id of any node of this API", "Give an id as this API answered it in a field called id.")

// way plans the way to the node with an id, which is not trusted: it must be one that
// an answer can hold.
func (c *compiler) way(id globalid.ID, t *mapping.Type) (*way, error) {
	first := c.mapping.Type("User")
	w := &way{from: expansion.Actor}
	if id.Way.GraphID != "" {
		first, w.from = c.mapping.Type(id.Way.Type), id.Way.GraphID
	}
	if first == nil || !first.IsNode() {
		return nil, errNoWay
	}
	if !first.Requires.SupportedBy(c.dialect.Login) {
		return nil, &mapping.UnsupportedError{What: first.Name, Login: c.dialect.Login, Logins: first.Requires.Logins}
	}
	w.node = &expansion.Expansion{Type: first}
	at := w.node
	on := "" // the id of the node on the page that the step before led along
	for i, s := range id.Way.Steps {
		f := at.Type.Leading(s.Name)
		last := i == len(id.Way.Steps)-1
		switch {
		case f == nil, !at.View.Has(s.Name), i == 0 && (id.Way.GraphID == "") != (f.Edge != nil && f.Edge.Anyone):
			return nil, errNoWay
		case !f.SupportedBy(c.dialect.Login):
			return nil, f.Refusal(c.dialect.Login)
		}
		step, next, err := c.step(at, f, s.Value, on, last)
		if err != nil || !next.Through {
			return nil, errNoWay
		}
		if w.steps, at, on = append(w.steps, step), next, ""; next.Strewn {
			on = s.Value
		}
	}
	if at.Type != t {
		return nil, errNoWay
	}
	w.wanted = at
	return w, nil
}

// step adds what one step of a way asks of a node, and returns the step and the node
// that it leads to. Where the node at is the one with an id on a page of many, a paged
// edge is asked of that one alone.
func (c *compiler) step(at *expansion.Expansion, f *mapping.Field, value, on string, last bool) (lookup.Step, *expansion.Expansion, error) {
	switch f.Kind {
	case mapping.Object:
		if value != "" {
			return lookup.Step{}, nil, errNoWay
		}
		return lookup.Step{Field: f, Object: f.Names[0]}, at.Behind(f), nil
	case mapping.Finder:
		if len(f.Params) != 1 {
			return lookup.Step{}, nil, errNoWay
		}
		text, err := arguments.Write(f.Params[0], value)
		edge := at.AddFinder(f.Edge, f.Target, []fields.Param{{Name: f.Params[0].Name, Value: text}})
		edge.Read(1, 1)
		return lookup.Step{Field: f, Edge: edge}, edge.Node, err
	case mapping.Connection:
		if f.Edge.FoundBy != "" || last != (value == "") || !last && !globalid.IsGraphID(value) {
			return lookup.Step{}, nil, errNoWay
		}
		args, err := arguments.ReadOne(at, f, map[string]any{"first": f.Edge.PageSize})
		if err != nil {
			return lookup.Step{}, nil, err
		}
		key, owner, pages := expansion.Key(f.Edge, args.Params), uint32(0), lookup.MaxSearchedPages
		switch {
		case f.Edge.Paging == mapping.Unpaged:
			pages = 1
		case on != "":
			key, owner = key+string(expansion.ApartMark)+on, paging.Mark(on)
		}
		edge := at.AddPage(key, f.Edge, f.Target, args.Params)
		edge.Owner = owner
		edge.Read(pages, pages*f.Edge.PageSize)
		return lookup.Step{Field: f, Edge: edge, Search: args.Window}, edge.Node, nil
	}
	return lookup.Step{}, nil, errNoWay
}
