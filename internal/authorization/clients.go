package authorization

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Client is an app that may sign people in.
//
// Source: RFC 7591, section 2, for the names in the file.
type Client struct {
	ID string
	// Name is what people call the app.
	Name string
	// Redirects are where the app may have people sent.
	Redirects []string
	scopes    scopes
}

// Clients are the apps that may sign people in, by their ids.
type Clients map[string]Client

// Bounds of the file.
const (
	maxFile    = 1 << 20
	maxID      = 200
	maxClients = 10_000
)

// members are those that an app may have in the file.
var members = []string{"client_id", "client_name", "redirect_uris", "scope"}

// LoadClients reads the file of the apps. The error says in one line what is wrong with it.
func LoadClients(path string) (Clients, error) {
	file, err := os.Open(path) //nolint:gosec // reading the file that it names is the setting's purpose
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > maxFile:
		return nil, fmt.Errorf("%s is larger than 1 MiB", path)
	}
	all, err := ParseClients(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}

// ParseClients reads the text of the file.
func ParseClients(text []byte) (Clients, error) {
	var apps []map[string]jsontext.Value
	if err := json.Unmarshal(text, &apps); err != nil || apps == nil {
		return nil, errors.New(`is no JSON list of apps, each with its members once, such as [{"client_id": "app", "client_name": "App", "redirect_uris": ["com.example.app:/callback"], "scope": "read"}]`)
	}
	if len(apps) > maxClients {
		return nil, fmt.Errorf("has more than %d apps", maxClients)
	}
	all := Clients{}
	for i, app := range apps {
		c, err := parseClient(app)
		if err != nil {
			return nil, fmt.Errorf("app %d: %w", i+1, err)
		}
		if _, twice := all[c.ID]; twice {
			return nil, fmt.Errorf("app %d: client_id %q is there twice", i+1, c.ID)
		}
		all[c.ID] = c
	}
	return all, nil
}

func parseClient(app map[string]jsontext.Value) (c Client, err error) {
	for _, name := range slices.Sorted(maps.Keys(app)) {
		if !slices.Contains(members, name) {
			return c, fmt.Errorf("%s is not known; there are %s", strconv.Quote(name), strings.Join(members, ", "))
		}
	}
	var scope string
	for _, each := range []struct {
		name string
		into any
		what string
	}{
		{"client_id", &c.ID, "a text"},
		{"client_name", &c.Name, "a text"},
		{"redirect_uris", &c.Redirects, "a list of texts"},
		{"scope", &scope, "a text, with spaces between names"},
	} {
		value, given := app[each.name]
		if given && (value.Kind() == 'n' || json.Unmarshal(value, each.into) != nil) {
			return c, fmt.Errorf("%s is not %s", each.name, each.what)
		}
	}
	if c.ID == "" || len(c.ID) > maxID || strings.ContainsFunc(c.ID, func(r rune) bool { return r < ' ' || r > '~' }) {
		return c, fmt.Errorf("client_id is not a text of 1 to %d letters, digits and signs", maxID)
	}
	if len(c.Name) > maxID || strings.ContainsFunc(c.Name, unicode.IsControl) {
		return c, fmt.Errorf("client_name is longer than %d bytes, or has control characters", maxID)
	}
	if c.Name == "" {
		c.Name = c.ID
	}
	if len(c.Redirects) == 0 {
		return c, errors.New("redirect_uris names no address that people are sent to")
	}
	for i, each := range c.Redirects {
		if err := checkRedirect(each); err != nil {
			return c, fmt.Errorf("redirect_uris: %s %w", strconv.Quote(shorten(each)), err)
		}
		if slices.ContainsFunc(c.Redirects[:i], func(other string) bool { return portless(other) == portless(each) }) {
			return c, fmt.Errorf("redirect_uris: %s is there twice", strconv.Quote(each))
		}
	}
	var ok bool
	if c.scopes, ok = parseScopes(scope); !ok {
		return c, errors.New("scope: " + strconv.Quote(shorten(scope)) + " has a name that is no scope; there are read, write and Meta's permissions, such as instagram_business_basic")
	}
	return c, nil
}

// redirect returns where people are sent whom the app wants to have sent to an address, which
// it need not write if it has one only; false for an address that is not the app's. All but
// the port of this machine's addresses must be the same.
func (c Client) redirect(sent string) (string, bool) {
	if sent == "" {
		return c.Redirects[0], len(c.Redirects) == 1
	}
	return sent, slices.ContainsFunc(c.Redirects, func(own string) bool { return portless(own) == portless(sent) })
}

// Allow reports whether an origin is that of a page to which apps have people sent, on any
// port of this machine: browsers may let such a page ask this server (CORS).
func (c Clients) Allow(sent string) bool {
	for _, client := range c {
		if slices.ContainsFunc(client.Redirects, func(redirect string) bool { return isOf(redirect, sent) }) {
			return true
		}
	}
	return false
}

func shorten(text string) string {
	return strings.ToValidUTF8(text[:min(len(text), 100)], "")
}
