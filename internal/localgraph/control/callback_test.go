package control_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/localgraph"
)

func TestAPI_sendsCallbacksAndTellsHowTheAppAnswered(t *testing.T) {
	t.Parallel()
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, payload, _ := strings.Cut(r.FormValue("signed_request"), ".")
		text, _ := base64.RawURLEncoding.DecodeString(payload)
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte(r.URL.Path + " " + string(text)))
	}))
	defer app.Close()
	w := openWith(t, localgraph.Options{PublicURL: app.URL})
	var told []struct {
		URL    string
		UserID string `json:"user_id"`
		Status int
		Body   string
	}
	text := w.ok(http.MethodPost, "/_control/callbacks", `{"kind":"data-deletion","account":"metricsaurus"}`)
	if err := json.Unmarshal([]byte(text), &told); err != nil || len(told) != 1 {
		t.Fatal(err, text)
	}
	if got := told[0]; got.URL != app.URL+"/meta/data-deletion" || got.UserID != "24680011223344556" || got.Status != http.StatusTeapot ||
		!strings.HasPrefix(got.Body, "/meta/data-deletion {") || !strings.Contains(got.Body, `"24680011223344556"`) {
		t.Errorf("%+v", got)
	}
}

func TestAPI_tellsThatTheAppIsNotThere(t *testing.T) {
	t.Parallel()
	app := httptest.NewServer(http.NotFoundHandler())
	app.Close()
	w := openWith(t, localgraph.Options{PublicURL: app.URL})
	answer := w.do(http.MethodPost, "/_control/callbacks", `{"kind":"deauthorize","account":"metricsaurus"}`)
	if answer.Code != http.StatusBadGateway || !strings.Contains(answer.Body.String(), app.URL) {
		t.Errorf("status %d: %s", answer.Code, answer.Body)
	}
}
