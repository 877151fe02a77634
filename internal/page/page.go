// Package page writes the pages that tell people what has happened, and what to do.
package page

import (
	"embed"
	"html/template"
	"net/http"
)

//go:embed page.html
var files embed.FS

var layout = template.Must(template.ParseFS(files, "page.html"))

// Page is one page.
type Page struct {
	Status        int
	Title, Advice string
	Links         []Link
}

// Link is where people may go on.
type Link struct{ Text, Address string }

// Write answers a request with a page, which nobody is to keep, and no other page to frame.
func Write(w http.ResponseWriter, r *http.Request, p Page) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_ = layout.Execute(w, p) // the client may be gone
	}
}
