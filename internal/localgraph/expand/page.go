package expand

import (
	"cmp"
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/param"
)

// page is the part of an edge that a call asks for.
type page struct {
	limit, offset int
	after, before string // cursors as they came; "" for none
	byRow         bool   // after points at a row, also where cursors are the same on each page
	since, until  string // as they came, for the links
	from, to      int64  // Unix times, both included; 0 for none
}

// backward reports whether the page ends at a cursor instead of starting at one.
func (p page) backward() bool { return p.before != "" && p.after == "" }

// argument is a parameter of an edge besides those of paging.
type argument struct {
	name, text string // as they came, for the links
	value      any    // for SQL
}

// readParams reads the parameters of an edge besides those of paging.
func readParams(e *catalog.Edge, value func(string) string, viewer Viewer, now time.Time) ([]argument, error) {
	var params []argument
	for _, p := range e.Params {
		text := value(p.Name)
		switch {
		case text == "" && p.Required:
			return nil, apierror.ParameterRequired(p.Name)
		case text == "":
			params = append(params, argument{name: p.Name})
		case p.Own:
			if text != strconv.FormatInt(viewer.Account, 10) {
				return nil, apierror.UnknownObject("get", text, viewer.Login)
			}
			params = append(params, argument{p.Name, text, viewer.Account})
		case p.Time:
			unix, ok := param.ReadTime(text, now)
			if !ok {
				return nil, apierror.BadTime(p.Name)
			}
			params = append(params, argument{p.Name, text, unix})
		default:
			params = append(params, argument{p.Name, text, text})
		}
	}
	return params, nil
}

// readPage reads the parameters of paging that an edge takes, and ignores the
// others. A limit above the edge's maximum becomes that.
func readPage(e *catalog.Edge, value func(string) string, now time.Time) (page, error) {
	p := page{limit: e.Limit, after: value("after")}
	if p.after == "" {
		p.after, p.byRow = cmp.Or(value("__after_id"), value("__paging_token")), true
	}
	if n, err := strconv.Atoi(value("offset")); err == nil && n > 0 {
		p.offset = n
	}
	if text := value("limit"); text != "" && e.Paging != catalog.Unpaged {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n <= 0 {
			return page{}, apierror.BadLimit()
		}
		p.limit = int(min(n, int64(e.Max)))
	}
	if e.Paging.Backward() {
		p.before = value("before")
	}
	if e.Time == "" {
		return p, nil
	}
	p.since, p.until = value("since"), value("until")
	for _, bound := range []struct {
		name, text string
		unix       *int64
	}{{"since", p.since, &p.from}, {"until", p.until, &p.to}} {
		if bound.text == "" {
			continue
		}
		unix, ok := param.ReadTime(bound.text, now)
		if !ok {
			return page{}, apierror.BadTime(bound.name)
		}
		// 0 means no bound; nothing was made in that second.
		*bound.unix = max(unix, 1)
	}
	return p, nil
}
