package authorization

import (
	"net/url"
	"strings"
	"testing"
)

func FuzzRead_sendsNobodyElsewhere(f *testing.F) {
	clients, err := ParseClients([]byte(`[{"client_id": "a", "redirect_uris": ["https://app.example/back?kept=1", "http://127.0.0.1/back", "com.example.app:/back"]}, {"client_id": "b", "redirect_uris": ["http://[::1]"], "scope": "read"}]`))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("client_id=a&redirect_uri=http://127.0.0.1:1/back&response_type=code&state=s&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
	f.Add("client_id=b&redirect_uri=http://[::1]:80@evil.example&scope=read%20write")
	f.Add("client_id=b&redirect_uri=http://[::1]:80?x")
	f.Fuzz(func(t *testing.T, query string) {
		q, why, shown := clients.read(query)
		if shown != nil {
			return
		}
		to, err := url.Parse(redirectTo(q.redirect, url.Values{"iss": {"https://gramql.example"}}))
		if err != nil || to.Query().Get("iss") != "https://gramql.example" || to.User != nil || to.Fragment != "" {
			t.Fatalf("%q leads to %q: %v", query, q.redirect, err)
		}
		if host := to.Hostname(); host != "app.example" && host != "127.0.0.1" && host != "::1" && to.Scheme != "com.example.app" {
			t.Errorf("%q leads to %q", query, q.redirect)
		}
		if why != nil && (why.code == "" || strings.ContainsAny(why.description, `"\`)) {
			t.Errorf("%q: %+v", query, why)
		}
		if why == nil && (len(q.challenge) != 43 || len(q.scopes) == 0) {
			t.Errorf("%q: %+v", query, q)
		}
	})
}
