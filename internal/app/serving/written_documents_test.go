package serving_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
)

// Documents that write and that subscribe.
const (
	cancelText = `mutation Cancel { cancelPublication(input: {publicationId: "123"}) { publication { state } } }`
	watchText  = `subscription Watch { publication(id: "123") { state } }`
)

// subscribing is the message that subscribes with a request.
func subscribing(request string) string {
	return `{"id":"1","type":"subscribe","payload":` + request + `}`
}

func TestAutomaticPersistedQueries_writeByPOSTAloneAndSubscribe(t *testing.T) {
	t.Parallel()
	l := startLive(t)
	cancel := persisted(hashOf(cancelText), "")
	if _, a := l.PostRaw(strings.Replace(cancel, `"query":"",`, "", 1)); a.Code() != "PERSISTED_QUERY_NOT_FOUND" {
		t.Errorf("before the text came: %+v", a)
	}
	for _, text := range []string{watchText, ""} { // the text, and then the hash alone
		request := strings.Replace(persisted(hashOf(watchText), text), `"query":"",`, "", 1)
		conn := dial(t, l.URL, "IGAAdemometricsaurus")
		if got, want := exchange(t, conn, subscribing(request)), fmt.Sprintf(told, "SCHEDULED"); got != want {
			t.Fatalf("%q: %s", text, got)
		}
	}
	extensions, _ := json.Marshal(map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": hashOf(cancelText)}})
	byGET := l.URL + "?extensions=" + url.QueryEscape(string(extensions))
	for _, text := range []string{cancelText, ""} {
		if _, a := l.PostRaw(persisted(hashOf(cancelText), text)); text != "" && apptest.At(a.Data, "cancelPublication", "publication", "state") != "CANCELLED" {
			t.Errorf("%q: %+v", text, a)
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, byGET, nil)
		if err != nil {
			t.Fatal(err)
		}
		if status, a := l.RoundTrip(r); status != http.StatusMethodNotAllowed {
			t.Errorf("a mutation by GET: %d, %+v", status, a)
		}
	}
}

func TestTrustedDocuments_writeAndSubscribe(t *testing.T) {
	t.Parallel()
	text, _ := json.Marshal(map[string]string{"cancel": cancelText, "watch": watchText}) // texts are always JSON
	path := manifest(t, string(text))
	l := startLive(t, func(s *config.Settings) { s.TrustedDocuments, s.TrustedOnly = path, true })
	conn := dial(t, l.URL, "IGAAdemometricsaurus")
	if got, want := exchange(t, conn, subscribing(`{"documentId":"watch"}`)), fmt.Sprintf(told, "SCHEDULED"); got != want {
		t.Fatal(got)
	}
	if _, a := l.PostRaw(`{"documentId": "cancel"}`); apptest.At(a.Data, "cancelPublication", "publication", "state") != "CANCELLED" {
		t.Errorf("%+v", a)
	}
	for _, want := range []string{fmt.Sprintf(told, "CANCELLED"), over} {
		if got := exchange(t, conn, ""); got != want {
			t.Error(got)
		}
	}
	other := dial(t, l.URL, "IGAAdemometricsaurus")
	refused, _ := json.Marshal(map[string]string{"query": `subscription { publication(id: "123") { progress } }`})
	if got := exchange(t, other, subscribing(string(refused))); !strings.HasPrefix(got, `{"id":"1","type":"error"`) {
		t.Errorf("a subscription that is not trusted: %s", got)
	}
}
