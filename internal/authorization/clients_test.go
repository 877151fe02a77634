package authorization_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/authorization"
)

func TestParseClients_saysInOneLineWhatIsWrong(t *testing.T) {
	t.Parallel()
	redirect := func(text string) string { return `[{"client_id": "a", "redirect_uris": ["` + text + `"]}]` }
	for text, want := range map[string]string{
		``:      "no JSON list",
		`{}`:    "no JSON list",
		`null`:  "no JSON list",
		`[1]`:   "no JSON list",
		`[] []`: "no JSON list",
		`[{"client_id": "a", "client_id": "b", "redirect_uris": ["a.b:/"]}]`:     "no JSON list",
		`[{"client_id": "a", "redirect_uris": ["a.b:/"], "client_secret": "x"}]`: `app 1: "client_secret" is not known`,
		`[{"client_id": 1}]`:                                  "app 1: client_id is not a text",
		`[{"client_id": null}]`:                               "app 1: client_id is not a text",
		`[{"client_id": "a", "redirect_uris": "a.b:/"}]`:      "app 1: redirect_uris is not a list of texts",
		`[{"client_id": "a", "redirect_uris": []}]`:           "app 1: redirect_uris names no address",
		`[{"client_id": "a"}]`:                                "app 1: redirect_uris names no address",
		`[{"redirect_uris": ["a.b:/"]}]`:                      "app 1: client_id is not a text of 1 to 200",
		`[{"client_id": "ä", "redirect_uris": ["a.b:/"]}]`:    "app 1: client_id is not a text of 1 to 200",
		`[{"client_id": "` + strings.Repeat("a", 201) + `"}]`: "app 1: client_id is not a text of 1 to 200",
		`[{"client_id": "a", "redirect_uris": ["a.b:/"], "client_name": "` + strings.Repeat("a", 201) + `"}]`: "app 1: client_name is longer",
		`[{"client_id": "a", "redirect_uris": ["a.b:/"], "client_name": "a\nb"}]`:                             "app 1: client_name is longer",
		`[{"client_id": "a", "redirect_uris": ["a.b:/"], "scope": ["read"]}]`:                                 "app 1: scope is not a text",
		`[{"client_id": "a", "redirect_uris": ["a.b:/"], "scope": "read all"}]`:                               `app 1: scope: "read all"`,
		`[{"client_id": "a", "redirect_uris": ["a.b:/"]}, {"client_id": "a", "redirect_uris": ["c.d:/"]}]`:    `app 2: client_id "a" is there twice`,
		`[{"client_id": "a", "redirect_uris": ["http://127.0.0.1:1/", "http://127.0.0.1:2/"]}]`:               "is there twice",
		redirect(""): "no address",
		redirect("https://app.example/" + strings.Repeat("a", 981)): "no address",
		redirect("https://app.example/ä"):                           "no address",
		redirect("https://app.example/a b"):                         "no address",
		redirect("https://*.app.example/"):                          "no address",
		redirect("https://app.example/#"):                           "has a fragment",
		redirect("https://app.example/#a"):                          "has a fragment",
		redirect("https://me@app.example/"):                         "has a user name",
		redirect("https://app.example/?code=1"):                     "has the parameter code",
		redirect("https://app.example/?state=1"):                    "has the parameter state",
		redirect("https:///back"):                                   "has no host",
		redirect("https:/back"):                                     "has no host",
		redirect("http://app.example/back"):                         "is not on https",
		redirect("http://127.0.0.1.example/"):                       "is not on https",
		redirect("http://127.0.0.2/"):                               "is not on https",
		redirect("http://127.0.0.1:80a/"):                           "no address",
		redirect("http://0.0.0.0/"):                                 "is not on https",
		redirect("myapp:/back"):                                     "scheme without a dot",
		redirect("javascript:alert(1)"):                             "scheme without a dot",
		redirect("data:text/html,x"):                                "scheme without a dot",
		redirect("/back"):                                           "scheme without a dot",
		redirect("app.example/back"):                                "scheme without a dot",
	} {
		_, err := authorization.ParseClients([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || strings.ContainsAny(err.Error(), "\n") {
			t.Errorf("%.80s: %v, want %s", text, err, want)
		}
	}
}

func TestParseClients_takes(t *testing.T) {
	t.Parallel()
	for _, redirect := range []string{
		"https://app.example", "https://app.example:8443/back?a=b", "https://localhost/", "https://app.example/" + strings.Repeat("a", 980),
		"http://127.0.0.1/back", "http://127.0.0.1:8000", "http://[::1]/back", "http://localhost:3000/back", "http://127.0.0.1?a=b",
		"com.example.app:/back", "com.example.app://back", "com.example.app:back",
	} {
		clients, err := authorization.ParseClients([]byte(`[{"client_id": "a", "redirect_uris": ["` + redirect + `"]}]`))
		if err != nil || clients["a"].Name != "a" || !reflect.DeepEqual(clients["a"].Redirects, []string{redirect}) {
			t.Errorf("%s: %+v, %v", redirect, clients, err)
		}
	}
	id := strings.Repeat("a", 200)
	clients, err := authorization.ParseClients([]byte(`[{"client_id": "` + id + `", "client_name": "Ä", "redirect_uris": ["a.b:/"], "scope": "read instagram_basic"}]`))
	if err != nil || clients[id].Name != "Ä" {
		t.Errorf("%+v, %v", clients, err)
	}
	if clients, err := authorization.ParseClients([]byte("[]")); err != nil || len(clients) > 0 {
		t.Errorf("%v, %v", clients, err)
	}
}

func TestLoadClients_namesItsFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, c := range map[string]struct{ text, want string }{
		"good.json":  {apps, ""},
		"wrong.json": {"{}", "wrong.json: is no JSON list"},
		"full.json":  {apps + strings.Repeat(" ", 1<<20-len(apps)), ""},
		"large.json": {apps + strings.Repeat(" ", 1<<20), "large.json is larger than 1 MiB"},
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		clients, err := authorization.LoadClients(path)
		if c.want == "" && (err != nil || len(clients) != 2) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, %v", name, clients, err)
		}
	}
	if _, err := authorization.LoadClients(filepath.Join(folder, "none.json")); err == nil || !strings.Contains(err.Error(), "none.json") {
		t.Error(err)
	}
}

func TestAllow_letsInThePagesThatAppsSendPeopleTo(t *testing.T) {
	t.Parallel()
	clients := parsed(t, `[{"client_id": "a", "redirect_uris": ["https://App.example/back", "https://other.example:8443/", "http://127.0.0.1/back", "com.example.app:/back"]}]`)
	for sent, want := range map[string]bool{
		"https://app.example":        true,
		"https://other.example:8443": true,
		"http://127.0.0.1":           true,
		"http://127.0.0.1:3000":      true,
		"https://app.example:8443":   false,
		"http://app.example":         false,
		"https://app.example.evil":   false,
		"https://app.example/back":   false,
		"https://evil.example":       false,
		"http://127.0.0.1:3000/":     false,
		"http://localhost:3000":      false,
		"http://127.0.0.1:3000@evil": false,
		"com.example.app":            false,
		"com.example.app://":         false,
		"null":                       false,
		"":                           false,
	} {
		if got := clients.Allow(sent); got != want {
			t.Errorf("pages of %q are let in: %v", sent, got)
		}
	}
}

func FuzzParseClients(f *testing.F) {
	f.Add([]byte(apps))
	f.Add([]byte(`[{"client_id": "a", "redirect_uris": ["http://[::1]:1/?a"]}]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		clients, err := authorization.ParseClients(text)
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%q", err)
		}
		for id, c := range clients {
			if id == "" || id != c.ID || len(c.Redirects) == 0 {
				t.Errorf("%+v", c)
			}
		}
	})
}
