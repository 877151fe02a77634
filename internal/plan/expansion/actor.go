package expansion

import "slices"

// Actor is the placeholder for the id of the token's own account, in parameters
// that say which account makes a call. The id is put in when the call is made.
const Actor = "{me}"

// NeedsActor reports whether a call for the node needs the actor's id.
func (n *Expansion) NeedsActor() bool {
	return slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked != Alone && (e.Actor != "" || e.Node.NeedsActor()) }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.NeedsActor() })
}

// Acts reports whether a call for the node, or one that follows up on it, needs the
// actor's id.
func (n *Expansion) Acts() bool {
	return slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Actor != "" || e.Node.Acts() }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.Acts() })
}

// WithActor returns the expansion with the actor's id in place of Actor. Its edges keep
// their keys.
func (n *Expansion) WithActor(actor string) *Expansion {
	acting := *n
	acting.Edges = make([]*Edge, len(n.Edges))
	for i, e := range n.Edges {
		edge := *e
		edge.Params = slices.Clone(e.Params)
		for j := range edge.Params {
			if edge.Actor != "" && edge.Params[j].Name == edge.Actor {
				edge.Params[j].Value = actor
			}
		}
		edge.Node = e.Node.WithActor(actor)
		acting.Edges[i] = &edge
	}
	acting.Objects = make([]*Object, len(n.Objects))
	for i, o := range n.Objects {
		acting.Objects[i] = &Object{Name: o.Name, Node: o.Node.WithActor(actor)}
	}
	return &acting
}
