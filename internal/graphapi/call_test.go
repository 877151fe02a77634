package graphapi

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestCall_isPrintedInOneLineWithItsValuesAsTheyAreMeant(t *testing.T) {
	for want, call := range map[string]Call{
		"GET /me":                              {Path: "/me"},
		"GET /me?fields=id,media.limit(2){id}": {Path: "/me", Fields: "id,media.limit(2){id}", Node: "User"},
		"GET /?ids=1,2&fields=id":              {Path: "/", Fields: "id", IDs: []string{"1", "2"}},
		"DELETE /1":                            {Method: http.MethodDelete, Path: "/1"},
		"DELETE /1/likes?media_id=2":           {Method: http.MethodDelete, Path: "/1/likes", Params: url.Values{"media_id": {"2"}}},
		"POST /1/comments fields=id&message=a b, c": {
			Method: http.MethodPost, Path: "/1/comments", Fields: "id", Params: url.Values{"message": {"a b, c"}},
		},
		"GET /1?a=1&a=2&b=3": {Path: "/1", Params: url.Values{"b": {"3"}, "a": {"1", "2"}}},
		"GET /ig_audio?fields=id&limit=2&search=a b, (c)": {
			Path: "/ig_audio", Fields: "id", Params: url.Values{"search": {"a b, (c)"}, "limit": {"2"}},
		},
		"POST /\n  GET /1?fields=id\n  GET /2": Together([]Call{{Path: "/1", Fields: "id"}, {Path: "/2"}}),
	} {
		if got := call.String(); got != want {
			t.Errorf("printed as %q, want %q", got, want)
		}
	}
}

func TestTogether_isABatchUnlessThereIsOneCallOnly(t *testing.T) {
	one := Together([]Call{{Path: "/1", Node: "Media"}})
	if one.Method == http.MethodPost || one.Path != "/1" {
		t.Errorf("one call became %v", one.String())
	}
	for node, types := range map[string][]string{"Media": {"Media", "Media"}, "": {"Media", "User"}} {
		batch := Together([]Call{{Path: "/1", Node: types[0]}, {Path: "/2", Node: types[1]}})
		if batch.Method != http.MethodPost || batch.Path != "/" || len(batch.Batch) != 2 {
			t.Errorf("two calls became %v", batch.String())
		}
		if batch.Node != node {
			t.Errorf("calls for %v are one for %q, want %q", types, batch.Node, node)
		}
	}
}

func TestCall_isSentInOneFormWhateverItHolds(t *testing.T) {
	for want, call := range map[string]Call{
		"":                              {Path: "/me"},
		"fields=id":                     {Path: "/me", Fields: "id"},
		"ids=1":                         {Path: "/", IDs: []string{"1"}},
		"fields=id&ids=1,2,3":           {Path: "/", Fields: "id", IDs: []string{"1", "2", "3"}},
		"a=1&a=2&b=3":                   {Path: "/me", Params: url.Values{"b": {"3"}, "a": {"1", "2"}}},
		"fields=id&after=x":             {Path: "/me", Fields: "id", Params: url.Values{"after": {"x"}}},
		"ids=1&limit=2":                 {Path: "/", IDs: []string{"1"}, Params: url.Values{"limit": {"2"}}},
		"q=-._~,():@/?!$*azAZ09_":       {Path: "/me", Params: url.Values{"q": {"-._~,():@/?!$*azAZ09_"}}},
		"q=%20%26%3D%2B%23%25%7B%7D":    {Path: "/me", Params: url.Values{"q": {" &=+#%{}"}}},
		"q=a%C3%A9b%00%7F":              {Path: "/me", Params: url.Values{"q": {"a\u00e9b\x00\x7f"}}},
		"a%26b=c":                       {Path: "/me", Params: url.Values{"a&b": {"c"}}},
		"q=%E2%82%ACx%E2%82%AC":         {Path: "/me", Params: url.Values{"q": {"\u20acx\u20ac"}}},
		"fields=media.limit(2)%7Bid%7D": {Path: "/me", Fields: "media.limit(2){id}"},
		"batch=%5B%7B%22method%22:%22GET%22,%22relative_url%22:%221%22%7D,%7B%22method%22:%22GET%22,%22relative_url%22:%222?fields%3Did%22%7D%5D&include_headers=false": Together([]Call{
			{Path: "/1"}, {Path: "/2", Fields: "id"}}),
	} {
		if got := call.Query(); got != want {
			t.Errorf("%s is sent as %s\nwant %s", call.String(), got, want)
		}
	}
}

// Most queries are written into a text of the right length.
func TestCall_isWrittenWithoutGrowing(t *testing.T) {
	ids := make([]string, 50)
	for i := range ids {
		ids[i] = "17895695668004550"
	}
	for name, call := range map[string]Call{
		"fields":                     {Path: "/me", Fields: strings.Repeat("caption,", 40)},
		"edges within edges":         {Path: "/me", Fields: strings.Repeat("m{", 30) + strings.Repeat("}", 30)},
		"ids":                        {Path: "/", IDs: ids},
		"ids and fields with braces": {Path: "/", Fields: strings.Repeat("media{id},", 20), IDs: ids},
	} {
		if n := testing.AllocsPerRun(10, func() { _ = call.Query() }); n != 1 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// onItsWay looks at calls.
type onItsWay func(call Call)

func (look onItsWay) Do(_ context.Context, call Call) (*Answer, error) {
	look(call)
	return nil, ErrNoAnswer
}

func TestCall_isWrittenOnce(t *testing.T) {
	call := Batched([]Call{{Path: "/1", Fields: "id"}, {Path: "/2", Fields: "id"}})
	want, looked := call.Query(), false
	_, _ = New(onItsWay(func(call Call) {
		looked = true
		if n := testing.AllocsPerRun(10, func() { _ = call.Query() }); n != 0 || call.Query() != want {
			t.Errorf("on its way, the call is written anew: %v allocations, %s", n, call.Query())
		}
	})).Do(t.Context(), call)
	if call.Fields, call.Batch = "name", nil; !looked || call.Query() != "fields=name" {
		t.Errorf("the caller's call is still %s", call.Query())
	}
}

func TestCall_isRepeatableWhenItHasNoEffects(t *testing.T) {
	read, write, once := Call{Path: "/1"}, Call{Method: http.MethodPost, Path: "/1"}, Call{Path: "/1", Once: true}
	for name, c := range map[string]struct {
		call Call
		want bool
	}{
		"a read": {read, true}, "a write": {write, false}, "a read that moves a cursor": {once, false},
		"a batch of reads":       {Together([]Call{read, read}), true},
		"a batch that moves one": {Together([]Call{read, once}), false},
		"a delete":               {Call{Method: http.MethodDelete, Path: "/1"}, false},
	} {
		if got := c.call.Repeatable(); got != c.want {
			t.Errorf("%s is repeatable: %t", name, got)
		}
		if got, want := c.call.Writes(), name == "a write" || name == "a delete"; got != want {
			t.Errorf("%s writes: %t", name, got)
		}
	}
}

func TestCall_leadsNowhereElse(t *testing.T) {
	for path, want := range map[string]error{
		"/": nil, "/me": nil, "/17/media": nil, "/azAZ_09": nil,
		"": ErrPath, "me": ErrPath, "//": ErrPath, "/me/": ErrPath, "/me//media": ErrPath, "/..": ErrPath,
		"/a/b": nil, "/`": ErrPath, "/{": ErrPath, "/@": ErrPath, "/[": ErrPath, "/:": ErrPath, "/-": ErrPath, "/a?b": ErrPath, "/\u00e9": ErrPath,
	} {
		if err := (&Call{Path: path}).check(); !errors.Is(err, want) {
			t.Errorf("path %s: %v, want %v", path, err, want)
		}
		if id := strings.TrimPrefix(path, "/"); !strings.Contains(id, "/") && path != "/" && path != "me" {
			if err := (&Call{Path: "/", IDs: []string{"1", id}}).check(); !errors.Is(err, want) {
				t.Errorf("id %s: %v, want %v", id, err, want)
			}
		}
	}
	if err := (&Call{Path: "/me", Params: url.Values{"access_token": {""}}}).check(); !errors.Is(err, ErrTokenInParams) {
		t.Errorf("a token in the parameters: %v", err)
	}
	if err := checkBatch(slices.Repeat([]Call{{Path: "/1"}}, MaxBatch)); err != nil {
		t.Errorf("a batch of %d calls: %v", MaxBatch, err)
	}
}

func TestCall_isKeptWholeWhenAllOfItsAnswerIsRead(t *testing.T) {
	refusing := func([]byte) bool { return false }
	taking := func(body []byte) bool { return string(body) == good }
	whole, other := BatchAnswer{Body: []byte(good)}, BatchAnswer{Body: []byte(`{}`)}
	refused := BatchAnswer{Err: ErrUnfinished}
	batch := func(ways ...func([]byte) bool) (call Call) {
		for _, way := range ways {
			call.Batch = append(call.Batch, Call{Whole: way})
		}
		return call
	}
	for name, c := range map[string]struct {
		call   Call
		answer *Answer
		want   bool
	}{
		"no way to tell":              {Call{}, &Answer{Body: []byte(good)}, true},
		"what could be read":          {Call{Whole: taking}, &Answer{Body: []byte(good)}, true},
		"what could not":              {Call{Whole: refusing}, &Answer{Body: []byte(good)}, false},
		"a batch of what could":       {batch(taking, nil), &Answer{Batch: []BatchAnswer{whole, other}}, true},
		"a batch with what could not": {batch(taking, taking), &Answer{Batch: []BatchAnswer{whole, other}}, false},
		"a batch with one left out":   {batch(nil, nil), &Answer{Batch: []BatchAnswer{whole, refused}}, false},
		"a batch with the first left": {batch(nil, nil), &Answer{Batch: []BatchAnswer{refused, whole}}, false},
	} {
		if got := c.call.KeptWhole(c.answer); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

const good = `{"id":"1"}`
