package conformance

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func loadSuite(t *testing.T) ([]Case, *Names) {
	t.Helper()
	cases, err := Cases()
	if err != nil {
		t.Fatal(err)
	}
	names, err := LoadNames()
	if err != nil {
		t.Fatal(err)
	}
	return cases, names
}

func TestCases_haveATitleOfTheirOwn(t *testing.T) {
	t.Parallel()
	cases, _ := loadSuite(t)
	seen := map[string]bool{}
	for _, c := range cases {
		if seen[c.Title()] || c.Name == "" || c.Group == "" || strings.Contains(c.Group, ".") {
			t.Errorf("the title %q is no title, or there twice", c.Title())
		}
		seen[c.Title()] = true
		if len(c.Get)*len(c.Post)+len(c.Get)*len(c.Delete)+len(c.Post)*len(c.Delete) > 0 || c.Get+c.Post+c.Delete == "" {
			t.Errorf("%s is neither a GET nor a POST nor a DELETE, or several", c.Title())
		}
	}
	if !seen["reads/the token in a header"] {
		t.Error("cases are missing")
	}
}

func TestCases_useOnlyNamesThatTheirLoginTypeHas(t *testing.T) {
	t.Parallel()
	cases, names := loadSuite(t)
	used := map[string]bool{}
	for _, c := range cases {
		for _, name := range c.Uses() {
			used[name] = true
			if names.Of(name, names.LoginOf(c)) == nil {
				t.Errorf("%s: %s has no $%s", c.Title(), names.LoginOf(c), name)
			}
		}
	}
	for _, e := range names.list {
		if !used[e.Name] && !slices.ContainsFunc(names.calls, func(c Call) bool { return slices.Contains(c.Uses(), e.Name) }) {
			t.Errorf("no case uses $%s", e.Name)
		}
	}
}

// nobody is an id that no server has.
const nobody = "17900000000009999"

// An id of the demo world means something else on another server, or nothing: such a
// case is asked there only if it is to be refused.
func TestCases_nameWhatIsInTheDemoWorld(t *testing.T) {
	t.Parallel()
	cases, names := loadSuite(t)
	known := regexp.MustCompile(`\b\d{12,}\b|(IGAA|EAA|IGQV)demo|dinodata|metricsaurus|cretaceouscoffee`)
	for _, c := range cases {
		if c.Only != "" || c.Later != 0 || c.Legacy || c.Status != 0 || names.LoginOf(c) == "basic-display" {
			continue
		}
		if found := known.FindString(strings.ReplaceAll(strings.Join(c.words(), " "), nobody, "")); found != "" {
			t.Errorf("%s has %s: give it a name, or say why no other server can be asked", c.Title(), found)
		}
	}
}

func TestCalls_findNamesByNamesFoundAbove(t *testing.T) {
	t.Parallel()
	_, names := loadSuite(t)
	found := map[string]bool{}
	if names.Call("account", "instagram") == nil {
		t.Fatal("nothing is found")
	}
	for _, c := range names.calls {
		login := names.login(c.Uses())
		for _, name := range c.Uses() {
			if e := names.Of(name, login); e == nil || !found[login+name] && e.Value == "" && names.MainToken(login) != e {
				t.Errorf("%s uses $%s, which is not known by then", c.Get, name)
			}
		}
		for name := range c.Finds {
			if names.Of(name, login) == nil {
				t.Errorf("%s finds $%s, which is no name of %s", c.Get, name, login)
			}
			if found[login+name] {
				t.Errorf("$%s is found twice with %s", name, login)
			}
			found[login+name] = true
			if call := names.Call(name, login); call == nil || call.Get != c.Get {
				t.Errorf("$%s is not found by %s", name, c.Get)
			}
		}
	}
}

func TestNames_knowTheDemoWorld(t *testing.T) {
	t.Parallel()
	_, names := loadSuite(t)
	for login, want := range map[string]Values{
		"instagram":     {"account": "17841405822304914", "instagram": "IGAAdemometricsaurus"},
		"basic-display": {"account": "17841405793187218", "basicDisplay": "IGQVdemojayposiris"},
		"facebook":      {"account": "17841405822304914", "facebook": "EAAdemometricsaurus", "tag": "dinodata"},
	} {
		demo := names.Demo(login)
		for name, value := range want {
			if demo[name] != value {
				t.Errorf("%s: $%s is %q, not %q", login, name, demo[name], value)
			}
		}
		if main := names.MainToken(login); main == nil || want[main.Name] != main.Demo {
			t.Errorf("%s: the token is %v", login, main)
		}
	}
	if _, ok := names.Demo("instagram")["page"]; ok {
		t.Error("Instagram Login has a Page")
	}
	if names.MainToken("none") != nil || names.Call("container", "instagram") != nil || names.Of("page", "instagram") != nil {
		t.Error("something is known that does not exist")
	}
}

func TestNames_LoginOf_isThatOfTheToken(t *testing.T) {
	t.Parallel()
	_, names := loadSuite(t)
	for want, c := range map[string]Case{
		"facebook":      {Get: "/me?access_token=$facebookBasic", Login: "instagram"},
		"basic-display": {Header: map[string]string{"Authorization": "Bearer $basicDisplay"}},
		"instagram":     {Get: "/$account", Form: map[string]string{"access_token": "$instagram"}},
		"none":          {Get: "/$account", Login: "none"},
		"":              {Get: "/$account"},
	} {
		if got := names.LoginOf(c); got != want {
			t.Errorf("%v: %q, not %q", c, got, want)
		}
	}
}

func TestSuite_saysWhichOfItsFilesIsMalformed(t *testing.T) {
	t.Parallel()
	good, bad := &fstest.MapFile{Data: []byte("[]")}, &fstest.MapFile{Data: []byte("- {shoeSize: 1}")}
	for name, load := range map[string]func(fstest.MapFS) error{
		"cases/b.yml": func(files fstest.MapFS) error { _, err := casesIn(files); return err },
		"names.yml":   func(files fstest.MapFS) error { _, err := namesIn(files); return err },
		"calls.yml":   func(files fstest.MapFS) error { _, err := namesIn(files); return err },
	} {
		files := fstest.MapFS{"cases/a.yml": good, "cases/b.yml": good, "names.yml": good, "calls.yml": good}
		if err := load(files); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		files[name] = bad
		if err := load(files); err == nil || !strings.HasPrefix(err.Error(), name+": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := namesIn(fstest.MapFS{}); err == nil {
		t.Error("no files, and no error")
	}
}
