package authorization

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/gramql/gramql/internal/credential"
)

// metadataPath is where apps find the addresses, on the host of the public one: the path of
// the public address follows.
const metadataPath = "/.well-known/oauth-authorization-server"

// MetadataPaths returns where apps look for the addresses on a server that has everything
// below a path: where the standard has it, and below that path, where a proxy may pass on
// nothing else.
//
// Source: RFC 8414, section 3.
func (s *Server) MetadataPaths(base string) []string {
	paths := []string{base + metadataPath, metadataPath + s.path(), metadataPath + base}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// Metadata answers GET /.well-known/oauth-authorization-server, for any page.
//
// Sources: RFC 8414, section 2; RFC 9207, section 3.
func (s *Server) Metadata(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	none := []string{"none"}
	_ = json.NewEncoder(w).Encode(map[string]any{ // the app may be gone
		"issuer":                                         s.PublicURL,
		"authorization_endpoint":                         s.PublicURL + AuthorizePath,
		"token_endpoint":                                 s.PublicURL + TokenPath,
		"revocation_endpoint":                            s.PublicURL + RevokePath,
		"scopes_supported":                               credential.Scopes(),
		"response_types_supported":                       []string{"code"},
		"response_modes_supported":                       []string{"query"},
		"grant_types_supported":                          []string{"authorization_code", "refresh_token"},
		"code_challenge_methods_supported":               []string{"S256"},
		"token_endpoint_auth_methods_supported":          none,
		"revocation_endpoint_auth_methods_supported":     none,
		"authorization_response_iss_parameter_supported": true,
	})
}
