package wording_test

import (
	"testing"

	"github.com/gramql/gramql/internal/graphapi/wording"
)

func TestCode_isTheOneBeforeAMessage(t *testing.T) {
	for message, want := range map[string]int{
		"(#100) No": 100, "(#-3) No": -3, "No (#100)": 0, "(#x) No": 0, "#100 No": 0, "(#1234567890) No": 0, "": 0,
	} {
		if got := wording.Code(message); got != want {
			t.Errorf("the code of %q is %d, want %d", message, got, want)
		}
	}
}

func TestMetricIndex_countsTheMetrics(t *testing.T) {
	for message, want := range map[string]int{
		"metric[0] must be": 0, "(#100) metric[12] must be": 12, "metrics[3] must be": 3,
		"metric must be": -1, "metric[x]": -1, "metric[99999999999999999999]": -1,
	} {
		got, ok := wording.MetricIndex(message)
		if ok != (want >= 0) {
			t.Errorf("%q counts a metric: %t", message, ok)
		}
		if ok && got != want {
			t.Errorf("%q is about %d, want %d", message, got, want)
		}
	}
}

func TestMissingField_isWhatTheNodeDoesNotHave(t *testing.T) {
	for _, c := range []struct {
		message, field, node string
	}{
		{"(#100) Tried accessing nonexisting field (caption) on node type (IGUser)", "caption", "IGUser"},
		{"Tried accessing nonexisting field (caption)", "caption", ""},
		{"Unknown fields: caption.", "", ""},
	} {
		field, node, ok := wording.MissingField(c.message)
		if field != c.field || node != c.node || ok != (c.field != "") {
			t.Errorf("%q is about (%s) on (%s): %t", c.message, field, node, ok)
		}
	}
}

func TestObjectID_isTheNodeThatAMessageNames(t *testing.T) {
	for message, want := range map[string]string{
		"Unsupported get request. Object with ID '123' does not exist": "123",
		"Object with ID '' does not exist":                             "",
		"Nicht da":                                                     "",
	} {
		if got := wording.ObjectID(message); got != want {
			t.Errorf("%q names %q, want %q", message, got, want)
		}
	}
}

func TestPhrases_standForOneRefusalEach(t *testing.T) {
	phrases := map[string]func(string) bool{
		"one media": wording.AboutOneMedia, "less": wording.AsksForLess, "proof": wording.NeedsProof,
		"token": wording.NeedsToken, "path": wording.AboutPath, "viewers": wording.TooFewViewers,
		"parameter": wording.NeedsParameter, "withdrawn": wording.Withdrawn, "cursor": wording.AboutCursor,
	}
	for message, want := range map[string]string{
		"(#10) Comments are closed for this media":                                         "one media",
		"(#10) Not enough viewers to show insights":                                        "viewers",
		"(#100) Invalid cursor":                                                            "cursor",
		"Cursors are bad":                                                                  "cursor",
		"(#10) NOT ENOUGH VIEWERS":                                                         "viewers",
		"(#100) Insights are not there for the media type":                                 "one media",
		"Please reduce the amount of data you're asking for, then retry":                   "less",
		"Please Reduce The Amount Of Data":                                                 "less",
		"API calls from the server require an appsecret_proof argument":                    "proof",
		"An active access token must be used to query information about the current user.": "token",
		"Unknown path components: /accounts":                                               "path",
		"The parameter timeframe is required":                                              "parameter",
		"(#100) The parameter user_id is required":                                         "parameter",
		"Starting from version v22.0, the plays metric is no longer supported":             "withdrawn",
		"(#12) thumbnail_url field is deprecated for versions v24.0 and higher":            "withdrawn",
		"The parameter is required":                                                        "",
		"(#100) The media field is gone":                                                   "",
	} {
		for name, holds := range phrases {
			if got := holds(message); got != (name == want) {
				t.Errorf("%q is about %s: %t", message, name, got)
			}
		}
	}
}
