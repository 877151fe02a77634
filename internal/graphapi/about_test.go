package graphapi_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
)

func TestError_namesWhatItIsAbout(t *testing.T) {
	for _, c := range []struct {
		err             graphapi.Error
		field, node, id string
		unknown         bool
	}{
		{err: graphapi.Error{Code: 100, Message: "(#100) Tried accessing nonexisting field (caption) on node type (IGUser)"}, field: "caption", node: "IGUser"},
		{err: graphapi.Error{Code: 100, Message: "Tried accessing nonexisting field (caption) on node type (User)"}, field: "caption", node: "User"},
		{err: graphapi.Error{Code: 100, Message: "Tried accessing nonexisting field (caption)"}, field: "caption"},
		{err: graphapi.Error{Message: "Tried accessing nonexisting field (caption)"}, field: "caption"},
		{err: graphapi.Error{Code: 1, Message: "Tried accessing nonexisting field (caption) on node type (User)"}},
		{err: graphapi.Error{Code: 100, Message: "Unknown fields: caption."}},
		{err: graphapi.Error{Code: 100, Subcode: 33, Message: "Unsupported get request. Object with ID '123' does not exist"}, id: "123", unknown: true},
		{err: graphapi.Error{Code: 100, Subcode: 33, Message: "Nicht da"}, unknown: true},
		{err: graphapi.Error{Code: 803, Message: "Object with ID 'x' does not exist"}},
	} {
		field, node, lacks := c.err.Lacks()
		id, unknown := c.err.Unknown()
		if field != c.field || node != c.node || lacks != (c.field != "") || id != c.id || unknown != c.unknown {
			t.Errorf("%q is about (%s) on (%s), or the id %q: %v", c.err.Message, field, node, id, unknown)
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
		{graphapi.Error{Status: 400, Code: 2500, Message: "Unknown path components: /comments"}, true},
		{graphapi.Error{Status: 404}, true},
		{graphapi.Error{Status: 401}, true},
		{graphapi.Error{Status: 400, Message: "like_count is bad"}, true},
		{graphapi.Error{Status: 400, Type: "OAuthException"}, true},
		{graphapi.Error{Status: 401, Message: "unauthorized"}, true},
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

func TestOfAnyCall_isWhatSaysNothingOfTheCall(t *testing.T) {
	for _, c := range []struct {
		err  graphapi.Error
		want bool
	}{
		{graphapi.Error{Status: 404}, true},
		{graphapi.Error{Status: 200}, true},
		{graphapi.Error{Status: 401}, true},
		{graphapi.Error{Status: 401, Type: "OAuthException", Message: "unauthorized"}, true},
		{graphapi.Error{Status: 401, Code: 100}, false},
		{graphapi.Error{Status: 400, Code: 12}, false},
		{graphapi.Error{Status: 400, Type: "OAuthException"}, false},
		{graphapi.Error{Status: 400, Message: "like_count is bad"}, false},
		{graphapi.Error{Status: 400, UserTitle: "like_count is bad"}, false},
		{graphapi.Error{Status: 400, Code: 2500, Message: "Unknown path components: /comments"}, true},
		{graphapi.Error{Status: 400, Code: 2500, Message: "Syntax error at character 3"}, false},
		{graphapi.Error{Status: 400, Code: 100, Message: "Unknown path components: /comments"}, false},
	} {
		if got := c.err.OfAnyCall(); got != c.want {
			t.Errorf("%v can be about any call: %t", &c.err, got)
		}
	}
}

func TestError_isAboutWhatItsCodesAndItsMessageSay(t *testing.T) {
	about := map[string]func(*graphapi.Error) bool{
		"beside":     (*graphapi.Error).Beside,
		"known":      (*graphapi.Error).Known,
		"too much":   (*graphapi.Error).TooMuch,
		"parameter":  (*graphapi.Error).BadParameter,
		"any node":   (*graphapi.Error).OfAnyNode,
		"field":      (*graphapi.Error).OfFieldOrParameter,
		"ids":        (*graphapi.Error).IDsRetired,
		"cursor":     (*graphapi.Error).OfCursor,
		"too old":    (*graphapi.Error).TooOld,
		"too few":    (*graphapi.Error).TooFew,
		"no figures": (*graphapi.Error).NoFigures,
		"hashtag":    (*graphapi.Error).NoHashtag,
		"unproven":   (*graphapi.Error).Unproven,
		"one media":  (*graphapi.Error).OneMedia,
		"holds up":   (*graphapi.Error).HoldsUp,
	}
	const less = "Please reduce the amount of data you're asking for"
	for _, c := range []struct {
		err  graphapi.Error
		want []string // in order
	}{
		{graphapi.Error{Status: 400, Code: 4711}, nil},
		{graphapi.Error{Status: 199, Code: 4711}, nil},
		{graphapi.Error{Status: 200, Code: 4711}, []string{"beside"}},
		{graphapi.Error{Status: 299, Code: 4711}, []string{"beside"}},
		{graphapi.Error{Status: 300, Code: 4711}, nil},
		{graphapi.Error{Status: 400, Code: 4}, []string{"holds up", "known"}},
		{graphapi.Error{Status: 400, Code: 9}, []string{"known"}},
		{graphapi.Error{Status: 429}, []string{"known"}},
		{graphapi.Error{Status: 429, Code: 4711}, nil},
		{graphapi.Error{Status: 400}, nil},
		{graphapi.Error{Status: 400, Code: 12}, []string{"known"}},
		{graphapi.Error{Status: 400, Code: 12, Message: "x field is deprecated"}, []string{"any node", "known"}},
		{graphapi.Error{Status: 400, Code: 4711, Message: "x field is deprecated"}, nil},
		{graphapi.Error{Status: 400, Code: 100}, []string{"field", "known", "parameter"}},
		{graphapi.Error{Status: 500, Code: 100}, []string{"field", "ids", "known", "parameter"}},
		{graphapi.Error{Status: 500, Code: 1}, []string{"known"}},
		{graphapi.Error{Status: 400, Code: 2642}, []string{"cursor", "known"}},
		{graphapi.Error{Status: 400, Code: 100, Message: "(#100) Invalid cursor"}, []string{"cursor", "field", "known", "parameter"}},
		{graphapi.Error{Status: 400, Code: 4711, Message: "Invalid cursor"}, nil},
		{graphapi.Error{Status: 400, Code: 100, Message: "nonexisting field (x)"}, []string{"any node", "field", "known", "parameter"}},
		{graphapi.Error{Status: 400, Code: 100, Message: "an appsecret_proof is needed"}, []string{"field", "known", "parameter", "unproven"}},
		{graphapi.Error{Status: 400, Code: 10, Message: "an appsecret_proof is needed"}, []string{"known"}},
		{graphapi.Error{Status: 400, Code: 100, Subcode: 4711}, []string{"known"}},
		{graphapi.Error{Status: 400, Code: 100, Subcode: 33}, []string{"known"}},
		{graphapi.Error{Status: 400, Code: 10, Subcode: 33}, []string{"known"}},
		{graphapi.Error{Status: 400, Code: 110}, []string{"known"}},
		{graphapi.Error{Status: 400, Code: 100, Subcode: 2108006}, []string{"known", "no figures", "one media", "too old"}},
		{graphapi.Error{Status: 400, Code: 10, Subcode: 2108006}, []string{"known"}},
		{graphapi.Error{Status: 400, Code: 10, Message: "Not enough viewers for this media"}, []string{"known", "no figures", "one media"}},
		{graphapi.Error{Status: 400, Code: 200, Message: "Not enough viewers"}, []string{"known"}},
		{graphapi.Error{Status: 400, Code: 24, Subcode: 2207024}, []string{"hashtag", "known"}},
		{graphapi.Error{Status: 400, Code: 4711, Subcode: 2874010}, []string{"known", "no figures", "too few"}},
		{graphapi.Error{Status: 400, Code: 4711, Message: less}, []string{"too much"}},
		{graphapi.Error{Status: 400, Code: 4711, UserMessage: less}, []string{"too much"}},
		{graphapi.Error{Status: 400, Code: 2500}, []string{"field", "known"}},
		{graphapi.Error{Status: 400, Code: 2500, Message: "An active access token must be used"}, []string{"known"}},
	} {
		var got []string
		for name, holds := range about {
			if holds(&c.err) {
				got = append(got, name)
			}
		}
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("%d, %v is about %q, want %q", c.err.Status, &c.err, got, c.want)
		}
	}
}

func TestError_tellsWhatFollowsFromItsMessage(t *testing.T) {
	for name, c := range map[string]struct {
		err       graphapi.Error
		kind      graphapi.Kind
		retryable bool
		now       bool // and at once
		outage    bool
		hint      string
	}{
		"no proof":               {graphapi.Error{Status: 400, Code: 100, Message: "appsecret_proof"}, graphapi.Failed, false, false, false, "-app-secret-file"},
		"no token":               {graphapi.Error{Status: 400, Code: 2500, Message: "An active access token must be used"}, graphapi.Unauthenticated, false, false, false, ""},
		"a bad path":             {graphapi.Error{Status: 400, Code: 2500, Message: "Unknown path components: /x"}, graphapi.BadInput, false, false, false, ""},
		"no parameter":           {graphapi.Error{Status: 400, Code: 100, Message: "(#100) The parameter timeframe is required"}, graphapi.BadInput, false, false, false, "Give the argument"},
		"a token, another code":  {graphapi.Error{Status: 400, Code: 100, Message: "An active access token must be used"}, graphapi.BadInput, false, false, false, ""},
		"too much":               {graphapi.Error{Status: 500, Code: 1, Message: "Please reduce the amount of data"}, graphapi.Failed, true, false, false, "Ask for less"},
		"a spent quota":          {graphapi.Error{Status: 403, Code: 4}, graphapi.RateLimited, true, false, false, ""},
		"a proxy's limit":        {graphapi.Error{Status: 429}, graphapi.RateLimited, true, true, false, ""},
		"a proxy's page":         {graphapi.Error{Status: 502}, graphapi.Failed, true, true, true, ""},
		"status 500":             {graphapi.Error{Status: 500, Code: 4711}, graphapi.Failed, true, true, true, ""},
		"status 499":             {graphapi.Error{Status: 499, Code: 4711}, graphapi.Failed, false, false, false, ""},
		"status 429":             {graphapi.Error{Status: 429, Code: 4711}, graphapi.Failed, true, true, false, ""},
		"ids that are refused":   {graphapi.Error{Status: 500, Code: 100}, graphapi.BadInput, false, false, false, ""},
		"what says that it ends": {graphapi.Error{Status: 400, Code: 100, Transient: true}, graphapi.BadInput, true, true, false, ""},
		"what is known to end":   {graphapi.Error{Status: 400, Code: 2}, graphapi.Failed, true, true, false, ""},
		"what is forbidden":      {graphapi.Error{Status: 500, Code: 10}, graphapi.Forbidden, true, true, false, ""},
	} {
		if c.err.Kind() != c.kind || c.err.Retryable() != c.retryable {
			t.Errorf("%s: %v, retryable: %t", name, c.err.Kind(), c.err.Retryable())
		}
		if got := graphapi.RetryableNow(&c.err); got != c.now {
			t.Errorf("%s: retryable at once: %t", name, got)
		}
		if got := graphapi.Outage(&c.err); got != c.outage {
			t.Errorf("%s: an outage: %t", name, got)
		}
		if got := c.err.Hint(); !strings.Contains(got, c.hint) || (got == "") != (c.hint == "") {
			t.Errorf("%s: the hint is %q", name, got)
		}
	}
}

func TestError_namesTheFieldsAndTheMetric(t *testing.T) {
	e := graphapi.Error{Message: "metric[2] is bad: 'caption'", UserTitle: "'permalink'", UserMessage: "'views'"}
	if got, want := e.Named(), []string{"caption", "permalink", "views"}; !slices.Equal(got, want) {
		t.Errorf("it names %q, want %q", got, want)
	}
	if i, ok := e.MetricAt(); !ok || i != 2 {
		t.Errorf("it is about metric %d: %t", i, ok)
	}
}

func TestError_saysThatThereIsNoSuchMetric(t *testing.T) {
	for _, c := range []struct {
		err  graphapi.Error
		want bool
	}{
		{graphapi.Error{Code: 100, Message: "(#100) metric[0] must be one of the following values: reach"}, true},
		{graphapi.Error{Code: 100, Message: "(#100) The plays metric is no longer supported"}, true},
		{graphapi.Error{Code: 12, Message: "(#12) plays"}, true},
		{graphapi.Error{Code: 100, Message: "(#100) The API does not support the plays metric for this media product type."}, false},
		{graphapi.Error{Code: 100, Message: "(#100) Incompatible metrics (plays)"}, false},
	} {
		if got := c.err.NoSuchMetric(); got != c.want {
			t.Errorf("%q says that there is no such metric: %t", c.err.Message, got)
		}
	}
}
