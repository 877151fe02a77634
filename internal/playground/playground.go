// Package playground serves the web page at the root of the GraphQL address:
// GraphiQL, and beside it the Graph API calls that each operation made.
//
// The page is written in ui/ and built by `npm ci && npm run build` there into
// dist/, which is committed and embedded: running GramQL needs no Node, and the
// page loads nothing from another host. The build is reproducible: if a rebuild
// differs from dist/, one of the two is out of date.
package playground

import (
	"embed"
	"encoding/json"
	"net/http"
)

// dist stays in the binary's read-only pages: nothing of it is copied to the heap.
//
//go:embed dist
var dist embed.FS

// Licenses returns the licences of the packages that the page holds, as its build found
// them.
func Licenses() string {
	text, err := dist.ReadFile("dist/licenses.txt")
	if err != nil {
		panic(err) // it is embedded
	}
	return string(text)
}

// Settings is what the page must know about its server. It is public: anyone who
// can open the page can read it.
type Settings struct {
	// Endpoint is where operations are posted to, as seen from the page: "graphql" lies beside
	// the page, below whatever path a proxy has put both at.
	Endpoint string `json:"endpoint"`
	// Token is the demo token that the page fills in. If it is empty, the page asks
	// for the visitor's own.
	Token string `json:"token"`
	// Graph is the base of the local graph, whose pictures the examples post; empty for
	// any other.
	Graph string `json:"graph"`
	// Tokens are the demo tokens that the page offers to choose from.
	Tokens []DemoToken `json:"tokens"`
	// MediaHosts are where the page may load pictures and videos from, as MediaHosts
	// returns them.
	MediaHosts []string `json:"mediaHosts"`
	// Explain reports whether clients may ask which calls an operation makes, or would make.
	Explain bool `json:"explain"`
	// Logins are the login types by which an account can be connected here, the usual one
	// first; none where the server has no app to log in with.
	Logins []Login `json:"logins"`
}

// Login is a login type of the Graph API.
type Login struct {
	// Name is what the login window calls it in its address: "instagram", "facebook".
	Name string `json:"name"`
	// Title is what people call it: "Instagram Login".
	Title string `json:"title"`
}

// DemoToken is an access token that only the local graph knows.
type DemoToken struct {
	// Label says whose token it is and what it may do.
	Label string `json:"label"`
	Token string `json:"token"`
}

// Handler serves the page at "/" (the page itself finds the rest beside it, below
// any path that the caller strips), its assets below "/assets/", and the settings at
// "/playground.json". It answers GET and HEAD; other methods get 405, other paths
// 404. Security headers other than the page's Content-Security-Policy are the
// caller's.
func Handler(settings Settings) http.Handler {
	// The page iterates over the lists, so an empty one must be [] rather than null.
	settings.Tokens = append([]DemoToken{}, settings.Tokens...)
	settings.MediaHosts = append([]string{}, settings.MediaHosts...)
	settings.Logins = append([]Login{}, settings.Logins...)

	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", servePage)
	mux.HandleFunc("GET /assets/{file}", serveAsset)
	mux.HandleFunc("GET /playground.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(settings) // fails only for a client that is gone
	})
	return withPolicy(contentSecurityPolicy(settings.MediaHosts), mux)
}
