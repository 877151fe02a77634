package graphapi

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// lookup is a batch of three look-ups.
var lookup = []Call{
	{Path: "/1", Fields: `id,media.limit(2){id}`},
	{Path: "/2/comments", Params: url.Values{"after": {`a"b\`}}},
	{Path: "/3"},
}

func TestBatch_makesOnePOSTOfAllCalls(t *testing.T) {
	type item struct {
		Method string `json:"method"`
		URL    string `json:"relative_url"`
	}
	var got []item
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != "POST" || r.RequestURI != "/v25.0/" || r.PostFormValue("include_headers") != "false" {
			t.Errorf("asked %s %s with %v", r.Method, r.RequestURI, r.PostForm)
		}
		if err := json.Unmarshal([]byte(r.PostFormValue("batch")), &got); err != nil {
			t.Errorf("batch=%s: %v", r.PostFormValue("batch"), err)
		}
		_, _ = io.WriteString(w, `[{"code":200,"body":"{\"id\":\"1\"}"},{"code":200,"body":"{\"data\":[]}"},{"code":200,"body":"{\"id\":\"3\"}"}]`)
	})
	answers, err := client.Batch(t.Context(), lookup)
	if err != nil {
		t.Fatal(err)
	}
	if want := []item{
		{"GET", "1?fields=id,media.limit(2)%7Bid%7D"},
		{"GET", "2/comments?after=a%22b%5C"},
		{"GET", "3"},
	}; !slices.Equal(got, want) {
		t.Errorf("batch = %+v\nwant %+v", got, want)
	}
	if want := []BatchAnswer{{Body: []byte(`{"id":"1"}`)}, {Body: []byte(`{"data":[]}`)}, {Body: []byte(`{"id":"3"}`)}}; !reflect.DeepEqual(answers, want) {
		t.Errorf("answers = %s", answers)
	}
}

func TestBatch_givesEachItemItsOwnError(t *testing.T) {
	unknown := &Error{Status: 400, Code: 100, Subcode: 33}
	for name, c := range map[string]struct {
		body string
		want []error
	}{
		"one unknown, one not finished": {`[{"code":200,"body":"{}"},{"code":400,"body":"{\"error\":{\"code\":100,\"error_subcode\":33}}"},null]`,
			[]error{nil, unknown, ErrUnfinished}},
		"too few":                              {`[{"code":200,"body":"{}"}]`, []error{nil, ErrUnfinished, ErrUnfinished}},
		"none":                                 {`[]`, []error{ErrUnfinished, ErrUnfinished, ErrUnfinished}},
		"bodies of no kind":                    {`[{"code":200},{"code":200,"body":7},{"code":200,"body":"<html>"}]`, []error{ErrNotJSON, ErrNotJSON, ErrNotJSON}},
		"bodies that are objects":              {`[{"code":200,"body":{"id":"1"}},{"code":400,"body":{"error":{"code":100,"error_subcode":33}}},{"code":200,"body":[]}]`, []error{nil, unknown, ErrNotJSON}},
		"items of no kind":                     {`[1,"x",[]]`, []error{ErrNotJSON, ErrNotJSON, ErrNotJSON}},
		"an item that is a text":               {`[{"code":200,"body":"{}"},"Internal error",{"code":200,"body":"{}"}]`, []error{nil, ErrNotJSON, nil}},
		"codes that are texts":                 {`[{"code":"200","body":"{}"},{"code":"400","body":"{\"error\":{\"code\":\"100\",\"error_subcode\":\"33\"}}"},{"code":200.0,"body":"{}"}]`, []error{nil, unknown, nil}},
		"a name twice, bytes that are no text": {"[{\"code\":200,\"code\":200,\"body\":\"{}\"},{\"code\":200,\"x\":\"\xff\",\"body\":\"{}\"},null]", []error{nil, nil, ErrUnfinished}},
		"codes of no kind":                     {`[{"body":"{}"},{"code":301,"body":"{}"},{"code":200,"body":"{}"}]`, []error{&Error{}, &Error{Status: 301}, nil}},
	} {
		t.Run(name, func(t *testing.T) {
			client := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, c.body) })
			answers, err := client.Batch(t.Context(), lookup)
			if err != nil {
				t.Fatal(err)
			}
			for i, a := range answers {
				if !reflect.DeepEqual(a.Err, c.want[i]) || (a.Err == nil) != (a.Body != nil) {
					t.Errorf("answer %d = %s, %v, want error %v", i, a.Body, a.Err, c.want[i])
				}
			}
		})
	}
}

func TestBatch_failsAsAWhole(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		kind Kind
	}{
		"a bad token":          {`{"error":{"code":190}}`, Unauthenticated},
		"nothing":              {``, Failed},
		"an object":            {`{"data":[]}`, Failed},
		"more than asked for":  {`[null,null,null,null]`, Failed},
		"an array cut inside":  {`[{"code":200,"body":]`, Failed},
		"a cut between items":  {`[null,]`, Failed},
		"a cut after an item":  {`[null` + "]]", Failed},
		"a cut in an item":     {`[{"code":200]`, Failed},
		"a name without end":   {`[{"code]`, Failed},
		"a name without value": {`[{"code"}]`, Failed},
		"more behind":          {`[null] []`, Failed},
	} {
		client := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, c.body) })
		if answers, err := client.Batch(t.Context(), lookup); answers != nil || KindOf(err) != c.kind {
			t.Errorf("%s: answers = %v, error = %v", name, answers, err)
		}
	}
}

func TestBatch_refusesWhatNoBatchCanHold(t *testing.T) {
	client := New(NewServer(Options{Base: parseURL(t, "http://h"), Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		t.Error("a call was made")
		return nil, io.EOF
	})}))
	for name, c := range map[string]struct {
		calls []Call
		want  error
	}{
		"no call":    {nil, ErrBatchSize},
		"51 calls":   {slices.Repeat([]Call{{Path: "/1"}}, 51), ErrBatchSize},
		"a POST":     {[]Call{{Method: "POST", Path: "/1"}}, ErrBatchSize},
		"a bad path": {[]Call{{Path: "/1"}, {Path: `/1","method":"DELETE`}}, ErrPath},
	} {
		if _, err := client.Batch(t.Context(), c.calls); !errors.Is(err, c.want) {
			t.Errorf("%s: error = %v, want %v", name, err, c.want)
		}
	}
}

func BenchmarkReadBatch(b *testing.B) {
	body, err := json.Marshal(`{"id":"17895695668004550","caption":"Hello \"you\"","media_type":"IMAGE",` +
		`"media_url":"https:\/\/scontent.example\/v\/17895695668004550.jpg?x=1","permalink":"https:\/\/www.instagram.com\/p\/abc\/","timestamp":"2017-08-31T18:10:00+0000"}`)
	if err != nil {
		b.Fatal(err)
	}
	items := strings.TrimSuffix(strings.Repeat(`{"code":200,"body":`+string(body)+`},`, MaxBatch), ",")
	answer := &Answer{Status: 200, Header: http.Header{}, Body: []byte("[" + items + "]")}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readBatch(answer, MaxBatch); err != nil {
			b.Fatal(err)
		}
	}
}
