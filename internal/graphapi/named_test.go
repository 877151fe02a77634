package graphapi_test

import (
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
)

func TestNamed_findsTheNamesInAMessage(t *testing.T) {
	for _, c := range []struct {
		message string
		names   []string // at least
		not     []string
	}{
		{"(#100) Tried accessing nonexisting field (feed) on node type (Page)", []string{"feed"}, nil},
		{"Tried accessing nonexisting field (feed)", []string{"feed"}, nil},
		{"(#12) thumbnail_url field is deprecated for versions v24.0 and higher", []string{"thumbnail_url"}, nil},
		{"(#12) caption field is deprecated", []string{"caption"}, nil},
		{"Unknown fields: caption, permalink.", []string{"caption", "permalink"}, nil},
		{"Cannot query field 'caption' here", []string{"caption"}, nil},
		{"`caption` and \"permalink\" are gone", []string{"caption", "permalink"}, nil},
		{"The fields [caption, like_count] are gone", []string{"caption", "like_count"}, nil},
		{"The fields media.caption and like_count are gone", []string{"caption", "like_count"}, nil},
		{"No such edge comments", []string{"comments"}, nil},
		{"(#100) The Media Insights API does not support the views metric for this media product type.", []string{"views"}, []string{"media"}},
		{"(#100) Incompatible metrics (follower_count, reach) with period", []string{"follower_count", "reach"}, nil},
		{"(#100) metric[0] must be one of the following values: reach, views", nil, []string{"reach", "views"}},
		{"Error if comments are disabled on the media of the username", nil, []string{"comments", "media", "username"}},
		{"", nil, nil},
	} {
		e := graphapi.Error{Message: c.message}
		got := e.Named()
		for _, name := range c.names {
			if !slices.Contains(got, name) {
				t.Errorf("%q names %v, without %s", c.message, got, name)
			}
		}
		for _, name := range c.not {
			if slices.Contains(got, name) {
				t.Errorf("%q names %v, with %s", c.message, got, name)
			}
		}
	}
	e := graphapi.Error{Message: "Invalid parameter", UserMessage: "The field 'caption' is gone."}
	if !slices.Contains(e.Named(), "caption") {
		t.Errorf("what is told to people names %v", e.Named())
	}
}

func TestMetricAt_countsTheMetrics(t *testing.T) {
	for message, want := range map[string]int{"metric[0] must be": 0, "(#100) metric[12] must be": 12, "metric must be": -1, "metric[x]": -1} {
		e := graphapi.Error{Message: message}
		got, ok := e.MetricAt()
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q is about %d, want %d", message, got, want)
		}
	}
}

func TestSeparable_isWhatCanBeAboutAPart(t *testing.T) {
	for _, c := range []struct {
		err  graphapi.Error
		want bool
	}{
		{graphapi.Error{Status: 400, Code: 100}, true},
		{graphapi.Error{Status: 400, Code: 10}, true},
		{graphapi.Error{Status: 400, Code: 12}, true},
		{graphapi.Error{Status: 400, Code: 24}, true},
		{graphapi.Error{Status: 500, Code: 1}, true},
		{graphapi.Error{Status: 418, Code: 4711}, true},
		{graphapi.Error{Status: 502}, true},
		{graphapi.Error{Status: 400, Code: 2500, Message: "Syntax error at character 3"}, true},
		{graphapi.Error{Status: 400, Code: 2500, Message: "Unknown path components: /accounts"}, false},
		{graphapi.Error{Status: 404}, false},
		{graphapi.Error{Status: 400, Message: "like_count is bad"}, true},
		{graphapi.Error{Status: 400, Type: "OAuthException"}, true},
		{graphapi.Error{Status: 401, Message: "unauthorized"}, false},
		{graphapi.Error{Status: 400, Code: 190}, false},
		{graphapi.Error{Status: 403, Code: 4}, false},
		{graphapi.Error{Status: 400, Code: 80005}, false},
		{graphapi.Error{Status: 429}, false},
		{graphapi.Error{Status: 400, Code: 80006}, false},
		{graphapi.Error{Status: 400, Code: 341}, false},
		{graphapi.Error{Status: 400, Code: 613}, false},
		{graphapi.Error{Status: 400, Code: 102}, false},
		{graphapi.Error{Status: 400, Code: 368}, true},
		{graphapi.Error{Status: 400, Code: 25, Subcode: 2207050}, true},
		{graphapi.Error{Status: 400, Code: 4, Subcode: 2207051}, true},
		{graphapi.Error{Status: 400, Code: 9, Subcode: 2207042}, true},
		{graphapi.Error{Status: 400, Code: 18, Subcode: 2207034}, true},
		{graphapi.Error{Status: 400, Code: 104}, false},
		{graphapi.Error{Status: 400, Code: 100, Message: "Invalid appsecret_proof provided"}, false},
	} {
		if got := c.err.Separable(); got != c.want {
			t.Errorf("%v can be about a part: %t", &c.err, got)
		}
	}
}
