package httpx

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// Whatever is taken must be what encoding/json, a more lenient reader, takes it
// for; what is refused must be refused by status.
func FuzzParseBody_readsWhatEncodingJSONReads(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{ __typename }","variables":{"n":1e3,"deep":[[{"a":null}]]},"operationName":"A"}`,
		`{"query":"a","extensions":{"explain":true}}`,
		`{"query":"\ud83c\udfc3"}`, `{"query":"` + "\xff" + `"}`,
		`{"query":"a","query":"b"}`, `{} {}`, `[]`, `"x"`, `{"variables":[]}`, `{"query":1}`, "\xef\xbb\xbf{}", ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var params graphql.RawParams
		if refused := parseBody(body, &params); refused != nil {
			if refused.status != 400 || refused.message == "" {
				t.Errorf("refused with %+v", refused)
			}
			return
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal(body, &want); err != nil {
			t.Fatalf("took what is no JSON object: %v", err)
		}
		for name, got := range map[string]any{
			"query": params.Query, "operationName": params.OperationName,
			"variables": params.Variables, "extensions": params.Extensions,
		} {
			checkParam(t, name, got, want[name])
		}
	})
}

// checkParam compares by Go type, with numbers as they are written.
func checkParam(t *testing.T, name string, got any, text json.RawMessage) {
	t.Helper()
	want := reflect.New(reflect.TypeOf(got))
	if text != nil {
		var loose any
		if err := json.Unmarshal(text, &loose); err != nil {
			t.Fatal(err)
		}
		encoded, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		var back any
		if err := json.Unmarshal(encoded, &back); err != nil {
			t.Fatal(err)
		}
		if loose == nil { // null stands for the zero value
			loose = back
			got = reflect.ValueOf(got).Interface()
		}
		if !reflect.DeepEqual(back, loose) {
			t.Errorf("%s = %s, want %s", name, encoded, text)
		}
		return
	}
	if !reflect.DeepEqual(got, want.Elem().Interface()) {
		t.Errorf("%s = %v, want nothing", name, got)
	}
}
