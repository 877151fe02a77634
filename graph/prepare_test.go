package graph

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gramql/gramql/internal/globalid"
)

// library is an upstream that has a media for each id that it is asked for, alone or in a
// batch.
type library struct{ calls atomic.Int32 }

func (l *library) RoundTrip(r *http.Request) (*http.Response, error) {
	l.calls.Add(1)
	media := func(path string) string {
		id := path[strings.LastIndex(path, "/")+1:]
		return fmt.Sprintf(`{"id":%q,"caption":"of %s","media_type":"IMAGE"}`, id, id)
	}
	body := media(r.URL.Path)
	if r.Method == http.MethodPost {
		form, _ := io.ReadAll(r.Body)
		values, _ := url.ParseQuery(string(form))
		var calls []struct {
			URL string `json:"relative_url"`
		}
		_ = json.Unmarshal([]byte(values.Get("batch")), &calls)
		answers := make([]string, len(calls))
		for i, call := range calls {
			path, _, _ := strings.Cut(call.URL, "?")
			answers[i] = fmt.Sprintf(`{"code":200,"body":%q}`, media(path))
		}
		body = "[" + strings.Join(answers, ",") + "]"
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}, nil
}

// One document is prepared once for all ids, and answers for each what it would alone.
func TestPrepared_servesEachID(t *testing.T) {
	ask := func(h http.Handler, token, query, variables string) string {
		before, _, _ := strings.Cut(ask(t, h, token, fmt.Sprintf(`{"query":%q,"variables":%s,"extensions":{"explain":true}}`, query, variables)), `"calls"`)
		return before
	}
	global := func(id string) string { return globalid.New("Media", id) }
	kept := func(id string) string { return globalid.New("Publication", id) }
	for query, all := range map[string][]string{
		`query ($id: ID!) { media(id: $id) { id caption } }`: {
			`{"id":"17"}`, `{"id":"18"}`, `{"id":"` + global("19") + `"}`, `{"id":20}`, `{"id":"?"}`, `{"id":"` + globalid.New("Comment", "1") + `"}`, `{"id":"17"}`, `{"id":null}`, `{}`,
		},
		`query ($ids: [ID!]!, $with: Boolean = true) { nodes(ids: $ids) { id ... on Media @include(if: $with) { caption } } }`: {
			`{"ids":["` + global("1") + `","` + global("2") + `"]}`, `{"ids":["` + global("3") + `","` + global("2") + `"]}`, `{"ids":["` + global("3") + `","` + global("3") + `"]}`,
			`{"ids":["` + global("4") + `"]}`, `{"ids":"` + global("5") + `"}`, `{"ids":["` + global("3") + `","` + global("2") + `"],"with":false}`, `{"ids":[]}`, `{"ids":["` + global("1") + `","?"]}`,
		},
		`query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }`: {
			`{"id":"` + kept("1") + `","ids":["` + global("1") + `"]}`, `{"id":"` + kept("2") + `","ids":["` + global("1") + `"]}`, `{"id":"` + global("1") + `","ids":["` + kept("1") + `","` + global("2") + `"]}`,
		},
		`query ($a: ID!, $b: ID!) { a: node(id: $a) { id } b: media(id: $b) { caption } c: media(id: "7") { mediaType } }`: {
			`{"a":"` + global("1") + `","b":"2"}`, `{"a":"` + global("2") + `","b":"1"}`, `{"a":"` + global("2") + `","b":"2"}`, `{"a":"` + global("7") + `","b":"8"}`, `{"a":"` + global("8") + `","b":"7"}`,
		},
	} {
		for _, token := range []string{"one", "facebook"} {
			var shared library
			h, _ := newKnowing(t, &shared)
			for _, variables := range slices.Concat(all, all) {
				var own library
				fresh, _ := newKnowing(t, &own)
				shared.calls.Store(0)
				if got, want := ask(h, token, query, variables), ask(fresh, token, query, variables); got != want || shared.calls.Load() != own.calls.Load() {
					t.Errorf("%s of %s is answered\n%s in %d calls, alone\n%s in %d", query, variables, got, shared.calls.Load(), want, own.calls.Load())
				}
			}
		}
	}
}

// Ids that were never asked for cost no plan.
func TestPrepared_costsNoPlanForOtherIDs(t *testing.T) {
	h, _ := newKnowing(t, &library{})
	next := 1000
	query := func(fields string) {
		next++
		ask(t, h, "one", fmt.Sprintf(`{"query":"query ($id: ID!) { media(id: $id) { %s } }","variables":{"id":"%d"}}`, fields, next))
	}
	fields := strings.Repeat("id caption mediaType ", 20)
	query(fields)
	other := testing.AllocsPerRun(20, func() { query(fields) })
	planned := testing.AllocsPerRun(20, func() { query(fields + fmt.Sprintf("a%d: id", next)) })
	if other*2 > planned {
		t.Errorf("%.0f allocations for another id, %.0f for another document", other, planned)
	}
}
