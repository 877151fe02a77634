package hostile_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/localgraph"
)

// misplaced is a request in which a credential stands where another text belongs.
type misplaced struct {
	Name                string
	Document, Operation string
	Variables           map[string]any
	Header              map[string]string
	Path                string
}

// placeholder is where the credential stands.
const placeholder = "CREDENTIAL"

// readMisplaced returns the requests, with a credential.
func readMisplaced(t *testing.T, credential string) (all []misplaced) {
	t.Helper()
	text, err := os.ReadFile("testdata/misplaced.yml")
	if err != nil {
		t.Fatal(err)
	}
	text = []byte(strings.ReplaceAll(string(text), placeholder, credential))
	if err := yaml.UnmarshalWithOptions(text, &all, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return all
}

// send sends the request, and returns all that is answered.
func (m misplaced) send(t *testing.T, w *apptest.World) string {
	t.Helper()
	method, body, path := http.MethodGet, []byte(nil), m.Path
	if m.Document != "" {
		method, path = http.MethodPost, "/graphql"
		body, _ = json.Marshal(map[string]any{
			"query": m.Document, "operationName": m.Operation, "variables": m.Variables, "extensions": map[string]any{"explain": true},
		})
	}
	r, err := http.NewRequestWithContext(t.Context(), method, strings.TrimSuffix(w.URL, "/graphql")+path, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+localgraph.DemoToken)
	for name, value := range m.Header {
		r.Header.Set(name, value)
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(response.Header, string(answer))
}

// credentials are one of each form that this program or Meta gives out.
func credentials() map[string]string {
	random := strings.Repeat("ABCDEFGHIJKLMNOPQRSTUVWXY2", 2)
	all := map[string]string{
		"a token of Instagram Login": "IGAAsecretofsomebody", "a token of Facebook Login": "EAAsecretofsomebody",
		"a token of Basic Display": "IGQVsecretofsomebody", "a code of Meta's": "AQ" + random, "a session": random,
	}
	for name, prefix := range map[string]string{"an API key": "gq_", "an access token": "gqa_", "a refresh token": "gqr_", "a code": "gqc_"} {
		all[name], _ = credential.NewSecret(prefix)
	}
	return all
}

func TestCredentials_thatAreMisplacedAreRepeatedNowhere(t *testing.T) {
	exported, all := collector(t), credentials()
	var log safe
	t.Run("requests", func(t *testing.T) { // the program ends with it, and exports what is left
		w := apptest.StartLogging(t, apptest.Demo(), slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), func(s *config.Settings) {
			s.AdminAddr, s.AccessLog = "127.0.0.1:0", true
		})
		for kind, secret := range all {
			for _, m := range readMisplaced(t, secret) {
				before := len(log.String())
				if answer := m.send(t, w); strings.Contains(answer, secret) {
					t.Errorf("%s in place of %s: the answer is %s", kind, m.Name, answer)
				}
				if said := log.String()[before:]; strings.Contains(said, secret) {
					t.Errorf("%s in place of %s: the log says %s", kind, m.Name, said)
				}
			}
			if strings.Contains(w.Metrics(), secret) {
				t.Errorf("%s: the metrics hold it", kind)
			}
		}
	})
	traces := exported.String()
	if !strings.Contains(traces, "POST /graphql") {
		t.Fatal("no traces came")
	}
	for kind, secret := range all {
		if strings.Contains(traces, secret) {
			t.Errorf("%s: the traces hold it", kind)
		}
	}
}
