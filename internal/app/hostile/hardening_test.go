package hostile_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
)

// namedOrigins lets pages of one origin in.
func namedOrigins(s *config.Settings) { s.CORSOrigins = "https://app.example" }

// hostileRequests are answered without an upstream call.
var hostileRequests = []hostile{
	{name: "20,000 aliases", body: query("{" + strings.Repeat(" a: __typename", 20_000) + "}"), status: 413, says: "OPERATION_TOO_LARGE"},
	{name: "10,000 aliases", body: query("{" + strings.Repeat(" a: __typename", 10_000) + "}"), status: 200, says: "2000 tokens"},
	{name: "5,000 aliases in fragments", body: query("{ me {" + strings.Repeat(" ...f", 51) + "} } fragment f on User {" + strings.Repeat(" a: username", 100) + "}"), status: 200, says: "5000 aliases"},
	{name: "600 aliases", body: query("{ me {" + strings.Repeat(" a: username", 600) + "} }"), status: 200, says: "UNAUTHENTICATED"},
	{name: "330 times one look-up at the root", body: query("{" + strings.Repeat(" me { a: id }", 330) + "}"), status: 200, says: "UNAUTHENTICATED"},
	{name: "1,200 fields at the root", body: query("{" + strings.Repeat(" ...f", 400) + "} fragment f on Query { a: __typename b: __typename c: __typename }"), status: 200, says: "1000 fields at its root"},
	{name: "500 fields of one name", body: query("{ me {" + strings.Repeat(" username", 500) + "} }"), status: 200, says: "UNAUTHENTICATED"},
	{name: "2,000 fields of one name", body: query("{ me {" + strings.Repeat(" username", 1990) + "} }"), status: 200, says: "comparisons"},
	{name: "a circle of fragments", body: query("{ ...a } fragment a on Query { ...a }"), status: 200, says: "GRAPHQL_VALIDATION_FAILED"},
	{name: "50 levels", body: query(strings.Repeat("{ me ", 50) + strings.Repeat("}", 50)), status: 200, says: "code"},
	{name: "21 levels", body: query("{ me {" + strings.Repeat("media { nodes { owner {", 7) + "id" + strings.Repeat("}}}", 7) + "} }"), status: 200, says: "20 levels"},
	{name: "100,000 levels", body: query(strings.Repeat("{a", 100_000)), status: 200, says: "2000 tokens"},
	{name: "a schema in circles", body: query("{ __schema { types" + strings.Repeat("{ fields { type", 8) + "{ name" + strings.Repeat("}}", 8) + "}}}"), status: 200, says: "code"},
	{name: "the schema under many names", body: query("{" + strings.Repeat(" a: __schema { ...f } b: __schema { ...f }", 30) + "} fragment f on __Schema { types { fields { name description args { name description } } } }"), status: 200, says: "-max-introspection"},
	{name: "20 MB", body: text(strings.Repeat(" ", 20<<20)), status: 413, says: "OPERATION_TOO_LARGE"},
	{name: "a body without end", body: func() io.Reader { return endless{} }, status: 413, says: "OPERATION_TOO_LARGE"},
	{name: "a URL of 300 kB", method: "GET", path: "/graphql?query=" + strings.Repeat("x", 300_000), status: 431},
	{name: "a header of 300 kB", header: map[string]string{"X": strings.Repeat("x", 300_000)}, body: query("{ __typename }"), status: 431},
	{name: "a form", contentType: "application/x-www-form-urlencoded", body: text("query={__typename}"), status: 415},
	{name: "a form with files", contentType: "multipart/form-data; boundary=x", body: query("{ __typename }"), status: 415},
	{name: "plain text", contentType: "text/plain;charset=utf-8", body: query("{ __typename }"), status: 415},
	{name: "plain text that says JSON", contentType: "text/plain; application/json", body: query("{ __typename }"), status: 415},
	{name: "no type", contentType: "none", body: query("{ __typename }"), status: 415},
	{name: "GraphQL as it is", contentType: "application/graphql", body: text("{ __typename }"), status: 415},
	{name: "an odd charset", contentType: "application/json; charset=utf-7", body: query("{ __typename }"), status: 415},
	{name: "letters that are no UTF-8", body: text("{\"query\":\"{ __typename }\xff\"}"), status: 400, says: "BAD_USER_INPUT"},
	{name: "a name twice", body: text(`{"query":"{ ` + secretText + ` }","query":"{ __typename }"}`), status: 400, says: "BAD_USER_INPUT"},
	{name: "bytes behind the end", body: text(`{"query":"{ __typename }"} ` + secretText), status: 400, says: "BAD_USER_INPUT"},
	{name: "half a body", body: text(`{"query":"{ __typename }","variables":{"token":"` + secretText), status: 400, says: "BAD_USER_INPUT"},
	{name: "an array", body: text(`[{"query":"{ __typename }"}]`), status: 400, says: "BAD_USER_INPUT"},
	{name: "two operations and no name", body: query("query A { __typename } query B { __typename }"), status: 200, says: "GRAPHQL_VALIDATION_FAILED"},
	{name: "an operation that is not there", body: text(`{"query":"query A { __typename }","operationName":"B"}`), status: 200, says: "GRAPHQL_VALIDATION_FAILED"},
	{name: "a mutation by GET", method: "GET", path: "/graphql?query=mutation{__typename}", status: 405, says: "send a mutation by POST"},
	{name: "PUT", method: "PUT", body: query("{ __typename }"), status: 405},
	{name: "DELETE", method: "DELETE", status: 405},
	{name: "a method that is made up", method: "QUIERO", status: 405},
	{name: "another method in a header", method: "PUT", header: map[string]string{"X-HTTP-Method-Override": "POST"}, body: query("{ __typename }"), status: 405},
	{name: "TRACE", method: "TRACE", header: map[string]string{"Authorization": "Bearer " + secretText}, status: 405},
	{name: "a token in the URL", method: "GET", path: "/graphql?query={__typename}&access_token=" + secretText, status: 400, says: "Authorization"},
	{name: "a token in a cookie", method: "GET", path: "/graphql?query={me{username}}", header: map[string]string{"Cookie": "access_token=" + apptest.FacebookToken}, status: 200, says: "UNAUTHENTICATED"},
	{name: "a wish for traces", header: map[string]string{"Apollo-Federation-Include-Trace": "ftv1", "Apollo-Query-Plan-Experimental": "1"}, body: query("{ __typename }"), status: 200, says: `{"data":{"__typename":"Query"}}`},
	{name: "profiles", method: "GET", path: "/debug/pprof/", status: 404},
	{name: "variables of the process", method: "GET", path: "/debug/vars", status: 404},
	{name: "metrics", method: "GET", path: "/metrics", status: 404},
	{name: "a hidden file", method: "GET", path: "/.env", status: 404},
	{name: "the sources", method: "GET", path: "/.git/config", status: 404},
	{name: "the way up", method: "GET", path: "/%2e%2e/%2e%2e/etc/passwd", status: 404},
	{name: "a script in the address", method: "GET", path: "/%3Cscript%3E" + secretText, status: 404},
}

// It runs by itself, for it looks at the memory of the whole process.
func TestHardening_refusesWhatIsHostile(t *testing.T) { //nolint:paralleltest // see above
	w := apptest.Start(t, namedOrigins)
	for _, h := range hostileRequests {
		t.Run(h.name, func(t *testing.T) { h.refused(t, w) })
	}
}

func BenchmarkHardening_refusal(b *testing.B) {
	s := apptest.Settings(b)
	namedOrigins(&s)
	graphql := apptest.Serve(b, s).GraphQL()
	for _, h := range hostileRequests {
		b.Run(h.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				h.send(b, graphql)
			}
		})
	}
}

// doors are what stands open by mistake elsewhere.
var doors = []string{"/.env", "/.git/config", "/%2e%2e/%2e%2e/etc/passwd", "/debug/vars", "/debug/pprof/cmdline", "/server-status", "/actuator/env"}

func TestHardening_opensNoDoorOnTheAdminAddress(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, func(s *config.Settings) { s.AdminAddr = "127.0.0.1:0" })
	for _, door := range append(doors, "/graphql", "/") {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, w.Admin+door, http.NoBody)
		response, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", door, response.StatusCode)
		}
	}
}

func TestHardening_letsPagesOfNamedOriginsIn(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, namedOrigins)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.URL, query("{ __typename }")())
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", "https://app.example")
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if got := response.Header; got.Get("Access-Control-Allow-Origin") != "https://app.example" || !strings.Contains(strings.Join(got.Values("Vary"), ","), "Origin") {
		t.Errorf("%v", got)
	}
}
