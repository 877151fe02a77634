package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/credential"
)

func TestFind_knowsEachKindOfSecret(t *testing.T) {
	t.Parallel()
	key, _ := credential.NewSecret(credential.Prefix)
	random := strings.Repeat("ABCDEFGHIJKLMNOPQRSTUVWXY2", 2)
	for text, want := range map[string]int{
		"level=INFO msg=request token=IGAAdemometricsaurus":           1,
		"url=/me?access_token=EAAdemometricsaurus&x=1":                1,
		"IGQVdemojayposiris":                                          1,
		"operation=MyIGAAdemometricsaurus":                            1,
		`Cannot query field \"` + key + `\" on type \"Query\".`:       1,
		`"path":["` + key + `"]`:                                      1,
		"Bearer " + key:                                               1,
		`{"access_token":"gqa_` + random + `"}`:                       1,
		"code=gqc_" + random + " refresh=gqr_" + random:               1,
		"?code=AQ" + random + "#_":                                    1,
		"state=" + random:                                             1,
		"gramql=" + random + "; Path=/":                               1,
		"client_secret=demo-secret":                                   1,
		"appsecret_proof=0123456789abcdef0123456789abcdef":            1,
		"k1.abcd." + strings.Repeat("x", 60):                          1,
		"one\nIGAAdemometricsaurus\nthree\nEAAdemometricsaurus\n":     2,
		"request=BHQLPLMT6XOUJQGGM47WLCYY7D kind=query":               0,
		"appsecret_proof=[blanked]&access_token=[blanked]":            0,
		"prefix gq_ABCDEFGH, app demo-app, IGAA…":                     0,
		"sha256:" + strings.Repeat("0123456789abcdef", 4):             0,
		"an account's state has changed account=17841405822304914":    0,
		"\x00\x01core" + "\x00IGAA0123456789abcdef0123456789\x00tail": 1,
	} {
		var out strings.Builder
		got, err := find("log", strings.NewReader(text), &out)
		if got != want || err != nil || want > 0 && strings.Contains(out.String(), "demo") {
			t.Errorf("%q: %d, %v\n%s", text, got, err, &out)
		}
	}
}

func TestRun_failsForOneSecret(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	clean, dirty := filepath.Join(folder, "clean"), filepath.Join(folder, "dirty")
	for name, text := range map[string]string{clean: "nothing\n", dirty: "nothing\nIGAAdemometricsaurus\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		files []string
		fails bool
	}{
		"clean": {[]string{clean}, false}, "dirty": {[]string{clean, dirty}, true}, "none": {nil, true}, "missing": {[]string{folder + "/x"}, true},
	} {
		if err := run(c.files); err != nil != c.fails {
			t.Errorf("%s: %v", name, err)
		}
	}
}
