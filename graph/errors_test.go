package graph

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/problem"
)

// page is a proxy's error page in place of every answer.
type page struct{}

func (page) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusBadGateway, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("<html>nginx at 10.0.0.1</html>"))}, nil
}

// blocked says in place of every answer that Meta's policies were broken.
type blocked struct{}

func (blocked) RoundTrip(*http.Request) (*http.Response, error) {
	const body = `{"error":{"message":"The action attempted has been deemed abusive or is otherwise disallowed","type":"OAuthException","code":368}}`
	return &http.Response{StatusCode: http.StatusBadRequest, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

// burst panics in place of every answer.
type burst struct{}

func (burst) RoundTrip(*http.Request) (*http.Response, error) { panic("s3cret at 10.0.0.1") }

func TestErrors_tellNothingOfAPanic(t *testing.T) {
	h := newHandlerOver(t, burst{}, nil)
	for _, operation := range []string{
		`{ __typename me { username } }`,
		`{ __typename node(id: "` + globalid.New("Media", "1") + `") { id ... on Media { caption } } }`,
		`{ __typename nodes(ids: ["` + globalid.New("Media", "1") + `", "` + globalid.New("Media", "2") + `"]) { id ... on Media { caption } } }`,
	} {
		answer := send(t, h, operation)
		if answer.code() != problem.Internal || strings.Contains(answer.Errors[0].Message, "s3cret") || strings.Contains(answer.Errors[0].Message, ".go") {
			t.Errorf("%s: %+v", operation, answer)
		}
	}
}

func TestErrors_tellTheStatusWhereTheGraphAPISaysNothing(t *testing.T) {
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(`{"query":"{ me { username } }"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer IGAAcanned")
	w := httptest.NewRecorder()
	newHandlerOver(t, page{}, nil).ServeHTTP(w, r)
	if got := w.Body.String(); !strings.Contains(got, "the Graph API answered with HTTP status 502") || strings.Contains(got, "nginx") {
		t.Error(got)
	}
}

func TestErrors_askForNoPermissionWhereMetaBlocks(t *testing.T) {
	answer := send(t, newHandlerOver(t, blocked{}, nil), `{ me { username } }`)
	if answer.code() != problem.UpstreamError || len(answer.Errors) != 1 || !strings.Contains(answer.Errors[0].Extensions.Hint, "blocked") {
		t.Errorf("%+v", answer)
	}
}

func TestErrors_sayToNameOneOfSeveralOperations(t *testing.T) {
	answer := send(t, newHandlerOver(t, burst{}, nil), `query A { __typename } query B { __typename }`)
	if answer.code() != "GRAPHQL_VALIDATION_FAILED" || !strings.Contains(answer.Errors[0].Message, "several operations") || !strings.Contains(answer.Errors[0].Extensions.Hint, "operationName") {
		t.Errorf("%+v", answer)
	}
}

func TestErrors_tellWhereTheFieldIsInTheDocument(t *testing.T) {
	h := newCannedHandler(t, []byte(`{"id":"1"}`))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql",
		strings.NewReader(`{"query":"# 😀\r\n{ me { username\r\n  a: media(first: -1) { nodes { id } } } }"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer IGAAcanned")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if got := w.Body.String(); !strings.Contains(got, `"path":["me","a"],"locations":[{"line":3,"column":3}]`) {
		t.Error(got)
	}
}
