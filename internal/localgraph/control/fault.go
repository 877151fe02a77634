package control

import (
	"encoding"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/localgraph"
)

// fault is a fault as it is written in JSON.
type fault struct {
	Kind    kind   `json:"kind"`
	Method  string `json:"method,omitzero"`
	Path    string `json:"path,omitzero"`
	Token   string `json:"token,omitzero"`
	Edge    string `json:"edge,omitzero"`
	Field   string `json:"field,omitzero"`
	Limit   int    `json:"limit,omitzero"`
	Node    string `json:"node,omitzero"`
	Item    int    `json:"item,omitzero"`
	Times   int    `json:"times,omitzero"`
	DelayMs int    `json:"delayMs,omitzero"`
	Minutes int    `json:"minutes,omitzero"`
	Percent int    `json:"percent,omitzero"`
	Version string `json:"version,omitzero"`
	To      string `json:"to,omitzero"`
	Status  int    `json:"status,omitzero"`
	Body    body   `json:"body,omitzero"`
}

// kind is the name of a kind of fault.
type kind string

var _ encoding.TextUnmarshaler = (*kind)(nil)

// later are the kinds of faults that come with writing, which this server does not
// do.
var later = []string{"BeforeBody", "AfterBody", "NoAnswer", "ContainerError", "ContainerStuck"}

// UnmarshalText takes the name of a kind.
func (k *kind) UnmarshalText(text []byte) error {
	var known localgraph.FaultKind
	*k = kind(text)
	if known.UnmarshalText(text) == nil {
		return nil
	}
	if slices.Contains(later, string(text)) {
		return &refusal{status: http.StatusBadRequest, message: string(text) + " is a fault of writes, which this local graph does not take"}
	}
	var names []string
	for _, k := range localgraph.FaultKinds() {
		names = append(names, string(k))
	}
	return &refusal{status: http.StatusBadRequest, message: "no fault is called that; there are " + strings.Join(names, ", ")}
}

// body is what a fault answers: the text of a JSON string, or other JSON as it is
// written.
type body string

// UnmarshalJSON takes any JSON.
func (b *body) UnmarshalJSON(text []byte) error {
	value := jsontext.Value(text)
	if value.Kind() != '"' {
		*b = body(text)
		return nil
	}
	plain, err := jsontext.AppendUnquote(nil, text)
	*b = body(plain)
	return err
}

// The most that numbers of faults may be.
const (
	mostDelay   = 10 * time.Minute
	mostMinutes = 365 * 24 * 60
	mostPercent = 1000
	mostItem    = 50
)

// needed are the members without which a kind does nothing.
var needed = map[localgraph.FaultKind][]string{
	localgraph.FieldRefused: {"field"},
	localgraph.Slow:         {"delayMs"},
	localgraph.NearlySpent:  {"percent"},
	localgraph.OtherVersion: {"version"},
	localgraph.OtherItem:    {"body"},
	localgraph.ForeignLinks: {"to"},
	localgraph.Redirected:   {"to"},
}

// aVersion is a version of the Graph API.
var aVersion = regexp.MustCompile(`^v[0-9]{1,3}\.[0-9]{1,3}$`)

// check returns what is wrong with a fault, and with which of its members.
func (f fault) check(at jsontext.Pointer) error {
	if f.Kind == "" {
		return wrong(at.AppendToken("kind"), "every fault has a kind")
	}
	for _, n := range []struct {
		name        string
		value, most int
	}{
		{"times", f.Times, 1 << 30},
		{"limit", f.Limit, 1 << 30},
		{"delayMs", f.DelayMs, int(mostDelay / time.Millisecond)},
		{"minutes", f.Minutes, mostMinutes},
		{"percent", f.Percent, mostPercent},
		{"item", f.Item, mostItem},
	} {
		if n.value < 0 || n.value > n.most {
			return wrong(at.AppendToken(n.name), "it is a number from 0 to %d", n.most)
		}
	}
	given := map[string]bool{
		"field": f.Field != "", "delayMs": f.DelayMs > 0, "percent": f.Percent > 0, "version": f.Version != "", "body": f.Body != "", "to": f.To != "",
	}
	for _, name := range needed[localgraph.FaultKind(f.Kind)] {
		if !given[name] {
			return wrong(at.AppendToken(name), "%s does nothing without it", f.Kind)
		}
	}
	if name, reason := f.malformed(); name != "" {
		return wrong(at.AppendToken(name), "%s", reason)
	}
	return nil
}

// malformed returns the name of a text member that is not what it should be, and
// what it should be.
func (f fault) malformed() (name, reason string) {
	_, malformed := path.Match(f.Path, "/")
	first, _, _ := strings.Cut(strings.TrimPrefix(f.Path, "/"), "/")
	to, err := url.Parse(f.To)
	k := localgraph.FaultKind(f.Kind)
	switch {
	case f.Path != "" && (malformed != nil || !strings.HasPrefix(f.Path, "/")):
		return "path", "it is a pattern such as /me or /*/media"
	case aVersion.MatchString(first):
		return "path", "it is matched without the version; leave " + first + " out"
	case f.Version != "" && !aVersion.MatchString(f.Version):
		return "version", "it is a version such as v21.0"
	case f.To != "" && (err != nil || to.Host == "" || to.Scheme != "http" && to.Scheme != "https"):
		return "to", "it is the base of a server, such as https://elsewhere.example"
	case f.Status != 0 && (f.Status < http.StatusOK || f.Status > 599):
		return "status", "it is an HTTP status from 200 to 599"
	case k == localgraph.OtherItem && !jsontext.Value(f.Body).IsValid(), k == localgraph.OtherValue && f.Body != "" && !jsontext.Value(f.Body).IsValid():
		return "body", `it is JSON; the text abc is written as "\"abc\""`
	case k == localgraph.OtherValue && f.Field == "" && f.Body == "":
		return "body", "without field it is the whole row, which cannot be left out"
	case k == localgraph.OtherValue && f.Field == "" && f.Edge == "" && f.Node == "":
		return "field", "one of field, edge and node says which value is another"
	}
	return "", ""
}

// fault returns the fault that the local graph takes.
func (f fault) fault() localgraph.Fault {
	return localgraph.Fault{
		Kind: localgraph.FaultKind(f.Kind), Method: f.Method, Path: f.Path, Token: f.Token, Edge: f.Edge, Field: f.Field, Limit: f.Limit, Node: f.Node, Item: f.Item,
		Times: f.Times, Delay: time.Duration(f.DelayMs) * time.Millisecond, Minutes: f.Minutes, Percent: f.Percent, Version: f.Version, To: f.To,
		Status: f.Status, Body: string(f.Body),
	}
}

// written returns a fault as it is written in JSON.
func written(f localgraph.Fault) fault {
	return fault{
		Kind: kind(f.Kind), Method: f.Method, Path: f.Path, Token: f.Token, Edge: f.Edge, Field: f.Field, Limit: f.Limit, Node: f.Node, Item: f.Item,
		Times: f.Times, DelayMs: int(f.Delay / time.Millisecond), Minutes: f.Minutes, Percent: f.Percent, Version: f.Version, To: f.To,
		Status: f.Status, Body: body(f.Body),
	}
}

// addFaults switches the faults of a list on, all or none, and lists those that
// are on.
func (a API) addFaults(r *http.Request) (any, error) {
	var list []fault
	if err := read(r, &list); err != nil {
		return nil, err
	}
	faults := make([]localgraph.Fault, len(list))
	for i, f := range list {
		if err := f.check(jsontext.Pointer(fmt.Sprintf("/%d", i))); err != nil {
			return nil, err
		}
		faults[i] = f.fault()
	}
	a.Graph.Faults().Add(faults...)
	return a.listFaults(r)
}

func (a API) listFaults(*http.Request) (any, error) {
	list := []fault{}
	for _, f := range a.Graph.Faults().All() {
		list = append(list, written(f))
	}
	return list, nil
}

func (a API) endFaults(*http.Request) (any, error) {
	a.Graph.Faults().Clear()
	return nil, nil
}
