package plan

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/plan/writing"
)

// Write is a mutation: what it writes, and what is asked of the nodes in its payload.
type Write struct {
	*writing.Write
	// Created is what is asked of the node that the write creates; nil where no field of the
	// payload is about that node.
	Created *expansion.Expansion
	// Given is what is asked of the nodes that the input names, by the fields of the payload:
	// of each type that the node can have.
	Given map[string][]*expansion.Expansion
	// FromAccount is what is asked of the account that writes; nil where nothing is.
	FromAccount *expansion.Expansion
	// kinds are what a node is asked for whose type is not sure, once for each type, by the
	// fields of the input that are Unproven.
	kinds map[string][]*expansion.Expansion
	// order are the keys of Given as they are selected.
	order []string
}

// write plans a mutation, unless its input is wrong.
func (c *compiler) write(root *Root, selected graphql.CollectedField) {
	settled := c.settled
	if c.own.Person && ConnectionOf(ChosenAccount(c.operation, selected)) != "" {
		settled = []string{mapping.AccountInput}
	}
	w, err := writing.Read(root.Field, c.dialect.Login, c.operation, selected, settled...)
	if err != nil {
		root.Err = err
		return
	}
	if in := root.Field.Write.Deletes(); in != nil && c.mapping.Deletable(c.dialect.Login) > 1 {
		w.Doubt(in)
	}
	root.Write = &Write{Write: w, Given: map[string][]*expansion.Expansion{}, kinds: map[string][]*expansion.Expansion{}}
	for _, in := range w.Unproven() {
		for _, n := range c.given(w.ID(in.Argument), in.Types) {
			tell(n, c.dialect.Login)
			root.Write.kinds[in.Argument] = append(root.Write.kinds[in.Argument], n)
		}
	}
	payload := []string{selected.Definition.Type.Name()}
	for _, part := range graphql.CollectFields(c.operation, selected.Selections, payload) {
		if result := root.Field.Write.Results[part.Name]; result != nil {
			c.result(root.Write, result, part)
		}
	}
}

// result plans what a field of a payload asks of its node.
func (c *compiler) result(w *Write, result *mapping.Result, selected graphql.CollectedField) {
	switch {
	case result.On != nil:
		n := w.created(result)
		for _, part := range graphql.CollectFields(c.operation, selected.Selections, result.On.Edge.EdgeSatisfies) {
			if part.Name == "node" {
				c.node(n, part.Selections)
			}
		}
		n.Arrange()
	case result.Behind != nil:
		n := w.created(result)
		c.node(n.Refer(result.Behind.Names[0], result.Behind.Target), selected.Selections)
		n.Arrange()
	case result.Created:
		n := w.created(result)
		c.node(n, selected.Selections)
		n.Arrange()
	case result.Finder != nil:
		c.found(w, result, selected)
	case len(result.Types) > 0:
		if w.Given[result.Name] == nil {
			w.order = append(w.order, result.Name)
			w.Given[result.Name] = c.given(w.ID(result.Given), result.Types)
		}
		for _, n := range w.Given[result.Name] {
			c.node(n, selected.Selections)
			n.Arrange()
		}
	}
}

// created returns what is asked of the node that a write creates.
func (w *Write) created(result *mapping.Result) *expansion.Expansion {
	if w.Created == nil {
		w.Created = &expansion.Expansion{Type: result.Of, WantsID: true}
	}
	return w.Created
}

// given returns what is asked of a node that the input names: nothing yet, of each type
// that the node can have.
func (c *compiler) given(id writing.ID, types []*mapping.Type) (all []*expansion.Expansion) {
	for _, t := range types {
		if id.Type == nil || id.Type == t {
			all = append(all, &expansion.Expansion{Type: t, WantsID: true, Mark: paging.Mark(id.GraphID)})
		}
	}
	return all
}

// found plans a field of the account that is read with what the input gives.
func (c *compiler) found(w *Write, result *mapping.Result, selected graphql.CollectedField) {
	if w.FromAccount == nil {
		w.FromAccount = &expansion.Expansion{Type: result.Finder.Edge.Parent}
	}
	params := []fields.Param{{Name: result.Finder.Params[0].Name, Value: w.ID(result.Given).GraphID}}
	edge := w.FromAccount.AddEdge(result.Finder.Edge, result.Finder.Target, params)
	edge.Read(1, edge.PageSize)
	c.node(edge.Node, selected.Selections)
	w.FromAccount.Arrange()
}

// ReadWithWrite reports whether the write itself can return all that is asked of the node
// that it creates. What may be refused of a new node would have the write refused.
func (w *Write) ReadWithWrite() bool {
	return w.Created != nil && !w.Created.IDOnly() && !w.Created.Crowded() && !w.Created.NeedsActor() && !measures(w.Created)
}

// measures reports whether metrics are asked of the node.
func measures(n *expansion.Expansion) bool {
	for _, e := range n.Edges {
		if e.Metrics != "" || measures(e.Node) {
			return true
		}
	}
	for _, o := range n.Objects {
		if measures(o.Node) {
			return true
		}
	}
	return false
}

// The placeholder for the id of what a write has created, in the calls that a plan prints.
const createdID = "{created}"

// Reads returns the look-ups that follow the write, as far as they are certain: of nodes
// that the input names by their ids, and of what the write does not return itself.
func (w *Write) Reads() (all []lookup.Lookup) {
	if w.Created != nil && !w.Created.IDOnly() && !w.ReadWithWrite() {
		all = append(all, lookup.Lookup{ID: createdID, Node: w.Created})
	}
	for _, name := range w.order {
		id := w.ID(w.Field.Write.Results[name].Given)
		for _, n := range w.Given[name] {
			if !n.IDOnly() {
				all = append(all, lookup.Lookup{ID: id.GraphID, Node: n})
			}
		}
	}
	if w.FromAccount != nil {
		all = append(all, lookup.Lookup{ID: w.account(), Node: w.FromAccount})
	}
	return all
}

// Kinds returns look-ups of the node that a field of the input names, of which the one finds
// it whose type the node has.
func (w *Write) Kinds(of *mapping.Input) (all []lookup.Lookup) {
	for _, n := range w.kinds[of.Argument] {
		all = append(all, lookup.Lookup{ID: w.ID(of.Argument).GraphID, Node: n})
	}
	return all
}

// first returns the look-ups that are made before the write, whatever is known of the account.
func (w *Write) first() []lookup.Lookup {
	if w.Unsure == nil {
		return nil
	}
	return w.Kinds(w.Unsure)
}

// Settled returns the write with the type of the node that was not sure.
func (w *Write) Settled(t *mapping.Type) *Write { return w.with(w.Settle(t)) }

// Kept returns the write with the values of the node before.
func (w *Write) Kept(before *graphapi.Answer) *Write { return w.with(w.Keep(before)) }

func (w *Write) with(input *writing.Write) *Write {
	other := *w
	other.Write = input
	return &other
}

// account returns the id of the account that writes, or its placeholder.
func (w *Write) account() string {
	if w.Account != "" {
		return w.Account
	}
	return expansion.Actor
}

// fields returns what the write is asked to return.
func (w *Write) fields() string {
	if w.ReadWithWrite() {
		return w.Created.String()
	}
	return ""
}

// calls returns the calls that the mutation makes as long as nothing is refused.
func (w *Write) calls(d *dialect.Dialect, mode dialect.LookupMode) (all []graphapi.Call) {
	account := w.account()
	if account == expansion.Actor && !d.MeIsPage {
		account = "me"
	}
	for _, g := range lookup.Opening(w.first(), mode) {
		all = append(all, g.Call(mode))
	}
	if before, wanted := w.Before(); wanted {
		all = append(all, before)
	}
	all = append(all, w.Items(account)...)
	all = append(all, w.Call(account, w.fields(), nil))
	for _, g := range lookup.Opening(w.Reads(), mode) {
		all = append(all, g.Call(mode))
	}
	return all
}

// bound returns the most calls that the mutation can cost: the write and those before it, a
// look-up of what the write was to return and did not, of what its input names, and all
// that is read.
func (w *Write) bound(answers int, mode dialect.LookupMode) int {
	bound := 1 + len(w.Items(""))
	if _, wanted := w.Before(); wanted {
		bound++
	}
	reads := w.Reads()
	for _, in := range w.Unproven() {
		reads = append(reads, w.Kinds(in)...)
	}
	if w.ReadWithWrite() {
		reads = append(reads, lookup.Lookup{ID: createdID, Node: w.Created})
	}
	return add(bound, boundOf(reads, answers, mode))
}

// nodes returns all nodes that something is asked of.
func (w *Write) nodes() (all []*expansion.Expansion) {
	if w.Created != nil {
		all = append(all, w.Created)
	}
	for _, name := range w.order {
		all = append(all, w.Given[name]...)
	}
	if w.FromAccount != nil {
		all = append(all, w.FromAccount)
	}
	for _, in := range w.Unproven() {
		all = append(all, w.kinds[in.Argument]...)
	}
	return all
}

// acts reports whether any of the calls needs the id of the token's own account, which is
// not known before.
func (w *Write) acts(d *dialect.Dialect) bool {
	own := w.Account == "" && (w.Field.Write.ByAccount() && d.MeIsPage || w.FromAccount != nil)
	return own || slices.ContainsFunc(w.nodes(), func(n *expansion.Expansion) bool { return n.Acts() })
}
