package transcode

import (
	"github.com/gramql/gramql/internal/paging"
)

// absent is the index of what an object does not have.
const absent = -1

// root is a root field: the token's own account, or a text that is known.
type root struct {
	key, text string
	object    *object
}

// object is how a node is written.
type object struct {
	typeName string
	// node reports whether the node counts among those that were read, and asked whether
	// more than its id is wanted.
	node, asked bool
	// certain reports whether anything is wanted of the node that no node of its type lacks,
	// and named whether any field of its own is.
	certain, named bool
	members        []member
	fields         []field
	// owner reports whether the node is the token's own account.
	owner bool
}

// member is a member of an object in the answer that something is wanted of. The first of
// an object's is its id.
type member struct {
	name string
	// told reports whether the member shows, where it is not null, that the answer holds what
	// was asked for.
	told bool
	// branch reports whether the member leads to nodes: null is then not as planned.
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

// field is a selected field of a node.
type field struct {
	// key is the response key with quotes and colon.
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
)

// enum is the values of an enum type, with quotes, by their names in the answer.
type enum struct{ values map[string]string }

// connection is how the page of an edge is written.
type connection struct {
	// item is how a node on the page is written, also where nothing is selected of it;
	// nil where no page is asked for.
	item   *object
	fields []part
	// items is the index of the field that shows the nodes; absent for none.
	items int
	// edge is what is selected of each edge; nil for nodes without edges.
	edge []part
	// count is the index of the parent's member that counts the nodes; absent for none.
	count int
	// cursors reports whether the cursor of an item is selected, or that of an end.
	cursors bool
	// window is what is shown of the page.
	window *paging.Window
	scope  string
}

// part is a selected field of a connection, an edge or a PageInfo.
type part struct {
	key  string
	kind kind
	text string
	// parts are those of a PageInfo.
	parts []part
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
)

// key returns the start of a field in JSON. A name of GraphQL needs no escapes.
func key(alias string) string { return `"` + alias + `":` }
