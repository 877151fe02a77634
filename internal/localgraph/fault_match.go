package localgraph

import (
	"path"
	"slices"
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

// isAskedFor reports whether a request asks for the fault's edge and field.
func (f *Fault) isAskedFor(req *request) bool {
	if f.Edge == "" && f.Field == "" {
		return true
	}
	list, err := fields.Parse(req.params.Get("fields"))
	if err != nil {
		return false
	}
	whole := fields.Field{Name: req.edge(), Fields: list}
	if metrics := req.params.Get(metricParam); metrics != "" {
		whole.Params = []fields.Param{{Name: metricParam, Value: metrics}}
	}
	if f.Edge == "" {
		return asks(whole, f.Field)
	}
	return asksOf(whole, f.Edge, f.Field)
}

// metricParam is the parameter of insights that names what they are to count.
const metricParam = "metric"

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

// asks reports whether a field is, or holds, one of that name, at any depth.
func asks(f fields.Field, name string) bool {
	metrics, _ := f.Param(metricParam)
	return f.Name == name || slices.Contains(strings.Split(metrics, ","), name) ||
		slices.ContainsFunc(f.Fields, func(below fields.Field) bool { return asks(below, name) })
}

// asksOf reports whether a field is, or holds, an edge of that name with the field
// below it; any field will do if the name is empty.
func asksOf(f fields.Field, edge, name string) bool {
	if f.Name == edge && (name == "" || asks(f, name)) {
		return true
	}
	return slices.ContainsFunc(f.Fields, func(below fields.Field) bool { return asksOf(below, edge, name) })
}
