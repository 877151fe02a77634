// Package catalog is the local graph's table of node types: the fields and edges
// of each, the permissions to read them, and the SQL that answers them. A new
// field or edge is a new row here, and no other code.
//
// Source: Meta, Instagram Platform reference (IG User, IG Media, IG Comment),
// Instagram Basic Display API reference, and Meta's published API
// specifications of the same nodes.
package catalog

import "slices"

// Type is a kind of node as one or more login types show it.
type Type struct {
	// Name is what error messages call the type.
	Name   string
	Kind   Kind
	Logins Login
	// Table holds the rows; SQL in fields and edges calls a row n.
	Table string
	// Permission is needed to read the node by its id.
	Permission Permission
	// Default are the fields where a call names none.
	Default string
	Fields  []Field
	Edges   []Edge
}

// Timestamp is how the Graph API writes times: the offset has no colon.
const Timestamp = "2006-01-02T15:04:05-0700"

// Value is the JSON type that a field is written as.
type Value uint8

// The JSON types. A field without a value is left out; null is never written.
const (
	Text     Value = iota
	ID             // a decimal string
	Number         // an integer
	Bool           // true or false
	Time           // a Unix time, written as 2017-08-31T18:10:00+0000
	File           // the name of a media file, written as its signed URL
	JSON           // JSON text, written as it is
	Object         // the node with that id
	Lookup         // the node that a parameter names
	Embedded       // an object in the same row
)

// Field is one property of a node type.
type Field struct {
	Name  string
	Value Value
	// SQL gives the value from the row n; NULL leaves the field out.
	SQL string
	// Indirect is used instead of SQL when the node is not named by the call, but
	// reached through an edge or another node.
	Indirect string
	// Target is the kind of an Object, Lookup or Embedded.
	Target Kind
	// Param is the parameter that a Lookup needs, and Where ties the row n of
	// the target to its value, p.value.
	Param, Where string
	// Logins are the login types that have the field; none means those of its type.
	Logins Login
	// Permission is needed in addition to the node's. Without it the whole call is
	// refused or, where Quiet is set, the field left out.
	Permission Permission
	Quiet      bool
	// Public fields can be read on the nodes of others too, where a call reaches them.
	Public bool
	// Elsewhere refuses the whole call: only business discovery shows the field.
	Elsewhere bool
	// Lost is SQL for whether Meta has lost what the field is about. If so, the
	// whole call is refused.
	Lost string
	// Own objects are shown only if they are the viewer's account.
	Own bool
}

// Edge is a named collection of a node.
type Edge struct {
	Name   string
	Target Kind
	Logins Login
	// Where ties the rows x of the target to the parent's id, p.value. It may use
	// :me, the viewer's account, :token, the number of its access token, :now, and
	// the edge's own parameters.
	Where  string
	Params []Param
	// Oldest first instead of newest first.
	Oldest bool
	// Rank is SQL for a number that orders the rows instead of seq, the largest
	// first. No two rows may have the same.
	Rank       string
	Permission Permission
	Paging     Paging
	// Limit is the page size where a call names none, Max the largest.
	Limit, Max int
	// Time is SQL for the Unix time of a row x, which since and until bound; ""
	// where an edge takes neither.
	Time string
	// Default are the fields of each row where a call names none.
	Default string
	Public  bool
	// Alone edges are in no field expansion: only a path leads to them.
	Alone bool
	// Subject makes the edge a computed one: SQL for what it is computed from, as
	// JSON, from the parent's row n.
	Subject string
}

// Param is a parameter that an edge takes besides those of paging. In SQL it is
// its name after a colon, and NULL when it is not given.
type Param struct {
	Name     string
	Required bool
	// Own parameters take only the id of the viewer's account.
	Own bool
	// Time parameters take what since takes; in SQL they are Unix times.
	Time bool
}

// Paging is the form of an edge's paging block.
type Paging uint8

// The forms that Meta's edges have.
const (
	// Full pages have both cursors, next and previous.
	Full Paging = iota
	// After pages have the after cursor and next; the last has no paging block.
	After
	// Cursors pages have both cursors, but no links.
	Cursors
	// Discovered pages are Cursors pages whose first has no before.
	Discovered
	// Unpaged edges come whole, without a paging block, whatever the limit.
	Unpaged
	// Repeated pages are After pages that all have the same cursor.
	Repeated
	// Ranged answers have a previous and a next time range, and no cursors.
	Ranged
)

// Backward reports whether edges of this form take before.
func (p Paging) Backward() bool { return p == Full || p == Cursors || p == Discovered }

// TypeOf returns a login type's type of a kind of node; nil if it has none.
func TypeOf(kind Kind, login Login) *Type {
	for _, t := range types {
		if t.Kind == kind && t.Logins.Has(login) {
			return t
		}
	}
	return nil
}

// public returns the public fields of a list.
func public(list []Field) []Field {
	return slices.DeleteFunc(slices.Clone(list), func(f Field) bool { return !f.Public })
}

// only returns the fields of a list that have one of these names.
func only(list []Field, names ...string) []Field {
	return slices.DeleteFunc(slices.Clone(list), func(f Field) bool { return !slices.Contains(names, f.Name) })
}

// Types returns every type of a login type.
func Types(login Login) []*Type {
	return slices.DeleteFunc(slices.Clone(types), func(t *Type) bool { return !t.Logins.Has(login) })
}

// Field returns the type's field of a name in a login type; nil if it has none.
func (t *Type) Field(name string, login Login) *Field {
	for i := range t.Fields {
		if f := &t.Fields[i]; f.Name == name && (f.Logins == 0 || f.Logins.Has(login)) {
			return f
		}
	}
	return nil
}

// Edge returns the type's edge of a name in a login type; nil if it has none.
func (t *Type) Edge(name string, login Login) *Edge {
	for i := range t.Edges {
		if e := &t.Edges[i]; e.Name == name && (e.Logins == 0 || e.Logins.Has(login)) {
			return e
		}
	}
	return nil
}

// HasEdge reports whether any type of a login type has an edge of a name.
func HasEdge(name string, login Login) bool {
	return slices.ContainsFunc(Types(login), func(t *Type) bool { return t.Edge(name, login) != nil })
}

var types = []*Type{
	basicUser, basicMedia, user, media, comment, page, person,
	othersMedia, taggedMedia, discoveredUser, discoveredMedia, mentionedMedia, mentionedComment, belowMention,
	collaborativeMedia, collaborator, invite, publishingLimit, insight,
	hashtag, hashtagMedia, searchedHashtag,
	container, containerCopyright, videoStatus, scheduledMedia, upcomingEvent,
	conversation, message, messageParty, userProfile, messengerProfile, subscribedApp,
	threadsUser, agency, adAccount, creatorPermission, boostAd,
	productTag, productCatalog, product, productAppeal,
	audio, poll, promptResponse,
	commenter, business, boost, copyright, copyrightStatus,
}
