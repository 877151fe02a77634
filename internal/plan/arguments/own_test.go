package arguments_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/arguments"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/refused"
)

// pageOf returns a page of an edge with metrics.
func pageOf(metrics string) *expansion.Edge {
	return &expansion.Edge{Edge: &mapping.Edge{Metrics: "metric"}, Params: []fields.Param{{Name: "period", Value: "day"}, {Name: "metric", Value: metrics}}}
}

// naming returns arguments that name metrics.
func naming(metrics string) arguments.Arguments {
	if metrics == "" {
		return arguments.Arguments{}
	}
	return arguments.Arguments{Metrics: strings.Split(metrics, ",")}
}

// refusedFor returns the refusals of single metrics, each with an error of a code.
func refusedFor(codes map[string]int) []*refused.MetricError {
	e := pageOf("reach,saved,shares,views")
	var all []*refused.MetricError
	for _, metric := range []string{"reach", "saved", "shares", "views"} {
		if code, known := codes[metric]; known {
			one := refused.OfMetrics([]string{metric}, &graphapi.Error{Code: code, Message: metric})
			of, _ := errors.AsType[*refused.MetricError](one)
			all = append(all, of)
		}
	}
	return e.WithoutMetrics(all).Refused
}

func TestOwn_isWhatIsRefusedOfTheFieldsOwnMetrics(t *testing.T) {
	for name, c := range map[string]struct {
		own     string
		refused map[string]int
		want    []string
		code    int
	}{
		"nothing is refused":              {"reach,saved", nil, nil, 0},
		"one of another field":            {"reach,saved", map[string]int{"views": 1}, nil, 0},
		"one of two":                      {"reach,saved", map[string]int{"saved": 1, "views": 1}, []string{"SAVED"}, 0},
		"the only one":                    {"saved", map[string]int{"saved": 7}, nil, 7},
		"both":                            {"reach,saved", map[string]int{"reach": 7, "saved": 7}, nil, 7},
		"both and one of another, alike":  {"reach,saved", map[string]int{"reach": 7, "saved": 7, "views": 7}, nil, 7},
		"a field without metrics":         {"", map[string]int{"views": 1}, nil, 0},
		"all but one, though many others": {"reach,saved,views", map[string]int{"reach": 7, "saved": 7, "shares": 7}, []string{"REACH", "SAVED"}, 0},
	} {
		args := naming(c.own)
		own, err := args.Own(refusedFor(c.refused))
		var names []string
		for _, r := range own {
			names = append(names, r.Names())
		}
		if !slices.Equal(names, c.want) {
			t.Errorf("%s: %q, want %q", name, names, c.want)
		}
		if refusal, _ := errors.AsType[*graphapi.Error](err); (refusal == nil) != (c.code == 0) || refusal != nil && refusal.Code != c.code {
			t.Errorf("%s: the error is %v, want the code %d", name, err, c.code)
		}
	}
}

func TestOwnError_leavesOutWhatIsOfOtherFields(t *testing.T) {
	all := refused.MetricErrors(refusedFor(map[string]int{"reach": 1, "saved": 2, "views": 3}))
	for own, want := range map[string]string{"reach": "reach", "reach,saved": "REACH: reach", "views": "views"} {
		args := naming(own)
		err := args.OwnError(all)
		if refusal, _ := errors.AsType[*graphapi.Error](err); refusal == nil {
			t.Fatalf("of %s: %v", own, err)
		}
		if several, ok := errors.AsType[refused.MetricErrors](err); ok != (own == "reach,saved") || ok && len(several) != 2 {
			t.Errorf("of %s: %v, want what begins with %s", own, err, want)
		}
	}
	some := naming("reach,likes")
	if several, ok := errors.AsType[refused.MetricErrors](some.OwnError(all)); !ok || len(several) != 1 || several[0].Names() != "REACH" {
		t.Errorf("of a field with another metric: %v", several)
	}
	foreign := naming("likes")
	if several, ok := errors.AsType[refused.MetricErrors](foreign.OwnError(all)); !ok || len(several) != len(all) {
		t.Errorf("of a field with other metrics only: %v", several)
	}
	other := errors.New("of no metric")
	if err := (arguments.Arguments{}).OwnError(other); !errors.Is(err, other) {
		t.Errorf("another error becomes %v", err)
	}
}

func TestOthers_areTheMetricsThatOnlyOtherFieldsAskFor(t *testing.T) {
	page := pageOf("reach,views,saved,shares")
	if got := naming("saved,reach").Others(page); !slices.Equal(got, []string{"views", "shares"}) {
		t.Errorf("%q", got)
	}
	if got := page.Words(); got == pageOf("saved,reach").Words() {
		t.Errorf("pages with other metrics have the same words: %q", got)
	}
}
