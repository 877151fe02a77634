package conformance

import (
	"io"
	"net/http"
	"testing"
)

func TestCase_Request_isWhatTheCaseSays(t *testing.T) {
	t.Parallel()
	values := Values{"id": "17", "token": "IGAAx"}
	for _, c := range []struct {
		name                       string
		of                         Case
		method, url, body, content string
		header                     string
	}{
		{"a GET", Case{Get: "/$id?fields=media{id,\"a b\"}&access_token=$token"}, "GET", "http://x/17?fields=media%7Bid,%22a%20b%22%7D&access_token=IGAAx", "", "", ""},
		{"what is escaped stays so", Case{Get: "/$id?q=%F0%9F%A6%96é\x7f"}, "GET", "http://x/17?q=%F0%9F%A6%96%C3%A9%7F", "", "", ""},
		{"a header", Case{Get: "/me", Header: map[string]string{"Authorization": "Bearer $token"}}, "GET", "http://x/me", "", "", "Bearer IGAAx"},
		{"a GET with a body", Case{Get: "/me", TextIn: "{}"}, "GET", "http://x/me", "{}", "", ""},
		{"a form", Case{Post: "/$id", Form: map[string]string{"a": "$id&"}}, "POST", "http://x/17", "a=17%26", "application/x-www-form-urlencoded", ""},
		{"JSON", Case{Post: "/", TextIn: `{"a":"$id"}`, Header: map[string]string{"Content-Type": "application/json"}}, "POST", "http://x/", `{"a":"17"}`, "application/json", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := c.of.Request(t.Context(), "http://x", values)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Fatal(err)
			}
			if r.Method != c.method || r.URL.String() != c.url || string(body) != c.body || r.ContentLength != int64(len(c.body)) {
				t.Errorf("%s %s %s (%d)", r.Method, r.URL, body, r.ContentLength)
			}
			if r.Header.Get("Content-Type") != c.content || r.Header.Get("Authorization") != c.header {
				t.Errorf("header %v", r.Header)
			}
			if (r.Body == http.NoBody) != (c.body == "") {
				t.Errorf("the body is %v", r.Body)
			}
		})
	}
	if _, err := (Case{Get: "/%zz?access_token=$token"}).Request(t.Context(), "http://x", values); err == nil || err.Error() != "/: the address of the request is malformed" {
		t.Errorf("a malformed address: %v", err)
	}
}

func TestCase_InVersion_namesTheVersionUnlessTheCaseIsAboutOne(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]string{
		"/me": "/v25.0/me", "/v27.0/me": "/v25.0/me", "/v27.0": "/v25.0", "/": "/v25.0/", "//1": "/v25.0//1",
		"/v12.0/me": "/v12.0/me", "/v12.0": "/v12.0", "/v12.0?x": "/v12.0?x", "/v1": "/v25.0/v1",
	} {
		if got := (Case{Get: target}).InVersion("v25.0"); got.Get != want || got.Post != "" {
			t.Errorf("GET %s: %s %s", target, got.Get, got.Post)
		}
		if got := (Case{Post: target}).InVersion("v25.0"); got.Post != want || got.Get != "" {
			t.Errorf("POST %s: %s %s", target, got.Post, got.Get)
		}
	}
}

func TestCase_Writes_isWhateverAServerCouldTakeForAWrite(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		of     Case
		writes bool
	}{
		{Case{Get: "/me"}, false},
		{Case{Get: "/me?method=get"}, false},
		{Case{Get: "/me?method=DELETE&x=1"}, true},
		{Case{Get: "/me?x=1&method=post"}, true},
		{Case{Post: "/me"}, true},
		{Case{Delete: "/1"}, true},
		{Case{Delete: "/1", Form: map[string]string{"batch": "[]"}}, true},
		{Case{Post: "/me", Form: map[string]string{"method": "GET"}}, false},
		{Case{Post: "/me", Form: map[string]string{"method": "delete"}}, true},
		{Case{Post: "/", Form: map[string]string{"batch": `[{"method":"GET"}]`}}, false},
		{Case{Post: "/", Form: map[string]string{"batch": `[{"method": "POST"}]`}}, true},
		{Case{Post: `/?batch=[]`}, false},
		{Case{Post: `/?x=1&batch=[{"method":"delete"}]`}, true},
		{Case{Post: "/", TextIn: `{"batch":[]}`}, false},
		{Case{Post: "/", TextIn: `{"batch":[{"method":"POST"}]}`}, true},
		{Case{Post: "/", TextIn: `{"batches":[]}`}, true},
	} {
		if c.of.Writes() != c.writes {
			t.Errorf("%+v writes: %t", c.of, !c.writes)
		}
	}
}
