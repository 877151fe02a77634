package envelope_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/graphapi/envelope"
)

func TestRead_readsEachFormOfAnError(t *testing.T) {
	for body, want := range map[string]envelope.Contents{
		`{"error":{"message":"m","type":"OAuthException","code":100,"error_subcode":33,"is_transient":true,
			"error_user_title":"t","error_user_msg":"u","fbtrace_id":"A1"}}`: {
			Code: 100, Subcode: 33, Type: "OAuthException", Message: "m", UserTitle: "t", UserMessage: "u", TraceID: "A1", Transient: true,
		},
		`{"error_type":"OAuthException","code":400,"error_message":"m"}`: {Code: 400, Type: "OAuthException", Message: "m"},
		`{"error":"invalid_request","error_description":"m"}`:            {Message: "m"},
		`{"error":"m"}`:                                {Message: "m"},
		`{"error":{"message":"(#10) m"}}`:              {Code: 10, Message: "(#10) m"},
		`{"error":{"message":"(#10) m","code":200}}`:   {Code: 200, Message: "(#10) m"},
		`{"error":{"code":"4","message":7,"type":[]}}`: {Code: 4},
		`{"error":{"code":17,"message":"m`:             {Code: 17},
		`{"code":4,"error_message":"m"}`:               {},
		`<html>`:                                       {},
		``:                                             {},
	} {
		want.Given = want != envelope.Contents{}
		if got := envelope.Read([]byte(body)); got != want {
			t.Errorf("%s says %+v, not %+v", body, got, want)
		}
	}
}

func TestRead_blanksTokensAndCutsTexts(t *testing.T) {
	long := strings.Repeat("word ", 500)
	in := `{"error":{"code":1,"message":"M","type":"M","error_user_title":"M","error_user_msg":"M","fbtrace_id":"M"}}`
	for _, text := range []string{"access_token=IGQVJsecretsecretsecret", long} {
		got := envelope.Read([]byte(strings.ReplaceAll(in, "M", text)))
		for name, limited := range map[string]struct {
			text string
			most int
		}{
			"message": {got.Message, 600}, "type": {got.Type, 80}, "title": {got.UserTitle, 600},
			"text for people": {got.UserMessage, 600}, "trace": {got.TraceID, 80},
		} {
			if limited.text == "" || strings.Contains(limited.text, "secret") || len(limited.text) > limited.most+len("…") {
				t.Errorf("the %s is %q", name, limited.text)
			}
		}
	}
}

func TestRead_tellsWhetherThereIsAnError(t *testing.T) {
	for body, want := range map[string]bool{
		`{"error":{}}`: true, `{"error":true}`: true, `{"error":7}`: true, `{"error":[{}]}`: true, "{ \t\r\n\"error\":{": true, `{"id":"1","error":{}}`: true,
		`{"error":null}`: false, `{"error":false}`: false, `{"error":0}`: false, `{"error":[]}`: false, `{"error":""}`: false,
		`["error"]`: false, `"error"`: false, `{"errors":[]}`: false, `{"error":tru`: false, `{`: false,
	} {
		if got := envelope.Read([]byte(body)).Given; got != want {
			t.Errorf("%s gives an error: %t", body, got)
		}
	}
}

func TestInside_findsTheMembersOfObjects(t *testing.T) {
	for body, want := range map[string][]string{
		`{"id":"1","media":{"error":{"code":17}}}`:                      {`{"code":17}`},
		`{"a":{"id":"1","error":{"code":190}},"b":[1,{"error":"4"}]}`:   {`{"code":190}`, `"4"`},
		`{"x":"error","y":{"error":1}}`:                                 {`1`},
		`{"error":{"error":1}}`:                                         {`{"error":1}`},
		`{"caption":"\"error\"","words":["error",{"a":1}],"x":"error"}`: nil,
		`{"words":["error","error"],"error":1}`:                         {`1`},
		`{"a":{"error":1},"a":{"error":2},"b":`:                         {`1`, `2`},
		`{"a":{"error":`:                                                nil,
		`{"error":tru`:                                                  nil,
		`{"errors":[{"code":17}],"text":"error"}`:                       nil,
		`"error"`:                      nil,
		"{\"x\":\"\xff\",\"error\":3}": {`3`},
	} {
		var got []string
		for value := range envelope.Inside([]byte(body)) {
			got = append(got, string(value))
		}
		if !slices.Equal(got, want) {
			t.Errorf("in %s are %q, not %q", body, got, want)
		}
	}
	for range envelope.Inside([]byte(`{"error":1,"a":{"error":2}}`)) {
		break // a range that goes on all the same would panic
	}
}

func TestReadInside_readsTheMemberAlone(t *testing.T) {
	for value, want := range map[string]envelope.Contents{
		`{"code":17,"message":"m"}`: {Code: 17, Message: "m"},
		`"Sorry"`:                   {Message: "Sorry"},
		`null`:                      {},
		`[]`:                        {},
	} {
		want.Given = want != envelope.Contents{}
		if got := envelope.ReadInside([]byte(value)); got != want {
			t.Errorf("%s says %+v, not %+v", value, got, want)
		}
	}
}
