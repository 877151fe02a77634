package localgraph

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestWeight_isThatOfTheNodesAskedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method, path, query string
		inBatch             bool
		want                int
	}{
		{method: http.MethodGet, path: "/me", query: "fields=media{comments{replies}}", want: 1},
		{method: http.MethodGet, path: "/", query: "ids=1,2,3", want: 3},
		{method: http.MethodGet, path: "/", query: "ids=" + strings.Repeat(",", 1000), want: maxIDs},
		{method: http.MethodPost, path: "/", query: "batch=[{}]", want: 0}, // its items count
		{method: http.MethodPost, path: "/", query: "batch=[{}]", inBatch: true, want: 1},
	} {
		params, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&request{method: c.method, path: c.path, params: params, inBatch: c.inBatch}).weight(); got != c.want {
			t.Errorf("%s %s?%.20s counts %d, want %d", c.method, c.path, c.query, got, c.want)
		}
	}
}
