package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestRun_refusesWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	token := tokenFile(t, "IGAAsecret")
	unknown, empty, two := tokenFile(t, "secret"), tokenFile(t, ""), tokenFile(t, "IGAAsecret IGAAsecret")
	local := []string{"-graph", "http://127.0.0.1:1", "-token-file", token}
	for _, c := range []struct {
		name, says string
		args       []string
	}{
		{"no server", "-graph is missing", []string{"-token-file", token}},
		{"no token", "-token-file is missing", []string{"-graph", "http://127.0.0.1:1"}},
		{"no such file", "-token-file: open", []string{"-graph", "http://127.0.0.1:1", "-token-file", token + "x"}},
		{"an empty file", "-token-file: the file has to hold one access token", []string{"-graph", "http://127.0.0.1:1", "-token-file", empty}},
		{"two tokens", "-token-file: the file has to hold one access token", []string{"-graph", "http://127.0.0.1:1", "-token-file", two}},
		{"no login type", "-login is missing", []string{"-graph", "http://127.0.0.1:1", "-token-file", unknown}},
		{"another login type", "-login: login type \"x\"", append(local, "-login", "x")},
		{"no address", "-graph is not a base URL", []string{"-graph", "local", "-token-file", token}},
		{"another scheme", "-graph is not a base URL", []string{"-graph", "ftp://127.0.0.1", "-token-file", token}},
		{"a user in the address", "-graph is not a base URL", []string{"-graph", "https://a:b@127.0.0.1", "-token-file", token}},
		{"a query in the address", "-graph is not a base URL", []string{"-graph", "https://127.0.0.1?a", "-token-file", token}},
		{"a token over plain http", "plain http", []string{"-graph", "http://graph.instagram.com", "-token-file", token}},
		{"a version that is none", "-graph-version \"27\"", append(local, "-graph-version", "27")},
		{"no calls", "-calls are above 0", append(local, "-calls", "0")},
		{"no time", "-timeout", append(local, "-timeout", "0s")},
		{"a pause that is none", "-pause", append(local, "-pause", "-1s")},
		{"a flag that is none", "-token", append(local, "-token", "IGAAsecret")},
		{"a word", "\"x\" is no flag", append(local, "x")},
		{"an expression that is none", "-run", append(local, "-run", "(")},
		{"a pair that is none", "write name=value", append(local, "-set", "container")},
		{"a name without a value", "write name=value", append(local, "-set", "container=")},
		{"a value of no name", "-set: no case of this login type has a \"page\"", append(local, "-set", "page=1")},
		{"a token that is set", "-set: no case of this login type has a \"instagramBasic\"", append(local, "-set", "instagramBasic=IGAAsecret")},
		{"a token of no name", "-other-token: no case of this login type has a token \"container\"", append(local, "-other-token", "container="+token)},
		{"another token without a file", "-other-token instagramBasic: open", append(local, "-other-token", "instagramBasic="+token+"x")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var out, said bytes.Buffer
			code := run(t.Context(), c.args, &out, &said)
			if code != 2 || out.Len() > 0 || !strings.Contains(said.String(), c.says) || strings.Count(said.String(), "\n") != 1 {
				t.Errorf("exit code %d, %q%q", code, out.String(), said.String())
			}
			if c.name != "a token that is set" && strings.Contains(said.String(), "IGAAsecret") {
				t.Errorf("a token is shown: %s", said.String())
			}
		})
	}
}

func TestRun_explainsItsFlags(t *testing.T) {
	t.Parallel()
	var out, said bytes.Buffer
	if code := run(t.Context(), []string{"-h"}, &out, &said); code != 0 || !strings.Contains(said.String(), "-token-file") {
		t.Errorf("exit code %d: %s", code, said.String())
	}
}

func TestReadOptions_takesTheLoginTypeFromHostOrToken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ graph, token, login, want string }{
		{"https://graph.instagram.com", "x", "", "instagram"},
		{"https://graph.instagram.com/", "IGAAx", "", "instagram"},
		{"https://graph.facebook.com", "x", "", "facebook"},
		{"http://127.0.0.1:8081", "EAAx", "", "facebook"},
		{"http://localhost:8081", "IGQVx", "", "basic-display"},
		{"http://[::1]:8081", "IGAAx", "facebook", "facebook"},
		{"https://graph.facebook.com", "EAAx", "instagram", "instagram"},
	} {
		args := []string{"-graph", c.graph, "-token-file", tokenFile(t, c.token), "-login", c.login}
		o, err := readOptions(args, nil)
		if err != nil || o.login != c.want || o.tokens[o.names.MainToken(c.want).Name] != c.token || strings.HasSuffix(o.graph, "/") {
			t.Errorf("%s with %s: %s, %v, %v", c.graph, c.token, o.login, o.tokens, err)
		}
	}
}

func TestSelectCases_asksNothingThatMayWrite(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"IGAAx", "EAAx", "IGQVx"} {
		args := []string{"-graph", "http://127.0.0.1:1", "-token-file", tokenFile(t, token), "-legacy"}
		o, err := readOptions(args, nil)
		if err != nil {
			t.Fatal(err)
		}
		chosen, err := selectCases(o)
		if err != nil || len(chosen.asked) == 0 {
			t.Fatal(len(chosen.asked), err)
		}
		for _, c := range chosen.asked {
			if c.Writes() || c.Later != 0 || c.Only != "" {
				t.Errorf("%s is asked", c.Title())
			}
		}
	}
}
