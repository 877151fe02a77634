package serving_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
)

func manifest(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "manifest.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const usernameText = `{ me { username } }`

// persisted is a request that names a document by its hash, beside its text or
// alone.
func persisted(hash, text string) string {
	body, _ := json.Marshal(map[string]any{
		"query":      text,
		"extensions": map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": hash}},
	})
	return string(body)
}

func hashOf(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

func TestTrustedDocuments_areAskedForByTheirIDs(t *testing.T) {
	t.Parallel()
	path := manifest(t, `{"username": "query Username { me { username } }"}`)
	for _, only := range []bool{false, true} {
		w := apptest.Start(t, func(s *config.Settings) { s.TrustedDocuments, s.TrustedOnly = path, only })
		for _, name := range []string{"documentId", "doc_id"} {
			if status, a := w.PostRaw(`{"` + name + `": "username"}`); status != http.StatusOK || apptest.At(a.Data, "me", "username") != "metricsaurus" {
				t.Errorf("%s by POST: %d %+v", name, status, a)
			}
		}
		if status, a := w.PostRaw(`{"documentId": "username", "doc_id": "other"}`); status != http.StatusBadRequest || a.Data != nil {
			t.Errorf("two ids: %d %+v", status, a)
		}
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, w.URL+"?documentId=username", http.NoBody)
		if status, a := w.RoundTrip(r); status != http.StatusOK || apptest.At(a.Data, "me", "username") != "metricsaurus" {
			t.Errorf("by GET: %d %+v", status, a)
		}
		if _, a := w.PostRaw(`{"documentId": "nosuch"}`); a.Code() != "PERSISTED_QUERY_NOT_IN_LIST" || a.Data != nil {
			t.Errorf("an unknown id: %+v", a)
		}
		want := map[bool]string{true: "PERSISTED_QUERY_NOT_IN_LIST"}[only]
		for _, operation := range []string{`{ __typename }`, `{ __schema { queryType { name } } }`} {
			if _, a := w.PostRaw(`{"query": "` + operation + `"}`); a.Code() != want {
				t.Errorf("trusted only is %v, and %s is answered %+v", only, operation, a)
			}
		}
	}
}

func TestTrustedDocuments_stopTheStartWhenTheyCannotBeCarriedOut(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{
		"is invalid GraphQL": manifest(t, `{"a": "{ nosuch }"}`),
		"is too deep":        manifest(t, `{"a": "{ me `+strings.Repeat("{ media { nodes { owner ", 8)+"{ id }"+strings.Repeat("}}}", 8)+`}"}`),
		"is no manifest":     manifest(t, `[]`),
		"is not there":       "nosuch.json",
	} {
		a, err := app.New(t.Context(), apptest.Settings(t, "-trusted-documents", path), slog.New(slog.DiscardHandler))
		if a != nil {
			_ = a.Close()
		}
		wrong, ok := errors.AsType[*config.Error](err)
		if !ok || wrong.Source != "-trusted-documents" || strings.Contains(err.Error(), "\n") {
			t.Errorf("a manifest that %s: %v", name, err)
		}
	}
}

// Apollo's clients send the hash alone at first, then the text with it.
//
// Source: Apollo, Automatic Persisted Queries.
func TestPersistedQueries_areSentOnce(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	hash := hashOf(usernameText)
	alone := persisted(hash, "")
	if status, a := w.PostRaw(alone); status != http.StatusOK || a.Code() != "PERSISTED_QUERY_NOT_FOUND" || a.Errors[0].Message != "PersistedQueryNotFound" {
		t.Errorf("before: %d %+v", status, a)
	}
	for _, body := range []string{persisted(hash, usernameText), alone} {
		if status, a := w.PostRaw(body); status != http.StatusOK || apptest.At(a.Data, "me", "username") != "metricsaurus" {
			t.Errorf("%s: %d %+v", body, status, a)
		}
	}
	query := url.Values{"extensions": {`{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}`}}
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, w.URL+"?"+query.Encode(), http.NoBody)
	if status, a := w.RoundTrip(r); status != http.StatusOK || apptest.At(a.Data, "me", "username") != "metricsaurus" {
		t.Errorf("by GET: %d %+v", status, a)
	}
}

func TestPersistedQueries_inOddShapesAreRefused(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	hash := hashOf(usernameText)
	for _, extension := range []string{
		`1`, `"x"`, `[]`, `{}`, `true`, `{"version": 1}`, `{"version": 1, "sha256Hash": 1}`, `{"version": 1, "sha256Hash": null}`,
		`{"version": 1, "sha256Hash": ""}`, `{"version": 1, "sha256Hash": "` + hash[1:] + `"}`, `{"version": 1, "sha256Hash": "z` + hash[1:] + `"}`,
		`{"version": 2, "sha256Hash": "` + hash + `"}`, `{"version": {}, "sha256Hash": "` + hash + `"}`, `{"sha256Hash": "` + hash + `"}`,
		`{"version": 1, "sha256Hash": "` + strings.Repeat("a", 100_000) + `"}`,
	} {
		status, a := w.PostRaw(`{"query": "{ __typename }", "extensions": {"persistedQuery": ` + extension + `}}`)
		if status >= 500 || a.Code() != "BAD_USER_INPUT" || a.Data != nil {
			t.Errorf("%.80s: %d %+v", extension, status, a)
		}
	}
	if _, a := w.PostRaw(persisted(hash, "{ __typename }")); a.Code() != "BAD_USER_INPUT" {
		t.Errorf("the hash of another text: %+v", a)
	}
	if _, a := w.PostRaw(persisted(hashOf("{ nosuch }"), "{ nosuch }")); a.Code() != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("an invalid document with its hash: %+v", a)
	}
	if _, a := w.PostRaw(persisted(hashOf("{ nosuch }"), "")); a.Code() != "PERSISTED_QUERY_NOT_FOUND" {
		t.Errorf("an invalid document is remembered: %+v", a)
	}
}
