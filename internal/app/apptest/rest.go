package apptest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/gramql/gramql/internal/localgraph"
)

// REST asks the local graph by itself, without a line of what is tested.
type REST struct {
	T     testing.TB
	graph *localgraph.Server
	token string
}

// NewREST returns how a token's owner asks a local graph by itself.
func NewREST(t testing.TB, graph *localgraph.Server, token string) REST {
	return REST{t, graph, token}
}

// Try makes one call, and returns the status and the body.
func (d REST) Try(path string, params url.Values) (int, map[string]any) {
	d.T.Helper()
	r := httptest.NewRequestWithContext(d.T.Context(), http.MethodGet, "/"+path+"?"+params.Encode(), nil)
	r.Header.Set("Authorization", "Bearer "+d.token)
	w := httptest.NewRecorder()
	d.graph.ServeHTTP(w, r)
	var body map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		d.T.Fatalf("%s: %v: %s", path, err, w.Body)
	}
	return w.Code, body
}

// All reads an edge to its end and returns its items.
func (d REST) All(id, edge, fields string) []map[string]any {
	d.T.Helper()
	var items []map[string]any
	for after := ""; ; {
		status, page := d.Try(id+"/"+edge, url.Values{"fields": {fields}, "limit": {"50"}, "after": {after}})
		if status != http.StatusOK {
			d.T.Fatalf("%s/%s: %v", id, edge, page)
		}
		for _, item := range List(page, "data") {
			items = append(items, item.(map[string]any))
		}
		if At(page, "paging", "next") == nil {
			return items
		}
		after = At(page, "paging", "cursors", "after").(string)
	}
}
