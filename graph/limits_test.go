package graph

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// errorOf sends an operation and returns the code and message of its first
// error, and how many there are.
func errorOf(t *testing.T, h http.Handler, operation string) (code, message string, n int) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": operation})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer IGAAcanned")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var answer struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Errors) == 0 {
		return "", "", 0
	}
	return answer.Errors[0].Extensions.Code, answer.Errors[0].Message, len(answer.Errors)
}

// bomb is a chain of fragments that each spread the next one twice.
func bomb(length int, body string) string {
	var b strings.Builder
	b.WriteString("{ me { ...f0 } }")
	for i := range length {
		next := fmt.Sprintf("...f%d", i+1)
		fmt.Fprintf(&b, " fragment f%d on User { %s }", i, strings.ReplaceAll(body, "NEXT", next))
	}
	fmt.Fprintf(&b, " fragment f%d on User { username }", length)
	return b.String()
}

func TestLimits_refuseWhatNoSensibleOperationNeeds(t *testing.T) {
	h := newCannedHandler(t, []byte(`{"id":"1"}`))
	for name, operation := range map[string]string{
		"many tokens":                  "{ " + strings.Repeat("__typename ", 3000) + "}",
		"many levels":                  "{ me { " + strings.Repeat("media { nodes { owner { ", 7) + "username" + strings.Repeat(" } } }", 7) + " } }",
		"levels behind fragments":      bomb(8, "media { nodes { owner { NEXT } } }"),
		"fields that double each time": bomb(40, "a: username b: username NEXT NEXT"),
	} {
		if code, message, n := errorOf(t, h, operation); code != codeTooLarge || n != 1 {
			t.Errorf("%s: %d errors, the first %s: %s; want one %s", name, n, code, message, codeTooLarge)
		}
	}
}

func TestLimits_takeWhatIsNearThem(t *testing.T) {
	h := newCannedHandler(t, []byte(`{"id":"1"}`))
	for name, operation := range map[string]string{
		"twenty levels":           "{ me { " + strings.Repeat("media { nodes { owner { ", 6) + "username" + strings.Repeat(" } } }", 6) + " } }",
		"a fragment spread often": "{ me { " + strings.Repeat("...f ", 100) + "} } fragment f on User { username name biography }",
		"a chain that is not one": bomb(8, "username NEXT NEXT"),
	} {
		if code, message, _ := errorOf(t, h, operation); code != "" {
			t.Errorf("%s: %s: %s", name, code, message)
		}
	}
}

func TestErrors_ofOneDocumentAreFew(t *testing.T) {
	h := newCannedHandler(t, []byte(`{"id":"1"}`))
	var fields strings.Builder
	for i := range 900 {
		fmt.Fprintf(&fields, " x%d", i)
	}
	if _, _, n := errorOf(t, h, "{"+fields.String()+" }"); n != 5 {
		t.Errorf("%d errors, want 5", n)
	}
}
