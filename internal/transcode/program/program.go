// Package program is what answers of GraphQL are written by: how the objects, scalars and
// connections of one operation come out of the Graph API's JSON. A program is a value, made
// once for an operation, that holds nothing of any answer.
//
//	program.go  objects, fields, lists and connections
//	reached.go  how nodes are found that cannot be read by their own ids
package program

import (
	"github.com/gramql/gramql/internal/conversion"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// Program answers one operation of one login type.
type Program struct {
	// Form is that of the call that the operation takes.
	Form plan.Form
	// IDs are those by which nodes are looked up, and Account is the field of a Facebook Page that
	// holds its account, where the form has them.
	IDs     []string
	Account string
	// Fields are the root fields, in the order of the answer.
	Fields []Root
}

// Absent is the index of what an object does not have.
const Absent = -1

// Root is a root field: one or several of the nodes that the call asks for, or a text that
// is known.
type Root struct {
	// Key is the response key with quotes and colon, and Text the value where it is known.
	Key, Text string
	// Object is how each of the nodes is written; nil for a text.
	Object *Object
	// List reports whether the field holds a list, of so many nodes from the first on. All
	// accounts are one, however many there are.
	List         bool
	First, Nodes int
}

// Object is how a node is written, or a value without an id.
type Object struct {
	TypeName string
	// Identified reports whether the object has to have an id, as nodes do. A value has to
	// have any of its members.
	Identified bool
	// Global reports whether the object is one of Relay's nodes, whose ids have the form that
	// global ids can hold.
	Global bool
	// Node reports whether the node counts among those that were read, and asked whether
	// more than its id is wanted. A node that several fields show counts for one of them.
	Node, Asked bool
	// Certain reports whether something of what is wanted has to be there, and named whether
	// any field of a node's own is wanted.
	Certain, Named bool
	// OtherIDs reports whether the node can be read by another id than the answer tells, and
	// sought is the id that a finder was asked for; empty for none.
	OtherIDs bool
	Sought   string
	Members  []Member
	// Fields are those that are selected, and behind them those that are read but not shown.
	Fields []Field
	// Reached is how the node was found; nil for one that can be read by its own id.
	Reached *Reached
}

// Member is a member of an object in the answer that something is wanted of. The first of
// an object's is its id.
type Member struct {
	Name string
	// Told reports whether the member shows, where it is not null, that the answer holds what
	// was asked for.
	Told bool
	// Branch reports whether the member leads to nodes or values: null is then not as planned.
	Branch bool
	// Withheld reports whether the ordinary way looks for a value that is absent.
	Withheld bool
}

// OwnID is the index of the member that is a node's id.
const OwnID = 0

// Find returns the index of the member with a name, which is most likely to be that with
// the index next.
func (o *Object) Find(name []byte, next int) int {
	if next < len(o.Members) && o.Members[next].Name == string(name) {
		return next
	}
	for i := range o.Members {
		if o.Members[i].Name == string(name) {
			return i
		}
	}
	return Absent
}

// Field is a selected field of an object, or one that is read but not shown.
type Field struct {
	// Key is the response key with quotes and colon; empty for what is not shown.
	Key string
	// Text is the value of a field whose value is known.
	Text string
	// Member is the index of the member that holds the value; absent for none.
	Member int
	// Form is how a scalar is written, and values what an enum has.
	Form   Form
	Values *Enum
	// Required reports whether null is no value of the field.
	Required   bool
	Object     *Object
	Connection *Connection
	List       *List
	Display    *Display
	// Reference is what is written of a node of which the value is the id.
	Reference *Object
	// Leads reports whether the field leads to nodes that are found through this one.
	Leads bool
	// Caption is what is selected of each part of a caption.
	Caption []Part
}

// Display is what a link to show is taken from: the first member that is there, or else the
// first that the first node on an edge has.
type Display struct {
	Members []int
	Edge    int
	Names   []string
}

// Form is how a scalar of the answer is written.
type Form uint8

// The forms.
const (
	FormText Form = iota
	FormGlobalID
	FormInt
	FormLong
	FormFloat
	FormBool
	FormTime
	FormURL
	FormEnum
	FormJSON
	// FormWhole, FormShare and FormParts are forms of one number: whole, or not, or in parts.
	// Null stands for the others.
	FormWhole
	FormShare
	FormParts
	// FormProfileURL and those behind are what is worked out from the value.
	FormProfileURL
	FormExpiry
	FormReel
	FormHashtags
	FormMentions
)

// Enum is the values of an enum type, with quotes, by their names in the answer.
type Enum struct{ Values map[string]string }

// List is how a list is written that is no connection.
type List struct {
	// Item is how an object in the list is written; nil for scalars, which have a form.
	Item *Object
	Form Form
	// Edge reports whether the list is an edge, and single whether only its first item is
	// shown.
	Edge, Single bool
	// Metric is the member of an item that tells of which metric it is, and Order are the
	// metrics as they come in the answer; nil for items in any order.
	Metric string
	Order  []string
}

// Connection is how the page of an edge is written.
type Connection struct {
	// Hidden is how an item is read where none is shown; nil where no page is asked for.
	Hidden *Items
	Fields []Part
	// First is the index of the first field that shows items; absent for none.
	First int
	// Count is the index of the parent's member that counts the nodes; absent for none.
	Count int
	// Cursors reports whether the cursor of an item is selected, or that of an end.
	Cursors bool
	// Unsaid reports whether no page says that it is the last, and peeks whether it is asked
	// for whether there are more.
	Unsaid, Peeks bool
	// Window is what is shown of the page.
	Window *paging.Window
	Scope  string
}

// Items is how the items of a page are shown.
type Items struct {
	// Edge is what is selected of each edge; nil for nodes without edges.
	Edge []Part
	// Node is how an item is written; nil where the parts of an edge are.
	Node *Object
}

// Part is a selected field of a connection, an edge, a PageInfo or a part of a caption.
type Part struct {
	Key  string
	Kind Kind
	Text string
	// Parts are those of a PageInfo.
	Parts []Part
	// Items are those of a connection, and node is that of an edge.
	Items *Items
	Node  *Object
}

// Kind is what a part says.
type Kind uint8

// The kinds.
const (
	KindText Kind = iota // __typename
	KindItems
	KindTotal
	KindPageInfo
	KindNode
	KindCursor
	KindHasNext
	KindHasPrevious
	KindStart
	KindEnd
	KindCaptionText
	KindOffset
	KindLength
)

// Key returns the start of a field in JSON. A name of GraphQL needs no escapes.
func Key(alias string) string { return `"` + alias + `":` }

// Value returns what a value of the answer is in an enum type, with quotes.
func (e *Enum) Value(text []byte) string {
	if value, ok := e.Values[string(text)]; ok {
		return value
	}
	return `"` + conversion.EnumValue(string(text), func(word string) bool { return e.Values[word] != "" }) + `"`
}

// ShownBy returns how the items are read that come first in the answer; nil for a connection
// without a page.
func (c *Connection) ShownBy() *Items {
	if c.First == Absent {
		return c.Hidden
	}
	return c.Fields[c.First].Items
}

// Item returns how any of the items is written.
func (i *Items) Item() *Object {
	if i.Node != nil {
		return i.Node
	}
	for _, p := range i.Edge {
		if p.Kind == KindNode {
			return p.Node
		}
	}
	return nil
}
