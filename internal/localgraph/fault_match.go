package localgraph

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/fields"
)

// strikes returns whether a fault strikes a request.
func (r *request) strikes(f *Fault) bool { return f.addresses(r) && f.isAskedFor(r) }

// addresses reports whether a request has the method, path and token that the
// fault names.
func (f *Fault) addresses(req *request) bool {
	fits, err := path.Match(f.Path, req.path)
	return (f.Method == "" || strings.EqualFold(f.Method, req.method)) &&
		(f.Path == "" || fits && err == nil) &&
		strings.HasPrefix(req.token, f.Token)
}

// isAskedFor reports whether a request asks for the fault's edge, field and limit.
func (f *Fault) isAskedFor(req *request) bool {
	if f.Edge == "" && f.Field == "" && f.Limit == 0 {
		return true
	}
	whole, err := req.asked()
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

// modifiers are the parameters of a request that stand for modifiers of the edge in
// its path.
var modifiers = []string{metricParam, limitParam, "after", "before", "since", "until", "period", "metric_type", "breakdown", "timeframe"}

// The parameters that name what insights are to count, and how many rows a page has.
const (
	metricParam = "metric"
	limitParam  = "limit"
)

// asked returns what a request asks for as one field, whose name is that of the
// edge in the path.
func (r *request) asked() (fields.Field, error) {
	list, err := fields.Parse(r.params.Get("fields"))
	whole := fields.Field{Name: r.edge(), Fields: list}
	for _, name := range modifiers {
		if value := r.params.Get(name); value != "" {
			whole.Params = append(whole.Params, fields.Param{Name: name, Value: value})
		}
	}
	return whole, err
}

// edge returns the name of the edge in a request's path; "" for a node.
func (r *request) edge() string {
	segments := split(r.path)
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
