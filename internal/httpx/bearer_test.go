package httpx_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/httpx"
)

func TestBearerToken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		headers   []string
		token     string
		malformed bool
	}{
		{name: "is absent without a header"},
		{name: "is what follows Bearer", headers: []string{"Bearer IGAAdemo"}, token: "IGAAdemo"},
		{name: "follows bearer in any case", headers: []string{"bEARER IGAAdemo"}, token: "IGAAdemo"},
		{name: "follows after several spaces", headers: []string{"Bearer  IGAAdemo"}, token: "IGAAdemo"},
		{name: "may be an app access token", headers: []string{"Bearer 1|demo"}, token: "1|demo"},
		{name: "may be 4 KiB long", headers: []string{"Bearer " + strings.Repeat("x", 4096)}, token: strings.Repeat("x", 4096)},
		{name: "is malformed above 4 KiB", headers: []string{"Bearer " + strings.Repeat("x", 4097)}, malformed: true},
		{name: "is absent in an empty header", headers: []string{""}},
		{name: "is absent in a header of spaces", headers: []string{"  "}},
		{name: "is absent when nothing follows", headers: []string{"Bearer"}},
		{name: "is absent when only a space follows", headers: []string{"Bearer "}},
		{name: "is absent when only spaces follow bearer in any case", headers: []string{"bearer   "}},
		{name: "may have spaces behind it", headers: []string{"Bearer IGAAdemo "}, token: "IGAAdemo"},
		{name: "is malformed without a scheme", headers: []string{"IGAAdemo"}, malformed: true},
		{name: "is malformed under another scheme", headers: []string{"OAuth IGAAdemo"}, malformed: true},
		{name: "is malformed when nothing follows another scheme", headers: []string{"Basic "}, malformed: true},
		{name: "is malformed when there are two, one empty", headers: []string{"", "Bearer b"}, malformed: true},
		{name: "is malformed with a space", headers: []string{"Bearer IGAA demo"}, malformed: true},
		{name: "is malformed with a tab", headers: []string{"Bearer IGAA\tdemo"}, malformed: true},
		{name: "is malformed with a control character", headers: []string{"Bearer IGAA\x7fdemo"}, malformed: true},
		{name: "is malformed outside ASCII", headers: []string{"Bearer IGAAdémo"}, malformed: true},
		{name: "is malformed when there are two", headers: []string{"Bearer a", "Bearer b"}, malformed: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			request := &http.Request{Header: http.Header{}}
			if c.headers != nil {
				request.Header["Authorization"] = c.headers
			}
			token, ok, err := httpx.BearerToken(request)
			if token != c.token || ok != (c.token != "") || errors.Is(err, httpx.ErrMalformedToken) != c.malformed {
				t.Errorf("BearerToken = %q, %v, %v", token, ok, err)
			}
		})
	}
}
