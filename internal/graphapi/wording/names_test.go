package wording_test

import (
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/graphapi/wording"
)

func TestNames_findsTheNamesInAMessage(t *testing.T) {
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
		{"'likes' must be one of 'reach', 'views'", []string{"likes"}, []string{"reach", "views"}},
		{"Error if comments are disabled on the media of the username", nil, []string{"comments", "media", "username"}},
		{"", nil, nil},
	} {
		got := wording.Names(c.message)
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
	want := []string{"caption", "permalink", "views"}
	if got := wording.Names("(#100) views metric", "", "`permalink` and 'caption', 'caption'"); !slices.Equal(got, want) {
		t.Errorf("several texts name %v, want %v", got, want)
	}
}
