// Package mapping reads from the GraphQL schema's directives what each type and
// field is in the Graph API. The mapping is read and checked once at start. The
// planner, the loader, explain, the error answers and the documents all use it, so
// that each fact is in the schema and nowhere else.
package mapping

import (
	"maps"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
)

// Mapping is what the types of a schema are in the Graph API.
type Mapping struct {
	// FacebookPages is how the token of a person leads to Facebook Pages.
	FacebookPages FacebookPages
	types         map[string]*Type
}

// Type returns what a GraphQL object type is in the Graph API; nil for a type
// that is nothing there, such as a connection.
func (m *Mapping) Type(name string) *Type { return m.types[name] }

// Types returns all types, by name.
func (m *Mapping) Types() []*Type {
	var types []*Type
	for _, name := range slices.Sorted(maps.Keys(m.types)) {
		types = append(types, m.types[name])
	}
	return types
}

// Type is a GraphQL object type and the Graph API node, or value, that it is.
type Type struct {
	// Name is the GraphQL type's name.
	Name string
	// Node is Meta's name of the node; empty for a value without an id, which is
	// part of the field that holds it.
	Node string
	// Also are the names that the node has with single login types.
	Also []string
	// ServerOnly reports whether the type does not exist in the Graph API.
	ServerOnly bool
	// Expanded reports whether a value has an id and its fields must be asked for in
	// braces.
	Expanded bool
	// Fields are the type's fields by their GraphQL names.
	Fields map[string]*Field
	// Satisfies are the type's own name and those of its interfaces and unions:
	// the type conditions that hold for it.
	Satisfies []string
	Requires  Requires
	// Fresh is how long what an answer says of the node's own fields is fresh; with 0 it
	// must serve no other call.
	Fresh time.Duration
	// Through reports whether a node is reached through other nodes only: the token
	// cannot read it by its id.
	Through bool
	// OtherIDs reports whether a node can be read by another id than its answer tells.
	OtherIDs bool
	// Withheld are the Graph API fields whose values the Graph API can withhold from a node
	// that is reached through another, while it shows them where the node is looked up by
	// its own id.
	Withheld []string
	// Always are Graph API fields that no node of the type lacks.
	Always []string
	// beyond are Graph API fields that the node has and the type does not.
	beyond        []string
	telltales     telltales
	telltaleEdges telltaleEdges
	mapping       *Mapping
	isNode        bool
}

// Unlike reports whether a node name of Meta's belongs to another type. A name that
// no type has could mean any type.
func (t *Type) Unlike(node string) bool {
	return !t.Named(node) && slices.ContainsFunc(t.mapping.Types(), func(other *Type) bool { return other.Named(node) })
}

// Named reports whether a node name of Meta's is one of the type's.
func (t *Type) Named(node string) bool { return t.Node == node || slices.Contains(t.Also, node) }

// IsNode reports whether the type is one of Relay's nodes, which have global ids.
func (t *Type) IsNode() bool { return t.isNode }

// Identified reports whether the type has an id in the Graph API, which every call
// asks for.
func (t *Type) Identified() bool { return t.Node != "" || t.Expanded }

// EdgeNamed returns the field that is the edge of that name, or nil.
func (t *Type) EdgeNamed(name string) *Field {
	for _, f := range t.Fields {
		if f.Edge != nil && f.Edge.Name == name {
			return f
		}
	}
	return nil
}

// Referring returns the field that leads to the node whose id is in the Graph API field
// of that name, or nil.
func (t *Type) Referring(name string) *Field {
	for _, f := range t.Fields {
		if f.Kind == Reference && f.Names[0] == name {
			return f
		}
	}
	return nil
}

// Leading returns the field that leads to other nodes by the Graph API field or edge
// of that name, or nil.
func (t *Type) Leading(name string) *Field {
	for _, f := range t.Fields {
		if f.Kind == Object && f.Names[0] == name {
			return f
		}
	}
	return t.EdgeNamed(name)
}

// holds returns the field that is the Graph API field or edge of that name, or nil.
func (t *Type) holds(name string) *Field {
	for _, f := range t.Fields {
		if f.Edge == nil && !f.Computed && slices.Contains(f.Names, name) {
			return f
		}
	}
	return t.EdgeNamed(name)
}

// Kind is what a field is in the Graph API.
type Kind uint8

// The kinds.
const (
	// Plain is one or more fields without a node behind them: scalars, and values
	// that are returned in full.
	Plain Kind = iota
	// Object is a field that holds another node, or a value that is asked for in
	// braces.
	Object
	// Reference is a field that holds nothing but another node's id.
	Reference
	// Finder is a field that finds another node by its parameters.
	Finder
	// Connection is an edge that is paged.
	Connection
	// List is an unpaged edge; Single is one with at most one item.
	List
	Single
	// Root is a field of Query or Mutation.
	Root
)

// Field is a GraphQL field and what it is in the Graph API.
type Field struct {
	Name string
	Kind Kind
	// Names are the Graph API fields that the field is made of. An Object and a
	// Reference have one; what has an Edge has none.
	Names []string
	// Needs are the edges that a computed field needs, with the fields that it needs
	// of the nodes behind them.
	Needs fields.List
	// Computed reports whether a method of the model computes the field.
	Computed bool
	// Kept reports whether the field is a connection of rows that this server keeps.
	Kept bool
	// Own reports whether the node behind the field is always readable by its id.
	Own bool
	// Target is the type behind an Object, a Reference, an Edge or a Root; nil for a
	// Root that can be any node.
	Target *Type
	// Edge is set for a Finder, a Connection, a List and a Single: for whatever the
	// Graph API returns several of for one node, depending on the parameters.
	Edge *Edge
	// Params are the arguments that become parameters of the edge or path, except
	// those that page.
	Params []Param
	// RootKind says how a Root finds its nodes, and Path the path of a RootByPath, a
	// RootByName or of RootFacebookPages.
	RootKind RootKind
	Path     string
	// Actor is the parameter for the id of the token's own account, which a RootByName needs.
	Actor string
	// Write is what a RootWrite, a mutation, is.
	Write *Write
	// Many reports whether the answer to the path is a page of nodes.
	Many     bool
	Requires Requires
	Refused  Refused
	// shownBy are the schema coordinates of the edges and finders that show a field
	// which others do not.
	shownBy []string
	// parent is the type that the field belongs to.
	parent *Type
}

// Coordinate returns the field's schema coordinate, such as User.biography.
func (f *Field) Coordinate() string { return f.parent.Name + "." + f.Name }

// Edge is what a field with parameters is in the Graph API: an edge or a finder,
// which is treated as an edge with one node.
type Edge struct {
	// Name is the edge, such as media.
	Name string
	// Parent is the type that the edge belongs to.
	Parent *Type
	// Count is the parent's field that counts the edge's nodes; empty for none.
	Count string
	// PageSize is the most items that the Graph API returns on one page.
	PageSize int
	// Max is the most items that one node has on the edge; 0 for any number.
	Max int
	// Paging is how the edge pages.
	Paging Paging
	// Anyone reports whether a finder finds the same for every account, and ByID whether its
	// parameter is the id of the node that it finds.
	Anyone, ByID bool
	// Fresh is how long what an answer says of the nodes behind the edge is fresh; nil is
	// as long as the node that has the edge.
	Fresh *time.Duration
	// FoundBy is the parent's finder that finds a node of the edge by its id; empty
	// where there is none.
	FoundBy string
	// Actor is the parameter for the id of the token's own account; empty where the
	// edge has none.
	Actor string
	// Metrics is the parameter that names metrics, and Metric the field of each item that
	// tells which of them it is; both are empty where the edge has none.
	Metrics, Metric string
	// Products are the product types of the media on the edge: nil means any, empty
	// means that none of them has insights.
	Products []string
	// Without are the edges and fields that nodes on the edge never have.
	Without []string
	// Alone reports whether no field expansion has the edge: each node's takes a call of
	// its own, whose path names it.
	Alone bool
	// View is what nodes reached through the edge have; nil for everything that
	// their type has.
	View *View
	// Satisfies and EdgeSatisfies hold the GraphQL type names of the connection and
	// of its edges.
	Satisfies, EdgeSatisfies []string
}

// Paging is what an edge's paging object holds.
//
// Source: Meta, Graph API, "Paginated Results", and recorded answers.
type Paging uint8

// The ways to page.
const (
	// Links: cursors both ways, next and previous where there is more. A page without next
	// is the last.
	Links Paging = iota
	// Next: a cursor forward, and next where there is more. No way back. The last page has
	// no paging object, so a cursor without next does not say where the edge ends.
	Next
	// SameCursor: like Next, but the cursor is the same on each page.
	SameCursor
	// Cursors: cursors both ways, but never next or previous. No page is said to be the
	// last.
	Cursors
	// Unpaged: all items at once, without a paging object.
	Unpaged
)

// SaysEnd reports whether a page with a cursor onward, and without next, is the last.
func (p Paging) SaysEnd() bool { return p == Links || p == Unpaged }

var pagings = map[string]Paging{"links": Links, "next": Next, "sameCursor": SameCursor, "cursors": Cursors, "unpaged": Unpaged}

// Requires says who may ask for a type or field.
type Requires struct {
	// Logins are the login types that have it; nil means all.
	Logins     []dialect.Login
	Permission dialect.Permission
	// Shown reports that only nodes have it whose View names it.
	Shown bool
}

// SupportedBy reports whether a login type has the field.
func (f *Field) SupportedBy(login dialect.Login) bool {
	return f.Requires.SupportedBy(login) && (f.Target == nil || f.Target.Requires.SupportedBy(login))
}

// SupportedBy reports whether a login type is among those required.
func (r Requires) SupportedBy(login dialect.Login) bool {
	if r.Logins == nil {
		return true
	}
	for _, l := range r.Logins {
		if l == login {
			return true
		}
	}
	return false
}

// Permissions returns the permissions that the field and its target need.
func (f *Field) Permissions() []dialect.Permission {
	permissions := []dialect.Permission{f.Requires.Permission}
	if f.Target != nil {
		permissions = append(permissions, f.Target.Requires.Permission)
	}
	return permissions
}
