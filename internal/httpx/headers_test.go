package httpx

import (
	"net/http"
	"strings"
	"testing"
)

func FuzzNegotiate_weighsListsAndRepeatedHeadersAlike(f *testing.F) {
	for _, seed := range []string{
		"", "*/*", "application/json;q=0.1,application/*", "application/graphql-response+json;charset=utf-8",
		"text/html, ;q=, application/json;q=2", `application/json;x="a\"b"`, ",,,",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		media, acceptable := negotiate(http.Header{"Accept": {accept}})
		again, acceptableAgain := negotiate(http.Header{"Accept": strings.Split(accept, ",")})
		if media != again || acceptable != acceptableAgain {
			t.Errorf("%q: %s, %v as one header, %s, %v as several", accept, media, acceptable, again, acceptableAgain)
		}
		if media == graphqlJSON && !acceptable {
			t.Errorf("%q: %s is picked and not acceptable", accept, media)
		}
	})
}

func FuzzBearerToken_takesOnlyWhatPrintsOnOneLine(f *testing.F) {
	for _, seed := range []string{"Bearer IGAAdemo", "bearer 1|a", "Bearer  x", "Basic eDp5", "Bearer \x00", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		token, ok, err := BearerToken(&http.Request{Header: http.Header{"Authorization": {header}}})
		switch {
		case ok && err != nil, !ok && err == nil && strings.Trim(header[:min(len(header), len("Bearer"))], " ") != "" && !strings.EqualFold(strings.Trim(header, " "), "Bearer"):
			t.Errorf("%q: ok = %v, err = %v", header, ok, err)
		case ok && (strings.Trim(strings.Trim(header, " ")[len("Bearer "):], " ") != token || strings.ContainsAny(token, " \r\n\x00")):
			t.Errorf("%q: token = %q", header, token)
		case !ok && token != "":
			t.Errorf("%q: token = %q beside an error", header, token)
		}
	})
}
