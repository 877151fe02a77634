package conformance

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
)

// Name is what cases call a token or a node.
type Name struct {
	Name string
	// Logins are the login types that the entry is for; none are all.
	Logins []string
	// Token is what the token may do; "" for what is no token.
	Token string
	// Demo is the value in the demo world of the local graph.
	Demo string
	// Value is the value on every other server; "" where it has to be found.
	Value string
}

// Call finds on a server what cases call by a name.
type Call struct {
	// Get is path and query, with names.
	Get string
	// Finds are the names, with the paths to their values in the answer.
	Finds map[string]string
}

// Names are all names, and the calls that find them, each below those that find what
// it uses.
type Names struct {
	list  []Name
	calls []Call
}

// Values are names with their values.
type Values map[string]string

// LoadNames returns the names that the cases use.
func LoadNames() (*Names, error) { return namesIn(files) }

func namesIn(files fs.FS) (*Names, error) {
	var n Names
	if err := read(files, "names.yml", &n.list); err != nil {
		return nil, err
	}
	return &n, read(files, "calls.yml", &n.calls)
}

// Of returns the entry of a name for a login type; nil if there is none.
func (n *Names) Of(name, login string) *Name {
	for i := range n.list {
		if e := &n.list[i]; e.Name == name && (len(e.Logins) == 0 || slices.Contains(e.Logins, login)) {
			return e
		}
	}
	return nil
}

// MainToken returns the token of a login type that may do everything; nil if there is
// no such login type.
func (n *Names) MainToken(login string) *Name {
	for i := range n.list {
		if n.list[i].Token != "" && slices.Contains(n.list[i].Logins, login) {
			return &n.list[i]
		}
	}
	return nil
}

// Call returns the call that finds a name with a login type; nil if none does.
func (n *Names) Call(name, login string) *Call {
	for i := range n.calls {
		if _, ok := n.calls[i].Finds[name]; ok && n.login(n.calls[i].Uses()) == login {
			return &n.calls[i]
		}
	}
	return nil
}

// Demo returns what the names are in the demo world, for a login type.
func (n *Names) Demo(login string) Values {
	values := Values{}
	for _, e := range n.list {
		if n.Of(e.Name, login) != nil {
			values[e.Name] = n.Of(e.Name, login).Demo
		}
	}
	return values
}

// LoginOf returns the login type that a case is for; "" if it is for each.
func (n *Names) LoginOf(c Case) string {
	if login := n.login(c.Uses()); login != "" {
		return login
	}
	return c.Login
}

// login returns the login type of the first token among names.
func (n *Names) login(names []string) string {
	for _, name := range names {
		for _, e := range n.list {
			if e.Name == name && e.Token != "" {
				return e.Logins[0]
			}
		}
	}
	return ""
}

var named = regexp.MustCompile(`\$([a-zA-Z]+)`)

// Uses returns the names in the request of a case, each once.
func (c Case) Uses() []string { return usedIn(c.words()...) }

// Uses returns the names in a call, each once.
func (c Call) Uses() []string { return usedIn(c.Get) }

func usedIn(words ...string) []string {
	var used []string
	for _, word := range words {
		for _, match := range named.FindAllStringSubmatch(word, -1) {
			if !slices.Contains(used, match[1]) {
				used = append(used, match[1])
			}
		}
	}
	return used
}

// Expand replaces the names in a text; those without a value stay.
func (v Values) Expand(text string) string {
	return named.ReplaceAllStringFunc(text, func(name string) string {
		if value, ok := v[name[1:]]; ok {
			return value
		}
		return name
	})
}

// harmless is what may go from an answer into a path or query as it is.
var harmless = regexp.MustCompile(`^[\w.:/|-]+$`)

// Find returns the value of a name in the answer to the call. The error says that
// there is none.
func (c Call) Find(name string, body []byte) (string, error) {
	answer, err := parse(body)
	if err != nil {
		return "", fmt.Errorf("the answer that should have %s is not JSON", name)
	}
	for _, found := range search(answer, c.Finds[name]) {
		if text := fmt.Sprint(found); harmless.MatchString(text) {
			return text, nil
		}
	}
	return "", fmt.Errorf("the account has no %s", name)
}
