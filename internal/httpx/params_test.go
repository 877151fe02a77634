package httpx

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
)

// What is taken must be what encoding/json, a more lenient reader, takes it for.
func FuzzParseBody_readsWhatEncodingJSONReads(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{ __typename }","variables":{"n":1e3,"deep":[[{"a":null}]]},"operationName":"A"}`,
		`{"query":"a","extensions":{"explain":true}}`, `{"documentId":"a"}`, `{"doc_id":"a"}`,
		`{"query":"\ud83c\udfc3"}`, `{"query":"` + "\xff" + `"}`, `{"Query":"a"}`, `{"variables":null}`,
		`{"query":"a","query":"b"}`, `{} {}`, `[]`, `"x"`, `{"variables":[]}`, `{"query":1}`, "\xef\xbb\xbf{}", ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var got request
		if refused := parseBody(body, &got); refused != nil {
			if refused.status != 400 || refused.message == "" {
				t.Errorf("refused with %+v", refused)
			}
			return
		}
		var members map[string]any
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		if err := decoder.Decode(&members); err != nil {
			t.Fatalf("took what is no JSON object: %v", err)
		}
		var want request
		want.Query, _ = members["query"].(string)
		want.DocumentID, _ = members["documentId"].(string)
		want.RelayID, _ = members["doc_id"].(string)
		want.OperationName, _ = members["operationName"].(string)
		want.Variables, _ = members["variables"].(map[string]any)
		want.Extensions, _ = members["extensions"].(map[string]any)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("parameters = %+v, want %+v", got, want)
		}
	})
}
