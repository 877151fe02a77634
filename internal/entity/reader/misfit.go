package reader

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi"
)

// Misfit says that a value does not have the form that is wanted. The reader has
// passed the value. A Misfit is never wrapped.
type Misfit struct {
	Want string
	// Came is what came instead; empty for a value of which the caller knows the type.
	Came string
	// Refusal is the Graph API's error that came instead; nil for anything else.
	Refusal *graphapi.Error
}

// Error says what came, and what is wanted.
func (m *Misfit) Error() string { return m.Came + " where " + m.Want + " belongs" }

func wants(want string) *Misfit { return &Misfit{Want: want} }

// Gap is an item of a list of scalars that does not fit.
type Gap struct {
	// Item is the index in the list that came.
	Item   int
	Misfit *Misfit
}

// Gaps says which items of a list of scalars do not fit. The reader has passed them, and
// read the others. Gaps are never wrapped.
type Gaps []Gap

// Error tells of the first one.
func (g Gaps) Error() string { return fmt.Sprintf("item %d is %s", g[0].Item, g[0].Misfit) }

// What can be wanted of a value.
var (
	WantText   = wants("a text")
	WantWhole  = wants("a whole number")
	WantNumber = wants("a number")
	WantBool   = wants("true or false")
	WantTime   = wants("a point in time")
	WantURL    = wants("an absolute URL")
	WantWord   = wants("a word")
	WantValue  = wants("a value")
	WantID     = wants("an id")
	WantList   = wants("a list")
	WantObject = wants("an object")
	WantNode   = wants("a node")
	// LostID is of a node that is shown without its id.
	LostID = &Misfit{Want: "an id", Came: "nothing that can be read"}
	// What is an object, but not the one that is wanted.
	NoID   = &Misfit{Want: "a node", Came: "an object without a readable id"}
	NoData = &Misfit{Want: "a list", Came: "an object without data"}
	NoForm = &Misfit{Want: "an object", Came: "another object"}
	// Another is a node, but not the one with the id that was asked for.
	Another = &Misfit{Want: "the node with the id that was asked for", Came: "another node"}
)

// Refused returns the misfit of an object that holds an error and not what is wanted;
// the misfit itself where the error is none of the Graph API's.
func (m *Misfit) Refused(beside error) *Misfit {
	refusal, ok := beside.(*graphapi.Error) //nolint:errorlint // it was read as that
	if !ok {
		return m
	}
	told := *m
	told.Came, told.Refusal = "an error", refusal
	return &told
}

// Split splits an error into that of a value of a JSON type, which was passed, and one
// that ends the answer.
func Split(err error, kind jsontext.Kind) (*Misfit, error) {
	odd, ok := err.(*Misfit) //nolint:errorlint // a misfit is never wrapped
	if !ok {
		return nil, err
	}
	if odd.Came == "" {
		named := *odd
		named.Came = typeOf(kind)
		odd = &named
	}
	return odd, nil
}

// because returns the error of a value that is no text either; what ends the answer
// stays as it is.
func because(err error, want *Misfit) error {
	if _, odd := err.(*Misfit); odd { //nolint:errorlint // a misfit is never wrapped
		return want
	}
	return err
}

// typeOf returns the name of a JSON type, with its article.
func typeOf(kind jsontext.Kind) string {
	switch kind {
	case 'n':
		return "null"
	case 't', 'f':
		return "a boolean"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case '{':
		return "an object"
	}
	return "an array"
}
