package graphapi_test

import (
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
)

func TestError_tellsWhatMetaTellsPeople(t *testing.T) {
	for _, c := range []struct{ message, title, text, told string }{
		{"Invalid parameter", "Media posted before", "", "Invalid parameter: Media posted before"},
		{"Invalid parameter", "Media posted before", "It was posted before.", "Invalid parameter: Media posted before"},
		{"Invalid parameter", "", "", "Invalid parameter"},
		{"Invalid parameter", "", "It was posted before.", "Invalid parameter: It was posted before."},
		{"", "Media posted before", "", "Media posted before"},
		{"", "Sorry", "It was posted before.", "It was posted before."},
		{"Same", "Same", "", "Same"},
		{"Same, and more", "", "Same", "Same, and more"},
	} {
		e := graphapi.Error{Message: c.message, UserTitle: c.title, UserMessage: c.text}
		if got := e.Told(); got != c.told {
			t.Errorf("told %q, want %q", got, c.told)
		}
	}
}

func TestError_isPrintedWithAllThatMetaNeedsToFindIt(t *testing.T) {
	for want, err := range map[string]graphapi.Error{
		"the Graph API answered with HTTP status 502":       {Status: 502},
		"Graph API error without a code":                    {Status: 200},
		"the Graph API answered with HTTP status 400: no":   {Status: 400, Message: "no"},
		"Graph API error 100":                               {Status: 400, Code: 100},
		"Graph API error 100/33 Type (trace T): no such":    {Status: 400, Code: 100, Subcode: 33, Type: "Type", TraceID: "T", Message: "no such"},
		"the Graph API answered with HTTP status 400 OAuth": {Status: 400, Type: "OAuth"},
		"Graph API error 1 (trace T)":                       {Code: 1, TraceID: "T"},
	} {
		if got := err.Error(); got != want {
			t.Errorf("printed as %q, want %q", got, want)
		}
	}
}

func TestAlike_comparesWhatErrorsSay(t *testing.T) {
	base := graphapi.Error{Code: 100, Subcode: 33, Message: "no"}
	change := func(do func(*graphapi.Error)) error {
		e := base
		do(&e)
		return &e
	}
	for name, c := range map[string]struct {
		a, b error
		want bool
	}{
		"the same":              {&base, change(func(*graphapi.Error) {}), true},
		"another trace":         {&base, change(func(e *graphapi.Error) { e.TraceID = "T" }), true},
		"another code":          {&base, change(func(e *graphapi.Error) { e.Code = 10 }), false},
		"another subcode":       {&base, change(func(e *graphapi.Error) { e.Subcode = 34 }), false},
		"another message":       {&base, change(func(e *graphapi.Error) { e.Message = "yes" }), false},
		"a failure":             {&base, graphapi.ErrCut, false},
		"a failure, and a copy": {graphapi.ErrCut, graphapi.ErrCut, true},
		"two failures":          {graphapi.ErrCut, graphapi.ErrNull, false},
		"a failure before":      {graphapi.ErrCut, &base, false},
	} {
		if got := graphapi.Alike(c.a, c.b); got != c.want {
			t.Errorf("%s: alike: %t", name, got)
		}
	}
}
