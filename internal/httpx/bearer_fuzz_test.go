package httpx

import (
	"net/http"
	"strings"
	"testing"
)

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
