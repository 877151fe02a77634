package fault_test

import (
	"net/url"
	"testing"

	"github.com/gramql/gramql/internal/localgraph/fault"
)

// call is a call for comments below media, and for a metric of insights.
var call = fault.Call{
	Method: "GET", Path: "/me/media", Token: "IGAAann",
	Params: url.Values{"fields": {"id,comments.limit(50){id,text},insights.metric(reach,likes)"}, "limit": {"25"}},
}

func TestStruckBy_wantsAllThatTheFaultNames(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault  fault.Fault
		struck bool
	}{
		"nothing":                           {fault.Fault{}, true},
		"the method in other case":          {fault.Fault{Method: "get"}, true},
		"another method":                    {fault.Fault{Method: "POST"}, false},
		"a pattern of the path":             {fault.Fault{Path: "/*/media"}, true},
		"the path of a node":                {fault.Fault{Path: "/me"}, false},
		"a pattern that is none":            {fault.Fault{Path: "/[/media"}, false},
		"the beginning of the token":        {fault.Fault{Token: "IGAA"}, true},
		"another token":                     {fault.Fault{Token: "EAA"}, false},
		"the edge of the path":              {fault.Fault{Edge: "media"}, true},
		"an edge below":                     {fault.Fault{Edge: "comments"}, true},
		"an edge that is not asked for":     {fault.Fault{Edge: "stories"}, false},
		"a field of the edge":               {fault.Fault{Edge: "comments", Field: "text"}, true},
		"a field of another edge":           {fault.Fault{Edge: "insights", Field: "text"}, false},
		"a metric":                          {fault.Fault{Field: "reach"}, true},
		"a modifier of the path":            {fault.Fault{Field: ".limit"}, true},
		"a modifier that is not there":      {fault.Fault{Field: ".after"}, false},
		"fewer rows than the page has":      {fault.Fault{Edge: "media", Limit: 49}, true},
		"as many rows as the largest page":  {fault.Fault{Edge: "media", Limit: 50}, false},
		"as many rows as the page of below": {fault.Fault{Edge: "comments", Limit: 50}, false},
	} {
		if got := call.StruckBy(&c.fault); got != c.struck {
			t.Errorf("a fault of %s strikes: %t", name, got)
		}
	}
	malformed := fault.Call{Params: url.Values{"fields": {"id{"}}}
	if malformed.StruckBy(&fault.Fault{Field: "id"}) || !malformed.StruckBy(&fault.Fault{}) {
		t.Error("what a call asks for is read where it can't be, or where nothing wants it")
	}
}

func TestTake_strikesAsOftenAsTheFaultSays(t *testing.T) {
	t.Parallel()
	var set fault.Set
	set.Add(fault.Fault{Kind: fault.Slow, Times: 2}, fault.Fault{Kind: fault.Unavailable})
	slow := 0
	for range 5 {
		if _, ok := set.Take(call.StruckBy, fault.Slow); ok {
			slow++
		}
		if _, ok := set.Take(call.StruckBy, fault.Unavailable); !ok {
			t.Error("a fault without a number has ended")
		}
	}
	if left := set.All(); slow != 2 || len(left) != 1 || left[0].Kind != fault.Unavailable || set.None() {
		t.Errorf("it struck %d times; left are %v", slow, left)
	}
	set.Clear()
	if !set.None() {
		t.Error("a fault is on after all were switched off")
	}
}

func TestChange_putsTheValueInItsPlaces(t *testing.T) {
	t.Parallel()
	const answer = `{"data":[{"id":"1","comments":{"data":[{"id":"2","text":"a"}]}}],"paging":{"cursors":{"after":"x"}}}`
	for name, c := range map[string]struct {
		fault fault.Fault
		want  string
	}{
		"a field of an edge's rows": {fault.Fault{Kind: fault.OtherValue, Edge: "comments", Field: "text", Body: "7"}, `{"data":[{"id":"1","comments":{"data":[{"id":"2","text":7}]}}],"paging":{"cursors":{"after":"x"}}}`},
		"a field left out":          {fault.Fault{Kind: fault.OtherValue, Field: "text"}, `{"data":[{"id":"1","comments":{"data":[{"id":"2"}]}}],"paging":{"cursors":{"after":"x"}}}`},
		"a whole row, by its id":    {fault.Fault{Kind: fault.OtherValue, Node: "2", Body: "null"}, `{"data":[{"id":"1","comments":{"data":[null]}}],"paging":{"cursors":{"after":"x"}}}`},
		"a cursor":                  {fault.Fault{Kind: fault.OtherValue, Edge: "media", Field: "after", Body: `"y"`}, `{"data":[{"id":"1","comments":{"data":[{"id":"2","text":"a"}]}}],"paging":{"cursors":{"after":"y"}}}`},
	} {
		if got, found := c.fault.Change(call, []byte(answer)); string(got) != c.want || !found {
			t.Errorf("%s: %s, %t", name, got, found)
		}
	}
	if got, found := (&fault.Fault{Kind: fault.OtherValue, Field: "permalink", Body: "1"}).Change(call, []byte(answer)); string(got) != answer || found {
		t.Errorf("a field that no row has: %s", got)
	}
}
