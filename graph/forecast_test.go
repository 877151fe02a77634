package graph

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
)

func TestForecast_tellsThePlanAndMakesNoCall(t *testing.T) {
	for _, c := range []struct{ name, token, body, want string }{
		{
			"a query", "one", `{"query":"{ me { username media(first: 2) { nodes { caption } } } }"}`,
			`{"execution":"direct","bound":1,"calls":[{"method":"GET","path":"/v25.0/me","fields":"id,username,media.limit(2){id,caption}","ids":[]}],"remarks":[]}`,
		},
		{
			"a query of somebody without a token", "", `{"query":"{ me { username } }"}`,
			`{"execution":"direct","bound":1,"calls":[{"method":"GET","path":"/v25.0/me","fields":"id,username","ids":[]}],"remarks":[]}`,
		},
		{
			"a query by another login type", "facebook", `{"query":"{ me { username } }"}`,
			`{"execution":"direct","bound":2,"calls":[{"method":"GET","path":"/v25.0/me/accounts","fields":"instagram_business_account{id,username}","ids":[]}],"remarks":[]}`,
		},
		{
			"nodes by their ids, in a batch", "facebook", `{"query":"query ($id: ID!) { a: media(id: $id) { caption } b: comment(id: 18) { text } }","variables":{"id":"17"}}`,
			`{"execution":"direct","bound":1,"calls":[{"method":"POST","path":"/v25.0/","fields":"","ids":["17","18"],"batch":[{"path":"/v25.0/17","fields":"id,caption,media_product_type"},{"path":"/v25.0/18","fields":"id,text"}]}],"remarks":[]}`,
		},
		{
			"a mutation", "one", `{"query":"mutation { createComment(input: {mediaId: 17, message: \"Hi\"}) { comment { id } } }"}`,
			`{"execution":"resolved","because":"only queries have programs","bound":2,"calls":[{"method":"POST","path":"/v25.0/17/comments","fields":"","ids":[],"params":{"message":"Hi"}}],"remarks":[]}`,
		},
		{
			"what cannot be asked for", "one", `{"query":"{ me { username tags { nodes { id } } } media(id: \"no id!\") { id } }"}`,
			`{"execution":"resolved","because":"a field has invalid arguments, or is not available","bound":2,"calls":[{"method":"GET","path":"/v25.0/me","fields":"id,username,tags{id}","ids":[]}],"remarks":["media: neither a global id nor a Graph API id"]}`,
		},
		{"a query without calls", "", `{"query":"{ __typename }"}`, `{"execution":"resolved","because":"the plan takes more than one call, or one for no nodes","bound":0,"calls":[],"remarks":[]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			upstream := &counted{RoundTripper: canned(named)}
			h, _ := newKnowing(t, upstream)
			body := strings.TrimSuffix(c.body, "}") + `,"extensions":{"explain":"plan","cost":false}}`
			first, again := ask(t, h, c.token, body), ask(t, h, c.token, body)
			if want := `{"data":null,"extensions":{"explain":` + c.want + `}}`; compact(first) != want {
				t.Errorf("%s, want\n%s", compact(first), want)
			}
			if first != again || upstream.calls != 0 {
				t.Errorf("then, after %d calls, %s", upstream.calls, again)
			}
		})
	}
}

func compact(text string) string {
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(text)); err != nil {
		return text
	}
	return b.String()
}

// A client that asks for a plan never has its operation carried out.
func TestForecast_isRefusedRatherThanTheOperationCarriedOut(t *testing.T) {
	const write = `{"query":"mutation { deleteComment(input: {commentId: 18}) { deletedCommentId } }","extensions":{"explain":%}}`
	for _, c := range []struct {
		name, explain, code string
		off                 bool
		maxCost             int
	}{
		{name: "where nothing is explained", explain: `"plan"`, off: true, code: "UNSUPPORTED"},
		{name: "by another word", explain: `"dry"`, code: "BAD_USER_INPUT"},
		{name: "over the limit", explain: `"plan"`, maxCost: 1, code: "OPERATION_TOO_LARGE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			upstream := &counted{RoundTripper: canned(`{"success":true}`)}
			h := newHandlerOver(t, upstream, nil, func(o *Options) {
				o.Explain, o.Stranger, o.MaxCost = !c.off, dialect.Of(dialect.Instagram), max(c.maxCost, 1)
				if c.maxCost == 0 {
					o.MaxCost = 100
				}
			})
			for _, token := range []string{"one", ""} {
				got := ask(t, h, token, strings.Replace(write, "%", c.explain, 1))
				if !strings.Contains(got, c.code) || upstream.calls != 0 {
					t.Errorf("%d calls, and %s", upstream.calls, got)
				}
				if told := strings.Contains(got, `"bound":`); told != (c.maxCost > 0) {
					t.Errorf("told of its calls: %t: %s", told, got)
				}
			}
		})
	}
}
