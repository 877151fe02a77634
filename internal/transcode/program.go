package transcode

import "github.com/gramql/gramql/internal/paging"

// absent is the index of what an object does not have.
const absent = -1

// root is a root field: one or several of the nodes that the call asks for, or a text that
// is known.
type root struct {
	key, text string
	object    *object
	// list reports whether the field holds a list, of so many nodes from the first on. All
	// accounts are one, however many there are.
	list         bool
	first, nodes int
}

// object is how a node is written, or a value without an id.
type object struct {
	typeName string
	// identified reports whether the object has to have an id, as nodes do. A value has to
	// have any of its members.
	identified bool
	// node reports whether the node counts among those that were read, and asked whether
	// more than its id is wanted. A node that several fields show counts for one of them.
	node, asked bool
	// certain reports whether something of what is wanted has to be there, and named whether
	// any field of a node's own is wanted.
	certain, named bool
	members        []member
	// fields are those that are selected, and behind them those that are read but not shown.
	fields []field
	// reached is how the node was found; nil for one that can be read by its own id.
	reached *reached
}

// member is a member of an object in the answer that something is wanted of. The first of
// an object's is its id.
type member struct {
	name string
	// told reports whether the member shows, where it is not null, that the answer holds what
	// was asked for.
	told bool
	// branch reports whether the member leads to nodes or values: null is then not as planned.
	branch bool
	// withheld reports whether the ordinary way looks for a value that is absent.
	withheld bool
}

// ownID is the index of the member that is a node's id.
const ownID = 0

// find returns the index of the member with a name, which is most likely to be that with
// the index next.
func (o *object) find(name []byte, next int) int {
	if next < len(o.members) && o.members[next].name == string(name) {
		return next
	}
	for i := range o.members {
		if o.members[i].name == string(name) {
			return i
		}
	}
	return absent
}

// field is a selected field of an object, or one that is read but not shown.
type field struct {
	// key is the response key with quotes and colon; empty for what is not shown.
	key string
	// text is the value of a field whose value is known.
	text string
	// member is the index of the member that holds the value; absent for none.
	member int
	// form is how a scalar is written, and values what an enum has.
	form   form
	values *enum
	// required reports whether null is no value of the field.
	required   bool
	object     *object
	connection *connection
	list       *list
	display    *display
	// reference is what is written of a node of which the value is the id.
	reference *object
	// leads reports whether the field leads to nodes that are found through this one.
	leads bool
	// caption is what is selected of each part of a caption.
	caption []part
}

// display is what a link to show is taken from: the first member that is there, or else the
// first that the first node on an edge has.
type display struct {
	members []int
	edge    int
	names   []string
}

// form is how a scalar of the answer is written.
type form uint8

const (
	formText form = iota
	formGlobalID
	formInt
	formLong
	formFloat
	formBool
	formTime
	formURL
	formEnum
	formJSON
	// What is worked out from the value.
	formProfileURL
	formExpiry
	formReel
	formHashtags
	formMentions
)

// enum is the values of an enum type, with quotes, by their names in the answer.
type enum struct{ values map[string]string }

// list is how a list is written that is no connection.
type list struct {
	// item is how an object in the list is written; nil for scalars, which have a form.
	item *object
	form form
	// edge reports whether the list is an edge, and single whether only its first item is
	// shown.
	edge, single bool
}

// connection is how the page of an edge is written.
type connection struct {
	// hidden is how an item is read where none is shown; nil where no page is asked for.
	hidden *items
	fields []part
	// first is the index of the first field that shows items; absent for none.
	first int
	// count is the index of the parent's member that counts the nodes; absent for none.
	count int
	// cursors reports whether the cursor of an item is selected, or that of an end.
	cursors bool
	// unsaid reports whether no page says that it is the last, and peeks whether it is asked
	// for whether there are more.
	unsaid, peeks bool
	// window is what is shown of the page.
	window *paging.Window
	scope  string
}

// items is how the items of a page are shown.
type items struct {
	// edge is what is selected of each edge; nil for nodes without edges.
	edge []part
	// node is how an item is written; nil where the parts of an edge are.
	node *object
}

// part is a selected field of a connection, an edge, a PageInfo or a part of a caption.
type part struct {
	key  string
	kind kind
	text string
	// parts are those of a PageInfo.
	parts []part
	// items are those of a connection, and node is that of an edge.
	items *items
	node  *object
}

// kind is what a part says.
type kind uint8

const (
	kindText kind = iota // __typename
	kindItems
	kindTotal
	kindPageInfo
	kindNode
	kindCursor
	kindHasNext
	kindHasPrevious
	kindStart
	kindEnd
	kindCaptionText
	kindOffset
	kindLength
)

// key returns the start of a field in JSON. A name of GraphQL needs no escapes.
func key(alias string) string { return `"` + alias + `":` }
