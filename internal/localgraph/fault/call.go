package fault

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/fields"
)

// Call is a request to the Graph API, by itself or as an item of a batch.
type Call struct {
	Method string
	// Path is without the version, such as "/me/media".
	Path   string
	Token  string
	Params url.Values
}

// StruckBy reports whether a fault strikes the call.
func (c Call) StruckBy(f *Fault) bool { return f.Addresses(c) && f.isAskedFor(c) }

// Addresses reports whether a call has the method, path and token that the fault
// names.
func (f *Fault) Addresses(c Call) bool {
	fits, err := path.Match(f.Path, c.Path)
	return (f.Method == "" || strings.EqualFold(f.Method, c.Method)) &&
		(f.Path == "" || fits && err == nil) &&
		strings.HasPrefix(c.Token, f.Token)
}

// isAskedFor reports whether a call asks for the fault's edge, field and limit.
func (f *Fault) isAskedFor(c Call) bool {
	if f.Edge == "" && f.Field == "" && f.Limit == 0 {
		return true
	}
	whole, err := c.asked()
	if err != nil {
		return false
	}
	wanted := []func(fields.Field) bool{}
	if f.Field != "" {
		wanted = append(wanted, func(at fields.Field) bool { return names(at, f.Field) })
	}
	if f.Limit > 0 {
		wanted = append(wanted, func(at fields.Field) bool { return pages(at, f.Limit) })
	}
	return anywhere(whole, func(at fields.Field) bool {
		return (f.Edge == "" || at.Name == f.Edge) &&
			!slices.ContainsFunc(wanted, func(want func(fields.Field) bool) bool { return !anywhere(at, want) })
	})
}

// modifiers are the parameters of a call that stand for modifiers of the edge in
// its path.
var modifiers = []string{metricParam, limitParam, "after", "before", "since", "until", "period", "metric_type", "breakdown", "timeframe"}

// The parameters that name what insights are to count, and how many rows a page has.
const (
	metricParam = "metric"
	limitParam  = "limit"
)

// asked returns what a call asks for as one field, whose name is that of the
// edge in the path.
func (c Call) asked() (fields.Field, error) {
	list, err := fields.Parse(c.Params.Get("fields"))
	whole := fields.Field{Name: c.edge(), Fields: list}
	for _, name := range modifiers {
		if value := c.Params.Get(name); value != "" {
			whole.Params = append(whole.Params, fields.Param{Name: name, Value: value})
		}
	}
	return whole, err
}

// segments are what stands between the slashes of a call's path, surplus ones
// overlooked.
func (c Call) segments() []string {
	return strings.FieldsFunc(c.Path, func(r rune) bool { return r == '/' })
}

// edge returns the name of the edge in a call's path; "" for a node.
func (c Call) edge() string {
	segments := c.segments()
	switch {
	case len(segments) > 1:
		return segments[1]
	case len(segments) == 1 && segments[0] != "me" && strings.Trim(segments[0], "0123456789") != "":
		return segments[0]
	}
	return ""
}

// anywhere reports whether a field, or one at any depth below it, is wanted.
func anywhere(f fields.Field, wanted func(fields.Field) bool) bool {
	return wanted(f) || slices.ContainsFunc(f.Fields, func(below fields.Field) bool { return anywhere(below, wanted) })
}

// names reports whether a field has that name, that metric, or that modifier: a
// name with a dot before it.
func names(f fields.Field, name string) bool {
	metrics, _ := f.Param(metricParam)
	modifier, isModifier := strings.CutPrefix(name, ".")
	_, modified := f.Param(modifier)
	return f.Name == name || slices.Contains(strings.Split(metrics, ","), name) || isModifier && modified
}

// pages reports whether a field asks for a page of more rows.
func pages(f fields.Field, rows int) bool {
	limit, _ := f.Param(limitParam)
	n, err := strconv.Atoi(limit)
	return err == nil && n > rows
}
