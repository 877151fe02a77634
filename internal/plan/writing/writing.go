// Package writing makes the calls of mutations of their inputs, and checks of these what can
// be known before a call.
//
//	writing.go  the input and the call of a mutation
//	value.go    the values of an input, as parameters
//	id.go       the ids in an input
//	keep.go     the values of a node that a change leaves as they are
package writing

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/content"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
)

// Write is a mutation with its input.
type Write struct {
	Field *mapping.Field
	// Account is the Graph API id of the account that was chosen; empty for the token's own.
	Account string
	// Unsure is the field of the input whose Graph API id can be that of several types of
	// nodes, or must not be that of another; nil where all types are known. See Settle.
	Unsure *mapping.Input

	login  dialect.Login
	path   string
	params url.Values
	// items are the parameters of the containers that a carousel is made of.
	items  []url.Values
	ids    map[string]ID
	values map[string]any
}

// Argument is the name of the argument of every mutation.
const Argument = "input"

// Read reads the input of a mutation that is selected with a login type. The error is a
// *problem.InputError, or says that an argument is not of its type in the schema, or that
// the login type does not take it. Fields of the input that are settled already are not read.
func Read(f *mapping.Field, login dialect.Login, operation *graphql.OperationContext, selected graphql.CollectedField, settled ...string) (*Write, error) {
	arguments, err := coercion.Arguments(selected.Field, operation.Variables)
	if err != nil {
		return nil, err
	}
	values, _ := arguments[Argument].(map[string]any)
	w := &Write{Field: f, login: login, path: f.Write.Path, params: url.Values{}, ids: map[string]ID{}, values: values}
	composed := composition{}
	for i := range f.Write.Inputs {
		in := &f.Write.Inputs[i]
		if values[in.Argument] == nil || slices.Contains(settled, in.Argument) {
			continue
		}
		if err := w.read(in, listed(in, values[in.Argument]), composed); err != nil {
			return nil, err
		}
	}
	composed.addTo(w.params)
	return w, nil
}

// read reads a field of the input.
func (w *Write) read(in *mapping.Input, value any, composed composition) error {
	at := Argument + "." + in.Argument
	if in.Type == mapping.Content {
		return w.content(at, value)
	}
	if in.Type == mapping.ProductTags {
		if err := checkProductTags(at, value); err != nil {
			return err
		}
	}
	if in.Type == mapping.ID {
		id, err := readID(in, at, value)
		if err != nil {
			return err
		}
		w.ids[in.Argument] = id
		switch {
		case in.Argument == mapping.AccountInput:
			w.Account = id.GraphID
			return nil
		case w.Field.Write.InPath(in.Argument):
			w.path = strings.Replace(w.path, "{"+in.Argument+"}", id.GraphID, 1)
			return nil
		case len(in.Types) > 1 && id.Type == nil:
			w.Unsure = in
			return nil
		case len(in.Types) > 1:
			w.params.Set(paramOf(id.Type), id.GraphID)
			return nil
		}
	}
	written, err := valueOf(in, at, value)
	if err != nil {
		return err
	}
	composed.add(in.Name, written)
	return nil
}

// content reads what is to be published: the parameters of its containers.
func (w *Write) content(at string, value any) error {
	var c content.Content
	if err := into(&c, value); err != nil {
		return err
	}
	if err := c.Check(at); err != nil {
		return err
	}
	if err := c.Supports(w.login); err != nil {
		return err
	}
	containers := c.Containers()
	last := len(containers) - 1
	w.items, w.params = containers[:last], containers[last]
	return nil
}

// Doubt has the type of a node looked up that is named by a Graph API id alone: the call
// would delete a node of another type just as well.
func (w *Write) Doubt(in *mapping.Input) {
	if w.ids[in.Argument].global == "" {
		w.Unsure = in
	}
}

// Settle returns the write with the type of the node whose type was unsure.
func (w *Write) Settle(t *mapping.Type) *Write {
	settled := w.copy()
	settled.Unsure = nil
	id := w.ids[w.Unsure.Argument].of(t)
	settled.ids[w.Unsure.Argument] = id
	if len(w.Unsure.Types) > 1 {
		settled.params.Set(paramOf(t), id.GraphID)
	}
	return settled
}

// copy returns a write whose parameters and ids may be changed: the first belongs to a plan,
// which others carry out too.
func (w *Write) copy() *Write {
	c := *w
	c.params, c.ids = maps.Clone(w.params), maps.Clone(w.ids)
	return &c
}

// Unproven returns the fields of the input whose ids can be those of nodes of another type, or
// of another's account: the account that was chosen, Graph API ids in the path of the call, and
// the one that is Unsure. A global id tells its type.
func (w *Write) Unproven() (all []*mapping.Input) {
	for i := range w.Field.Write.Inputs {
		in := &w.Field.Write.Inputs[i]
		id, given := w.ids[in.Argument]
		if given && (in == w.Unsure || in.Argument == mapping.AccountInput || id.global == "" && w.Field.Write.InPath(in.Argument)) {
			all = append(all, in)
		}
	}
	return all
}

// Naming returns the field of the input that names a node by its Graph API id, beside the
// account; the only one for an empty id. It is nil for none.
func (w *Write) Naming(graphID string) *mapping.Input {
	var all []*mapping.Input
	for i := range w.Field.Write.Inputs {
		in := &w.Field.Write.Inputs[i]
		id, given := w.ids[in.Argument]
		if given && in.Argument != mapping.AccountInput && (graphID == "" || id.GraphID == graphID) {
			all = append(all, in)
		}
	}
	if len(all) == 0 || graphID == "" && len(all) > 1 {
		return nil
	}
	return all[0]
}

// ID returns an id in the input; an empty one where none was given.
func (w *Write) ID(name string) ID { return w.ids[name] }

// Value returns a value of the input; nil where none was given.
func (w *Write) Value(name string) any { return w.values[name] }

// Items returns the calls that make the containers which the call of the write is to bring
// together, for the account with an id; none for most writes.
func (w *Write) Items(account string) []graphapi.Call {
	calls := make([]graphapi.Call, len(w.items))
	for i, params := range w.items {
		calls[i] = w.call(account, params)
	}
	return calls
}

// Call returns the call of the write, for the account with an id, which returns fields of
// what it has created. It brings together the items with ids, if there are any.
func (w *Write) Call(account, fields string, items []string) graphapi.Call {
	call := w.call(account, w.params)
	call.Fields = fields
	if len(items) > 0 {
		content.SetChildren(call.Params, items)
	}
	return call
}

func (w *Write) call(account string, params url.Values) graphapi.Call {
	call := graphapi.Call{
		Method: w.Field.Write.Method, Path: strings.Replace(w.path, "{"+mapping.AccountInput+"}", account, 1),
		Node: w.Field.Name, Params: make(url.Values, len(params)+1),
	}
	for name, values := range params {
		call.Params[name] = values
	}
	return call
}
