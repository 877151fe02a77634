package plan

import (
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/problem"
)

// MaxSearchedPages is the most pages of an edge that are read to find a node again
// that cannot be read by its own id.
const MaxSearchedPages = 5

// Step is a part of the way from a node that can be read by its id to one that
// cannot: along an edge, through a look-up, or into a field that holds a node.
type Step struct {
	// Field is what the step is in the schema.
	Field *mapping.Field
	// Edge is the edge or look-up; nil where Object names the field.
	Edge   *Edge
	Object string
	// ID is the Graph API id of the node that the step leads to; empty for any.
	ID string
	// Search is the part of the edge that is searched for the node; nil for one page.
	Search *paging.Window
}

// way is how nodes of one edge, look-up or field are reached.
type way struct {
	// from is the Graph API id of the node at the start, and node what is asked of
	// that.
	from  string
	node  *Expansion
	steps []Step
	// wanted is what is asked of the nodes at the end.
	wanted *Expansion
}

// ways are those of one root field, by their texts.
type ways map[string]*way

// reach plans the look-up of a node that cannot be read by its own id: of the node
// that the way begins with, and of what is on the way. Nodes that are reached the
// same way share it.
func (c *compiler) reach(known ways, id globalid.ID, t *mapping.Type, selected graphql.CollectedField) (Lookup, error) {
	text := id.Way.String()
	w := known[text]
	if w == nil {
		var err error
		if w, err = c.way(id, t); err != nil {
			return Lookup{}, err
		}
		c.node(w.wanted, selected.Selections)
		w.node.arrange()
		known[text] = w
	}
	l := Lookup{ID: w.from, Node: w.node, Way: make([]Step, len(w.steps))}
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
	w := &way{from: Actor}
	if id.Way.GraphID != "" {
		first, w.from = c.mapping.Type(id.Way.Type), id.Way.GraphID
	}
	if first == nil || !first.IsNode() {
		return nil, errNoWay
	}
	if !first.Requires.SupportedBy(c.dialect.Login) {
		return nil, &mapping.UnsupportedError{What: first.Name, Login: c.dialect.Login, Logins: first.Requires.Logins}
	}
	w.node = &Expansion{Type: first}
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
		if w.steps, at, on = append(w.steps, step), next, ""; next.strewn {
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
func (c *compiler) step(at *Expansion, f *mapping.Field, value, on string, last bool) (Step, *Expansion, error) {
	switch f.Kind {
	case mapping.Object:
		if value != "" {
			return Step{}, nil, errNoWay
		}
		return Step{Field: f, Object: f.Names[0]}, at.behind(f), nil
	case mapping.Finder:
		if len(f.Params) != 1 {
			return Step{}, nil, errNoWay
		}
		text, err := write(f.Params[0], value)
		edge := at.finder(f.Edge, f.Target, []fields.Param{{Name: f.Params[0].Name, Value: text}})
		edge.read(1, 1)
		return Step{Field: f, Edge: edge}, edge.Node, err
	case mapping.Connection:
		if f.Edge.FoundBy != "" || last != (value == "") || !last && !globalid.IsGraphID(value) {
			return Step{}, nil, errNoWay
		}
		args, err := readArguments(at, f, map[string]any{"first": f.Edge.PageSize})
		if err != nil {
			return Step{}, nil, err
		}
		key, owner, pages := Key(f.Edge, args.Params), uint32(0), MaxSearchedPages
		switch {
		case f.Edge.Paging == mapping.Unpaged:
			pages = 1
		case on != "":
			key, owner = key+string(apartMark)+on, paging.Mark(on)
		}
		edge := at.page(key, f.Edge, f.Target, args.Params)
		edge.Owner = owner
		edge.read(pages, pages*f.Edge.PageSize)
		return Step{Field: f, Edge: edge, Search: args.Window}, edge.Node, nil
	}
	return Step{}, nil, errNoWay
}

// Gone returns the error of a node to which the step no longer leads.
func (s Step) Gone() error {
	coordinate := s.Field.Coordinate()
	switch {
	case s.Search != nil && s.Edge.Paging != mapping.Unpaged:
		return problem.New(problem.NotFound, "the node with this id is not, or no longer, among the first "+strconv.Itoa(s.Edge.MaxItems)+" of "+coordinate,
			"The Graph API shows this node only there, and not by its own id: look for it there anew.")
	case s.Edge != nil && s.Edge.Finder:
		return problem.New(problem.NotFound, coordinate+" no longer finds the node with this id",
			"It was deleted, renamed or made private, or this access token may not see it: look for it anew.")
	}
	return problem.New(problem.NotFound, coordinate+" no longer holds the node with this id", "Look for it anew where it was found.")
}
