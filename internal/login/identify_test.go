package login_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
)

// With Facebook Login one token is for all accounts of a person: none of them is another, whose
// token is to be asked for.
func TestAccountFor_tellsOfOthersThatTheTokenIsNotFor(t *testing.T) {
	t.Parallel()
	const fb, ig = dialect.Facebook, dialect.Instagram
	at := func(graph string, l dialect.Login, user string) login.Account {
		return login.Account{ID: graph + l.String(), Graph: graph, Login: l, User: user, Username: "name of " + graph, State: login.Active, Access: "access"}
	}
	for name, c := range map[string]struct {
		accounts []login.Account
		named    string
		among    []string
		others   bool
	}{
		"one account":                                 {[]login.Account{at("1", ig, "a")}, "", nil, false},
		"one account by two login types":              {[]login.Account{at("1", ig, "a"), at("1", fb, "b")}, "", nil, false},
		"two accounts of Instagram Login":             {[]login.Account{at("1", ig, "a"), at("2", ig, "b")}, "", nil, true},
		"two accounts of one Facebook user":           {[]login.Account{at("1", fb, "a"), at("2", fb, "a")}, "", nil, false},
		"the second of one Facebook user":             {[]login.Account{at("1", fb, "a"), at("2", fb, "a")}, "2", nil, false},
		"two accounts of two Facebook users":          {[]login.Account{at("1", fb, "a"), at("2", fb, "b")}, "", nil, true},
		"one of each login type":                      {[]login.Account{at("1", fb, "a"), at("2", ig, "a")}, "", nil, true},
		"one of each login type, the other chosen":    {[]login.Account{at("1", fb, "a"), at("2", ig, "a")}, "2", nil, true},
		"three, of which two are of one user":         {[]login.Account{at("1", fb, "a"), at("2", fb, "a"), at("3", ig, "b")}, "", nil, true},
		"two, of which a credential is for one":       {[]login.Account{at("1", ig, "a"), at("2", ig, "b")}, "", []string{"1"}, false},
		"two, of which a credential is for both":      {[]login.Account{at("1", ig, "a"), at("2", ig, "b")}, "", []string{"1", "2"}, true},
		"two, of which none is the one that is named": {[]login.Account{at("1", ig, "a"), at("2", ig, "b")}, "3", nil, false},
		"none": {nil, "", nil, false},
	} {
		w := open(t, nil)
		w.store.accounts = map[string][]login.Account{"someone": c.accounts}
		for _, a := range c.accounts {
			if err := w.vault.Keep(t.Context(), a.Graph, a.Login, "token of "+a.User); err != nil {
				t.Fatal(err)
			}
		}
		got, err := w.login.AccountFor(t.Context(), "someone", http.Header{"X-Gramql-Account": {c.named}}, c.among)
		if err != nil || got.Others != c.others || len(c.accounts) > 0 && c.named != "3" && !strings.HasPrefix(got.Token, "token of ") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
