package faults_test

import (
	"fmt"
	"net/http"
	"reflect"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

func TestCache_answersWhileTheGraphAPIIsDownAndSaysSo(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, nil, apptest.InMemory)
	first := w.Do(localgraph.DemoToken, apptest.MyMedia, nil)
	if calls := w.Drain(); len(calls) != 1 {
		t.Fatalf("calls = %v", calls)
	}
	w.Graph.Faults().Add(fault.Fault{Kind: fault.Unavailable})
	second := w.Do(localgraph.DemoToken, apptest.MyMedia, nil)
	if fmt.Sprint(first.Data) != fmt.Sprint(second.Data) || len(w.Drain()) != 0 {
		t.Errorf("a warm query is answered %+v", second)
	}
}

// What was kept while all was well does not show what is refused now: where every call is, no
// field is blamed, and once the Graph API is well again all is answered.
func TestCache_showsNoFieldToBeRefusedWhereAllIs(t *testing.T) {
	t.Parallel()
	for name, refused := range map[string]fault.Fault{
		"HTML":                         {Kind: fault.OtherBody, Body: "<html></html>"},
		"HTML that forbids":            {Kind: fault.OtherError, Status: http.StatusForbidden, Body: "<html></html>"},
		"a refusal without a code":     {Kind: fault.OtherError, Status: http.StatusBadRequest, Body: `{"error":{"message":"Sorry"}}`},
		"a refusal of odd form":        {Kind: fault.OtherError, Status: http.StatusBadRequest, Body: `{"error":{"message":{"a":1},"code":100}}`},
		"a refusal that names nothing": {Kind: fault.OtherError, Status: http.StatusBadRequest, Body: `{"error":{"message":"Sorry","code":10}}`},
	} {
		for _, token := range []string{localgraph.DemoToken, apptest.FacebookToken} {
			w := apptest.StartFaulty(t, localgraph.Options{}, nil, apptest.InMemory)
			w.Do(token, `{ me { username } }`, nil)
			w.Do(token, `{ me { id } }`, nil)
			w.Graph.Faults().Add(refused)
			if got := w.Do(token, `{ me { username name } }`, nil); apptest.At(got.Data, "me") != nil || len(got.Errors) == 0 {
				t.Errorf("%s: while all is refused: %+v", name, got)
			}
			w.Graph.Faults().Clear()
			if got := w.Do(token, `{ me { username name } }`, nil); apptest.At(got.Data, "me", "name") == nil || len(got.Errors) > 0 {
				t.Errorf("%s: afterwards: %+v", name, got)
			}
		}
	}
}

// What could not be read is kept in no cache: once the Graph API is well, the same
// operation is answered whole.
func TestCache_keepsNothingThatCouldNotBeRead(t *testing.T) {
	t.Parallel()
	const paged = `{ me { username media(first: 2) { nodes { caption commentsCount } pageInfo { hasNextPage } } } }`
	const one = `{ media(id: "17927651176397409") { caption mediaType comments(first: 1) { nodes { text } } } }`
	const two = `{ a: media(id: "17927651176397409") { caption } b: media(id: "17964543579443357") { caption } }`
	const basic, own = "IGQVdemojayposiris", `{ a: media(id: "17895695668004550") { caption mediaType } b: media(id: "17899305451014820") { caption mediaType } }`
	const owner = `{ media(id: "17927651176397409") { caption owner { graphId } } }`
	const types = `{ me { media(first: 3) { nodes { mediaType } } } }`
	const poll = `{ media(id: "17964543579443357") { caption pollAttachment { options { text voteShare } } } }`
	const ages = `{ me { insights(metrics: [FOLLOWER_DEMOGRAPHICS], period: LIFETIME, breakdown: AGE) { name totalValue { value breakdowns { dimensionKeys results { dimensionValues value } } } } } }`
	const hours = `{ me { insights(metrics: [ONLINE_FOLLOWERS], period: LIFETIME) { name values { parts { dimensionValues value } endTime } } } }`
	body := func(text string) fault.Fault { return fault.Fault{Kind: fault.OtherBody, Body: text} }
	value := func(edge, field, text string) fault.Fault {
		return fault.Fault{Kind: fault.OtherValue, Edge: edge, Field: field, Body: text}
	}
	for _, c := range []struct {
		name, token, operation string
		lookups                dialect.LookupMode
		fault                  fault.Fault
	}{
		{"an empty list", localgraph.DemoToken, paged, dialect.Auto, body(`[]`)},
		{"an empty object", localgraph.DemoToken, paged, dialect.Auto, body(`{}`)},
		{"a page without data", localgraph.DemoToken, paged, dialect.Auto, body(`{"data":[]}`)},
		{"text", localgraph.DemoToken, paged, dialect.Auto, body(`Sorry`)},
		{"HTML", localgraph.DemoToken, paged, dialect.Auto, body(`<html></html>`)},
		{"nothing", localgraph.DemoToken, paged, dialect.Auto, body(``)},
		{"null", localgraph.DemoToken, paged, dialect.Auto, body(`null`)},
		{"an error", localgraph.DemoToken, paged, dialect.Auto, body(`{"error":{"code":1}}`)},
		{"an id alone", localgraph.DemoToken, paged, dialect.Auto, body(`{"id":"24680011223344556"}`)},
		{"an id beside what nobody asked for", localgraph.DemoToken, paged, dialect.Auto, body(`{"id":"24680011223344556","foo":1,"name":"M"}`)},
		{"an id beside nulls", localgraph.DemoToken, paged, dialect.Auto, body(`{"username":null,"media":null,"id":"24680011223344556"}`)},
		{"a media with nothing selected", localgraph.DemoToken, one, dialect.Auto, body(`{"id":"17927651176397409"}`)},
		{"an account with nothing selected", apptest.FacebookToken, paged, dialect.Auto, body(`{"data":[{"id":"1","instagram_business_account":{"id":"17841405822304914"}}]}`)},
		{"a media with nothing selected, of an account with Facebook Login", apptest.FacebookToken, one, dialect.Auto, body(`{"id":"17927651176397409"}`)},
		{"an item of a batch with nothing selected", apptest.FacebookToken, two, dialect.Batch, fault.Fault{Kind: fault.OtherItem, Times: 1, Body: `{"code":200,"body":"{\"id\":\"17927651176397409\"}"}`}},
		{"one of many ids with nothing selected", localgraph.DemoToken, two, dialect.IDs, body(`{"17927651176397409":{"id":"17927651176397409"},"17964543579443357":{"id":"17964543579443357","caption":"C"}}`)},
		{"an error beside something", localgraph.DemoToken, paged, dialect.Auto, body(`{"success":false,"error":{"code":10}}`)},
		{"an answer with a hole", localgraph.DemoToken, paged, dialect.Auto, body(`{"id":"1","media":{"data":[{}`)},
		{"an answer with something behind it", localgraph.DemoToken, paged, dialect.Auto, body(`{"id":"1"} {}`)},
		{"an answer with a mark before it", localgraph.DemoToken, paged, dialect.Auto, body("\ufeff" + `{"id":"1"}`)},
		{"an error inside an edge", localgraph.DemoToken, paged, dialect.Auto, value("", "media", `{"data":[],"error":{"code":4711}}`)},
		{"an error beside all rows of an edge", localgraph.DemoToken, paged, dialect.Auto, value("media", "comments_count", `{"error":{"code":1}}`)},
		{"an error beside the id of a row", localgraph.DemoToken, paged, dialect.Auto, value("media", "", `{"id":"2","error":{"code":190}}`)},
		{"an error inside an item of a batch", apptest.FacebookToken, two, dialect.Batch, fault.Fault{Kind: fault.OtherItem, Times: 1, Body: `{"code":200,"body":"{\"id\":\"17927651176397409\",\"error\":{\"code\":190}}"}`}},
		{"a count", localgraph.DemoToken, paged, dialect.Auto, value("", "comments_count", `""`)},
		{"an edge", localgraph.DemoToken, paged, dialect.Auto, value("", "media", `[]`)},
		{"paging", localgraph.DemoToken, paged, dialect.Auto, value("media", "paging", `[]`)},
		{"data", localgraph.DemoToken, paged, dialect.Auto, value("media", "data", `null`)},
		{"an empty object of ids", localgraph.DemoToken, two, dialect.IDs, body(`{}`)},
		{"null for one of many ids", localgraph.DemoToken, two, dialect.IDs, body(`{"17927651176397409":null,"17964543579443357":{"id":"17964543579443357","caption":"C"}}`)},
		{"one of many ids alone", localgraph.DemoToken, two, dialect.IDs, body(`{"17964543579443357":{"id":"17964543579443357","caption":"C"}}`)},
		{"other ids", basic, own, dialect.Auto, body(`{"1":{"id":"1","caption":"C"}}`)},
		{"an empty object of ids, Basic Display", basic, own, dialect.Auto, body(`{}`)},
		{"success of ids, Basic Display", basic, own, dialect.Auto, body(`{"success":true}`)},
		{"null where an edge is", localgraph.DemoToken, paged, dialect.Auto, value("", "media", `null`)},
		{"null where an object is", localgraph.DemoToken, owner, dialect.Auto, value("", "owner", `null`)},
		{"null where an account is", apptest.FacebookToken, paged, dialect.Auto, value("", "instagram_business_account", `null`)},
		{"rows with ids alone", localgraph.DemoToken, paged, dialect.Auto, value("media", "", `{"id":"17927651176397409"}`)},
		{"a row with an id alone", localgraph.DemoToken, types, dialect.Auto, fault.Fault{Kind: fault.OtherValue, Edge: "media", Node: "17964543579443357", Body: `{"id":"17964543579443357"}`}},
		{"a row with an id and null", localgraph.DemoToken, types, dialect.Auto, fault.Fault{Kind: fault.OtherValue, Edge: "media", Node: "17964543579443357", Body: `{"id":"17964543579443357","media_type":null}`}},
		{"an edge in a path with an id alone", apptest.FacebookToken, poll, dialect.Auto, fault.Fault{Kind: fault.OtherBody, Path: "/*/poll_attachment", Body: `{"id":"17927651176397409"}`}},
		{"an edge in a path with null", apptest.FacebookToken, poll, dialect.Auto, fault.Fault{Kind: fault.OtherBody, Path: "/*/poll_attachment", Body: `{"options":null}`}},
		{"an edge in a path of a page with an id alone", apptest.FacebookToken, poll, dialect.Auto, fault.Fault{Kind: fault.OtherBody, Path: "/*/poll_attachment", Body: `{"data":[{"id":"1"}]}`}},
		{"an insight that is empty", localgraph.DemoToken, ages, dialect.Auto, value("insights", "", `{}`)},
		{"an insight with an id alone", localgraph.DemoToken, ages, dialect.Auto, value("insights", "", `{"id":"1/insights"}`)},
		{"a total that is null", localgraph.DemoToken, ages, dialect.Auto, value("insights", "total_value", `null`)},
		{"a total with an id alone", localgraph.DemoToken, ages, dialect.Auto, value("insights", "total_value", `{"id":"1"}`)},
		{"breakdowns that are null", localgraph.DemoToken, ages, dialect.Auto, value("total_value", "breakdowns", `null`)},
		{"an empty breakdown", localgraph.DemoToken, ages, dialect.Auto, value("breakdowns", "", `{}`)},
		{"an object of results", localgraph.DemoToken, ages, dialect.Auto, value("breakdowns", "results", `{"a":1}`)},
		{"an empty result", localgraph.DemoToken, ages, dialect.Auto, value("results", "", `{}`)},
		{"parts that are null", localgraph.DemoToken, hours, dialect.Auto, value("values", "value", `{"0":null}`)},
		{"an empty value", localgraph.DemoToken, hours, dialect.Auto, value("values", "", `{}`)},
		{"a value of many ids", localgraph.DemoToken, two, dialect.IDs, value("", "caption", `{}`)},
		{"no ids", localgraph.DemoToken, two, dialect.IDs, body(`[]`)},
		{"no Pages", apptest.FacebookToken, paged, dialect.Auto, body(`{}`)},
		{"a list of no Pages", apptest.FacebookToken, paged, dialect.Auto, body(`[]`)},
		{"an item of a batch", apptest.FacebookToken, two, dialect.Batch, fault.Fault{Kind: fault.OtherItem, Times: 1, Body: `{"code":200,"body":"{}"}`}},
		{"a value in a batch", apptest.FacebookToken, two, dialect.Batch, value("", "caption", `{}`)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := apptest.StartFaulty(t, localgraph.Options{Legacy: c.lookups == dialect.IDs}, nil, apptest.InMemory, func(s *config.Settings) { s.Lookups = c.lookups })
			whole := apptest.StartOver(t, w.Graph, func(s *config.Settings) { s.Lookups = c.lookups }).Ask(c.token, c.operation, nil)
			w.Graph.Faults().Add(c.fault)
			if got := w.Do(c.token, c.operation, nil); reflect.DeepEqual(got.Data, whole) {
				t.Error("the fault changes nothing")
			}
			w.Graph.Faults().Clear()
			for range 3 { // from the Graph API, from its answer, from what was made of that
				if got := w.Ask(c.token, c.operation, nil); !reflect.DeepEqual(got, whole) {
					t.Errorf("answered %v\nwant %v", got, whole)
				}
			}
		})
	}
}
