package entity_test

import (
	"testing"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// An answer is odd where one of its parts holds nothing of what is wanted there, though every
// part like it holds something.
func TestDecode_isOddWhereAPartHoldsNothing(t *testing.T) {
	t.Parallel()
	comment := &mapping.Type{Name: "Comment", Node: "IGComment", Always: []string{"text"}}
	edge := func(names ...string) *expansion.Edge {
		return &expansion.Edge{Edge: comments, Key: "comments", Node: &expansion.Expansion{Type: comment, Names: names}}
	}
	wanted := func(e *expansion.Edge) *expansion.Expansion {
		return &expansion.Expansion{Type: mediaType, Names: []string{"caption", "info", "series"}, Edges: []*expansion.Edge{e}}
	}
	for name, c := range map[string]struct {
		of     *expansion.Edge
		answer string
		odd    bool
	}{
		"a row with all that is wanted":       {edge("text"), `{"id":"1","caption":"a","comments":{"data":[{"id":"2","text":"b"}]}}`, false},
		"a row without what all rows have":    {edge("text", "parent_id"), `{"id":"1","caption":"a","comments":{"data":[{"id":"2"},{"id":"3","text":"b"}]}}`, true},
		"a row with null for what all have":   {edge("text"), `{"id":"1","caption":"a","comments":{"data":[{"id":"2","text":null},{"id":"3","text":"b"}]}}`, true},
		"a row with the rest":                 {edge("text", "parent_id"), `{"id":"1","caption":"a","comments":{"data":[{"id":"2","parent_id":"9"}]}}`, false},
		"a row without what a row may lack":   {edge("parent_id"), `{"id":"1","caption":"a","comments":{"data":[{"id":"2"},{"id":"3","parent_id":"9"}]}}`, false},
		"rows without what a row may lack":    {edge("parent_id"), `{"id":"1","caption":"a","comments":{"data":[{"id":"2"},{"id":"3"}]}}`, true},
		"rows of which only ids are wanted":   {edge(), `{"id":"1","caption":"a","comments":{"data":[{"id":"2"},{"id":"3"}]}}`, false},
		"no rows":                             {edge("text"), `{"id":"1","comments":{"data":[]}}`, false},
		"null in the place of an edge":        {edge("text"), `{"id":"1","caption":"a","comments":null}`, true},
		"no edge":                             {edge("text"), `{"id":"1","caption":"a"}`, false},
		"null in the place of a value":        {edge("text"), `{"id":"1","caption":"a","info":null}`, true},
		"null in the place of values":         {edge("text"), `{"id":"1","caption":"a","series":null}`, true},
		"null in the place of a text":         {edge("text"), `{"id":"1","caption":null,"series":[]}`, false},
		"a value of nulls":                    {edge("text"), `{"id":"1","caption":"a","info":{"reason":null}}`, true},
		"a value with an id alone":            {edge("text"), `{"id":"1","caption":"a","info":{"id":"2"}}`, true},
		"a value":                             {edge("text"), `{"id":"1","caption":"a","info":{"reason":""}}`, false},
		"an empty value among others":         {edge("text"), `{"id":"1","caption":"a","series":[{"value":1},{}]}`, true},
		"values as members":                   {edge("text"), `{"id":"1","caption":"a","series":[{"value":{"0":1}}]}`, false},
		"null among values as members":        {edge("text"), `{"id":"1","caption":"a","series":[{"value":{"0":1,"1":null}}]}`, true},
		"nothing behind a row with something": {edge("parent_id"), `{"id":"1","comments":{"data":[{"id":"2"}]},"caption":"a"}`, true},
	} {
		came := entity.Reading{}
		if _, err := models.Noting(&came).Decode([]byte(c.answer), wanted(c.of)); err != nil || came.Odd != c.odd {
			t.Errorf("%s: odd: %t, %v", name, came.Odd, err)
		}
	}
}

// The Graph API refuses a call for several nodes where it does not have one of them.
func TestDecodeIDs_isOddWhereANodeIsMissing(t *testing.T) {
	t.Parallel()
	for answer, odd := range map[string]bool{
		`{"1":{"id":"1","caption":"a"},"2":{"id":"2","caption":"b"}}`: false,
		`{"1":{"id":"1","caption":"a"},"2":null}`:                     true,
		`{"1":{"id":"1","caption":"a"}}`:                              true,
		`{"1":{"id":"1","caption":"a"},"3":{"id":"3","caption":"b"}}`: true,
		`{}`: true, `[]`: true,
	} {
		came := entity.Reading{}
		_, err := models.Noting(&came).DecodeIDs([]byte(answer), []string{"1", "2"}, &expansion.Expansion{Type: mediaType, Names: []string{"caption"}})
		if err != nil || came.Odd != odd {
			t.Errorf("%s: odd: %t, %v", answer, came.Odd, err)
		}
	}
}
