package main

import (
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/localgraph/conformance"
)

func TestRefusal_isToldApartByItsCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body          string
		status              int
		says                string // of the refusal; "" if it is none
		stops               string // why no more is asked; "" if it is
		permission, account bool
	}{
		{"an answer", `{"id":"1"}`, 200, "", "", false, false},
		{"no JSON", `<html>`, 200, "", "", false, false},
		{"a list", `[]`, 200, "", "", false, false},
		{"a status alone", `<html>`, 400, "Bad Request (code 0)", "", false, false},
		{"an error with status 200", `{"error":{"message":"x","code":1}}`, 200, "x (code 1)", "", false, false},
		{"too many requests", ``, 429, "Too Many Requests (code 0)", "the server asks to wait: Too Many Requests", false, false},
		{"the app's quota", `{"error":{"message":"x","code":4}}`, 403, "x (code 4)", "the server asks to wait: x", false, false},
		{"the user's quota", `{"error":{"message":"x","code":17}}`, 400, "x (code 17)", "the server asks to wait: x", false, false},
		{"the Page's quota", `{"error":{"message":"x","code":32}}`, 400, "x (code 32)", "the server asks to wait: x", false, false},
		{"the app's limit", `{"error":{"message":"x","code":341}}`, 400, "x (code 341)", "the server asks to wait: x", false, false},
		{"a limit of their own", `{"error":{"message":"x","code":613}}`, 400, "x (code 613)", "the server asks to wait: x", false, false},
		{"the first of many quotas", `{"error":{"message":"x","code":80000}}`, 400, "x (code 80000)", "the server asks to wait: x", false, false},
		{"the last of many quotas", `{"error":{"message":"x","code":80099}}`, 400, "x (code 80099)", "the server asks to wait: x", false, false},
		{"a code below quotas", `{"error":{"message":"x","code":79999}}`, 400, "x (code 79999)", "", false, false},
		{"a code above quotas", `{"error":{"message":"x","code":80100}}`, 400, "x (code 80100)", "", false, false},
		{"a token", `{"error":{"message":"x","code":190}}`, 400, "x (code 190)", "the token is not valid: x", false, false},
		{"a session", `{"error":{"message":"x","code":102}}`, 400, "x (code 102)", "the token is not valid: x", false, false},
		{"a capability", `{"error":{"message":"x","code":3}}`, 400, "x (code 3)", "", true, false},
		{"a permission", `{"error":{"message":"x","code":10}}`, 400, "x (code 10)", "", true, false},
		{"the first of many permissions", `{"error":{"message":"x","code":200}}`, 403, "x (code 200)", "", true, false},
		{"the last of many permissions", `{"error":{"message":"x","code":299}}`, 403, "x (code 299)", "", true, false},
		{"a code below permissions", `{"error":{"message":"x","code":199}}`, 403, "x (code 199)", "", false, false},
		{"a code above permissions", `{"error":{"message":"x","code":300}}`, 403, "x (code 300)", "", false, false},
		{"too few people", `{"error":{"message":"x","code":3001,"error_subcode":2874010}}`, 400, "x (code 3001)", "", false, true},
		{"before it was professional", `{"error":{"message":"x","code":100,"error_subcode":2108006}}`, 400, "x (code 100)", "", false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := conformance.Answer{Status: c.status, Body: []byte(c.body)}
			switch r := refusalIn(a); {
			case r == nil:
				if c.says != "" {
					t.Error("it is no refusal")
				}
			case r.String() != c.says || r.isForPermission() != c.permission || r.isForAccount() != c.account:
				t.Errorf("%s: permission %t, account %t", r, r.isForPermission(), r.isForAccount())
			}
			if err := stop(a); (err == nil) != (c.stops == "") || err != nil && !strings.HasPrefix(err.Error(), c.stops) {
				t.Errorf("stops for %v", err)
			}
		})
	}
}
