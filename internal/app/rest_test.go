package app_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/gramql/gramql/internal/localgraph"
)

// rest asks the local graph by itself, without a line of what is tested.
type rest struct {
	t     *testing.T
	graph *localgraph.Server
	token string
}

// try makes one call, and returns the status and the body.
func (d rest) try(path string, params url.Values) (int, map[string]any) {
	d.t.Helper()
	r := httptest.NewRequestWithContext(d.t.Context(), http.MethodGet, "/"+path+"?"+params.Encode(), nil)
	r.Header.Set("Authorization", "Bearer "+d.token)
	w := httptest.NewRecorder()
	d.graph.ServeHTTP(w, r)
	var body map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		d.t.Fatalf("%s: %v: %s", path, err, w.Body)
	}
	return w.Code, body
}

// all reads an edge to its end.
func (d rest) all(id, edge, fields string) []map[string]any {
	d.t.Helper()
	var items []map[string]any
	for after := ""; ; {
		status, page := d.try(id+"/"+edge, url.Values{"fields": {fields}, "limit": {"50"}, "after": {after}})
		if status != http.StatusOK {
			d.t.Fatalf("%s/%s: %v", id, edge, page)
		}
		for _, item := range list(page, "data") {
			items = append(items, item.(map[string]any))
		}
		if at(page, "paging", "next") == nil {
			return items
		}
		after = at(page, "paging", "cursors", "after").(string)
	}
}

func number(value any) float64 {
	n, _ := value.(float64)
	return n
}
