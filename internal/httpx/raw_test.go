package httpx

import (
	"context"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

func TestScanBody_takesWhatIsPlain(t *testing.T) {
	t.Parallel()
	levels := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	var many strings.Builder
	for i := range maxMembers - 1 {
		many.WriteString(`"` + strings.Repeat("x", i+1) + `":1,`)
	}
	for body, want := range map[string]Raw{
		`{"query":"{ me }"}`: {Query: "{ me }"},
		` { "query" : "a" , "operationName":"B","variables": {"n":1e3,"deep":[[{"a":null}]]} ,"extensions":{"explain":true}}` + "\r\n\t": {
			Query: "a", OperationName: "B", Variables: []byte(`{"n":1e3,"deep":[[{"a":null}]]}`), Extensions: []byte(`{"explain":true}`),
		},
		`{"query":"a\n\"\u00e9\ud83c\udfc3","operationName":null,"variables":null,"extensions":null}`: {Query: "a\n\"é🏃"},
		`{"documentId":"a"}`: {DocumentID: "a"},
		`{"doc_id":"a"}`:     {DocumentID: "a"},
		`{"query":"a","unknown":{"query":"b"},"Query":"c"}`:                  {Query: "a"},
		`{"variables":{"a":{"b":1},"b":{"b":2}},"query":"a"}`:                {Query: "a", Variables: []byte(`{"a":{"b":1},"b":{"b":2}}`)},
		`{"x":` + levels(maxLevels) + `}`:                                    {},
		`{` + many.String() + `"query":"a"}`:                                 {Query: "a"},
		`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}`: {Extensions: []byte(`{"persistedQuery":{"version":1,"sha256Hash":"abc"}}`)},
	} {
		if got, ok := scanBody([]byte(body)); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %t", body, got, ok)
		}
	}
	for _, body := range []string{
		``, `[]`, `"x"`, `null`, `{`, `{}}`, `{} {}`, `{"query":"a"},`, `{"query":1}`, `{"query":["a"]}`, `{"query":"a","query":"a"}`,
		`{"x":1,"x":1}`, `{"variables":{"a":1,"b":2,"a":1}}`, `{"variables":[{"a":{"b":1,"b":1}}]}`, `{"variables":{"l":[{"a":1,"a":1}]}}`,
		`{"variables":[]}`, `{"variables":"{}"}`, `{"extensions":1}`, `{"operationName":{}}`, `{"query":"\ud83c"}`, "{\"query\":\"\xff\"}", "{\"x\":\"\xff\"}",
		"\xef\xbb\xbf{}", `{"qu\u0065ry":"a"}`, `{"documentId":"a","doc_id":"a"}`, `{"query":nul}`, `{"variables":nul}`, `{"variables":{"a":01}}`,
		`{"documentId":"a","extensions":{"persistedQuery":null}}`, `{"x":` + levels(maxLevels+1) + `}`, `{` + many.String() + `"query":"a","y":1}`, `{"query":"a"`, `{"query":"\x"}`,
	} {
		if got, ok := scanBody([]byte(body)); ok {
			t.Errorf("%s: %+v", body, got)
		}
	}
}

func TestScanQuery_takesWhatIsPlain(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Raw{
		`query={ me }`: {Query: "{ me }"},
		`query=a&operationName=B&variables= {"n":1} &extensions={"explain":true}&x=1&x=2`: {Query: "a", OperationName: "B", Variables: []byte(`{"n":1}`), Extensions: []byte(`{"explain":true}`)},
		`query=a&variables=null&extensions=`:                                              {Query: "a"},
		`documentId=a`:                                                                    {DocumentID: "a"},
		`doc_id=a`:                                                                        {DocumentID: "a"},
		``:                                                                                {},
	} {
		if got, ok := scanQuery(parsed(t, text)); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %t", text, got, ok)
		}
	}
	for _, text := range []string{
		`query=a&query=a`, `variables={}&variables={}`, `doc_id=a&doc_id=b`, `variables=[]`, `variables={"a":1,"a":1}`, `variables={}{}`, `variables="{}"`, `extensions=1`, `variables= `,
		"variables={\"a\":\"\xff\"}", `documentId=a&doc_id=a`, `documentId=a&extensions={"persistedQuery":null}`, `doc_id=a&extensions={"persistedQuery":{}}`,
	} {
		if got, ok := scanQuery(parsed(t, text)); ok {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

// parsed is a query string whose names and values are not escaped.
func parsed(t *testing.T, text string) url.Values {
	t.Helper()
	query := url.Values{}
	for part := range strings.SplitSeq(text, "&") {
		if name, value, ok := strings.Cut(part, "="); ok {
			query.Add(name, value)
		}
	}
	return query
}

// What is scanned is what the ordinary reader takes the request for.
func FuzzScanQuery_readsWhatParseQueryReads(f *testing.F) {
	for _, seed := range [][4]string{
		{"{ __typename }", `{"n":1e3,"deep":[[{"a":null}]]}`, `{"explain":true}`, ""}, {"a", "null", "", ""}, {"a", "{} {}", "1", ""}, {"", "", `{"persistedQuery":{}}`, "id"},
		{"\xff", "", "", ""}, {"a", "{\"a\":\"\xff\"}", "", ""}, {"a", `{"a":1,"a":2}`, " ", ""},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	f.Fuzz(func(t *testing.T, text, variables, extensions, id string) {
		query := url.Values{"query": {text}, "variables": {variables}, "extensions": {extensions}, "doc_id": {id}}
		raw, ok := scanQuery(query)
		if !ok {
			return
		}
		var want request
		if refused := parseQuery(query, &want); refused != nil {
			t.Fatalf("taken, though it is refused: %s", refused.message)
		}
		same(t, &raw, &want)
	})
}

func TestRaw_isKeptApartFromItsBody(t *testing.T) {
	t.Parallel()
	body := []byte(`{"query":"a","variables":{"a":1},"extensions":{"b":2}}`)
	raw, _ := scanBody(body)
	kept := raw.Kept()
	clear(body)
	if string(kept.Variables) != `{"a":1}` || string(kept.Extensions) != `{"b":2}` || kept.Query != "a" {
		t.Errorf("%+v", kept)
	}
}

// What is scanned is what the ordinary reader takes the request for.
func FuzzScanBody_readsWhatParseBodyReads(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{ __typename }","variables":{"n":1e3,"deep":[[{"a":null}]]},"operationName":"A"}`,
		`{"query":"a","extensions":{"explain":true,"persistedQuery":{"version":1,"sha256Hash":"x"}}}`, `{"documentId":"a"}`, `{"doc_id":"a"}`,
		`{"query":"\ud83c\udfc3\n"}`, `{"query":"\ud83c"}`, `{"query":"` + "\xff" + `"}`, `{"Query":"a"}`, `{"variables":null}`, `{"query":null}`,
		`{"query":"a","query":"b"}`, `{"variables":{"a":1,"a":2}}`, `{} {}`, `[]`, `"x"`, `{"variables":[]}`, `{"query":1}`, "\xef\xbb\xbf{}", ``, `{"a":-0.0E+1}`,
		`{"documentId":"a","doc_id":""}`, `{"documentId":"a","extensions":{"persistedQuery":{}}}`, "{\"\x7f\":\"\u2028\"}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		raw, ok := scanBody(body)
		if !ok {
			return
		}
		var want request
		if refused := parseBody(body, &want); refused != nil {
			t.Fatalf("taken, though it is refused: %s", refused.message)
		}
		same(t, &raw, &want)
	})
}

// same compares a request that was scanned, once it is decoded, with one that was parsed.
func same(t *testing.T, raw *Raw, want *request) {
	t.Helper()
	if refused := want.unite(); refused != nil {
		t.Fatalf("taken, though it is refused: %s", refused.message)
	}
	want.passDocumentID()
	got := request{known: remembered{raw}}
	got.decode()
	got.known, want.RelayID = nil, ""
	if !reflect.DeepEqual(&got, want) {
		t.Errorf("parameters = %+v, want %+v", got, want)
	}
}

// remembered is a request that is known, and nothing of its operation.
type remembered struct{ raw *Raw }

func (r remembered) Raw() *Raw { return r.raw }

func (remembered) Answer(context.Context, Circumstances, func(context.Context) *graphql.Response) *graphql.Response {
	return nil
}
