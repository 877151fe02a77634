package control

import (
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/localgraph/fault"
)

// The most that numbers of faults may be.
const (
	mostDelay   = 10 * time.Minute
	mostMinutes = 365 * 24 * 60
	mostPercent = 1000
	mostItem    = 50
)

// needed are the members without which a kind does nothing.
var needed = map[fault.Kind][]string{
	fault.FieldRefused:   {"field"},
	fault.Slow:           {"delayMs"},
	fault.NearlySpent:    {"percent"},
	fault.OtherVersion:   {"version"},
	fault.OtherItem:      {"body"},
	fault.ForeignLinks:   {"to"},
	fault.Redirected:     {"to"},
	fault.ContainerError: {"body"},
}

// aVersion is a version of the Graph API.
var aVersion = regexp.MustCompile(`^v[0-9]{1,3}\.[0-9]{1,3}$`)

// check returns what is wrong with a fault, and with which of its members.
func (f form) check(at jsontext.Pointer) error {
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
	for _, name := range needed[fault.Kind(f.Kind)] {
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
func (f form) malformed() (name, reason string) {
	_, malformed := path.Match(f.Path, "/")
	first, _, _ := strings.Cut(strings.TrimPrefix(f.Path, "/"), "/")
	to, err := url.Parse(f.To)
	k := fault.Kind(f.Kind)
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
	case k == fault.OtherItem && !isJSON(f.Body), k == fault.OtherValue && f.Body != "" && !isJSON(f.Body):
		return "body", `it is JSON; the text abc is written as "\"abc\""`
	case k == fault.OtherValue && f.Field == "" && f.Body == "":
		return "body", "without field it is the whole row, which cannot be left out"
	case k == fault.OtherValue && f.Field == "" && f.Edge == "" && f.Node == "":
		return "field", "one of field, edge and node says which value is another"
	}
	return "", ""
}

// isJSON reports whether a text is JSON, in which half an emoji may stand, as it may
// in Meta's.
func isJSON(text body) bool { return jsontext.Value(text).IsValid(jsontext.AllowInvalidUTF8(true)) }
