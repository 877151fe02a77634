package suspect_test

import (
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

func TestOfARow_isTrueOfAllThatNamesNoEdge(t *testing.T) {
	comments := expansion.Part{Name: "comments"}
	for _, c := range []struct {
		err  graphapi.Error
		want bool
	}{
		{graphapi.Error{Status: 400, Code: 3}, true},
		{graphapi.Error{Status: 400, Code: 10}, true},
		{graphapi.Error{Status: 400, Code: 12}, true},
		{graphapi.Error{Status: 400, Code: 24}, true},
		{graphapi.Error{Status: 400, Code: 25}, true},
		{graphapi.Error{Status: 400, Code: 100, Subcode: 33}, true},
		{graphapi.Error{Status: 400, Code: 36104}, true},
		{graphapi.Error{Status: 400, Code: 4711}, true},
		{graphapi.Error{Status: 400, Code: 10, Message: "(#10) To use 'comments', ask for it"}, false},
		{graphapi.Error{Status: 400, Code: 100, Message: "Tried accessing nonexisting field (text)"}, false},
		{graphapi.Error{Status: 400, Code: 2642}, false}, // the cursor
		{graphapi.Error{Status: 500, Code: 1}, true},     // after it was tried again
		{graphapi.Error{Status: 400, Code: 18}, true},    // a quota of hashtags
		{graphapi.Error{Status: 400, Code: 4}, false},    // a quota of all calls
		{graphapi.Error{Status: 400, Code: 190}, false},  // the token
	} {
		if got := suspect.OfARow(comments, &c.err); got != c.want {
			t.Errorf("%v can be about a row: %t", &c.err, got)
		}
	}
}

func TestOfItsPermission_isTrueWhereAnEdgeNeedsOne(t *testing.T) {
	d := dialect.Of(dialect.Instagram)
	for _, c := range []struct {
		needs dialect.Permission
		code  int
		want  bool
	}{
		{dialect.Comments, 10, true},
		{dialect.Comments, 200, true},
		{dialect.Comments, 12, false},
		{dialect.Media, 10, false}, // which reads the account
		{dialect.None, 10, false},
	} {
		if got := suspect.OfItsPermission(d, expansion.Part{Permission: c.needs}, &graphapi.Error{Status: 400, Code: c.code}); got != c.want {
			t.Errorf("code %d of an edge that needs %d: %t", c.code, c.needs, got)
		}
	}
}
