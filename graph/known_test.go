package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi/quota"
	"github.com/gramql/gramql/internal/viewer"
)

// decoded counts the operations of which nothing was known.
type decoded struct{ operations int }

func (*decoded) ExtensionName() string                   { return "Decoded" }
func (*decoded) Validate(graphql.ExecutableSchema) error { return nil }
func (d *decoded) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	d.operations++
	return next(ctx)
}

// newKnowing returns an endpoint over an upstream, and the count of its operations of which
// nothing was known. A token of a login type begins with the name of the type.
func newKnowing(t *testing.T, upstream http.RoundTripper) (http.Handler, *decoded) {
	t.Helper()
	h := newHandlerOver(t, upstream, nil, func(o *Options) {
		o.Explain, o.TellRateLimit = true, false
		o.Stranger, o.Root = dialect.Of(dialect.Instagram), "/v25.0"
		o.WithToken = func(ctx context.Context, token string, _ http.Header) (context.Context, error) {
			login := dialect.Instagram
			if strings.HasPrefix(token, "facebook") {
				login = dialect.Facebook
			}
			return viewer.NewContext(ctx, o.Hasher.Viewer(token, dialect.Of(login))), nil
		}
	})
	d := &decoded{}
	h.(*handler.Server).Use(d)
	return h, d
}

func ask(t *testing.T, h http.Handler, token, body string) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Body.String()
}

// get asks by GET.
func get(t *testing.T, h http.Handler, token string, query url.Values, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?"+query.Encode(), http.NoBody)
	r.Header.Set("Authorization", "Bearer "+token)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const named = `{"id":"17","username":"ann","followers_count":3}`

func TestKnown_isWhatReadsTheSame(t *testing.T) {
	const text = `query A($with: Boolean!) { me { username followersCount @include(if: $with) } } query B { me { username } }`
	sum := sha256.Sum256([]byte(text))
	hash := `{"persistedQuery":{"version":1,"sha256Hash":"` + hex.EncodeToString(sum[:]) + `"}}`
	quoted, _ := json.Marshal(text)
	first := fmt.Sprintf(`{"query":%s,"operationName":"A","variables":{"with":true}}`, quoted)
	for _, c := range []struct {
		name          string
		before, after string
		token         string
		known         bool
	}{
		{"the same request", first, first, "other", true},
		{"with its members in another order", first, fmt.Sprintf(`{ "variables":{"with":true}, "operationName":"A","query":%s}`, quoted), "other", true},
		{"with members that mean nothing", first, fmt.Sprintf(`{"id":[1],"query":%s,"operationName":"A","variables":{"with":true},"extensions":null}`, quoted), "other", true},
		{"with other variables", first, strings.Replace(first, "true", "false", 1), "other", false},
		{"with its variables spelled otherwise", first, strings.Replace(first, `{"with"`, `{ "with"`, 1), "other", false},
		{"of another operation", first, fmt.Sprintf(`{"query":%s,"operationName":"B"}`, quoted), "other", false},
		{"with extensions", first, fmt.Sprintf(`{"query":%s,"operationName":"A","variables":{"with":true},"extensions":{"explain":true}}`, quoted), "other", false},
		{"by another login type", first, first, "facebook", false},
		{"by its hash alone", fmt.Sprintf(`{"query":%s,"operationName":"B","extensions":%s}`, quoted, hash), fmt.Sprintf(`{"operationName":"B","extensions":%s}`, hash), "other", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, d := newKnowing(t, canned(named))
			ask(t, h, "one", c.before)
			if d.operations != 1 {
				t.Fatalf("%d operations were decoded", d.operations)
			}
			before, again := ask(t, h, c.token, c.after), ask(t, h, c.token, c.after)
			if known := d.operations == 1; known != c.known {
				t.Errorf("known: %t, want %t: %s", known, c.known, before)
			}
			if cut(before) != cut(again) {
				t.Errorf("answered\n%s and then\n%s", before, again)
			}
		})
	}
}

func TestKnown_isKnownByEitherMethod(t *testing.T) {
	const text = `query A($with: Boolean!) { me { username followersCount @include(if: $with) } }`
	quoted, _ := json.Marshal(text)
	body := fmt.Sprintf(`{"query":%s,"variables":{"with":true}}`, quoted)
	query := url.Values{"query": {text}, "variables": {`{"with":true}`}}
	posted, d := newKnowing(t, canned(named))
	want := ask(t, posted, "one", body)
	first := get(t, posted, "two", query)
	if first.Body.String() != want || d.operations != 1 {
		t.Errorf("after a POST, %d were decoded, and answered\n%s, want\n%s", d.operations, first.Body, want)
	}
	gotten, d := newKnowing(t, canned(named))
	again := get(t, gotten, "one", query)
	if again.Body.String() != want || ask(t, gotten, "two", body) != want || d.operations != 1 {
		t.Errorf("after a GET, %d were decoded", d.operations)
	}
	tag := first.Header().Get("Etag")
	if unchanged := get(t, gotten, "two", query, "If-None-Match", tag); tag == "" || tag != again.Header().Get("Etag") || unchanged.Code != http.StatusNotModified || d.operations != 1 {
		t.Errorf("with the tag %s: %d, and %d were decoded", tag, unchanged.Code, d.operations)
	}
	query.Add("query", text)
	if got := get(t, gotten, "one", query); got.Code != http.StatusBadRequest {
		t.Errorf("with a text twice: %d %s", got.Code, got.Body)
	}
}

func TestKnown_isAnsweredAsItWasTheFirstTime(t *testing.T) {
	for _, body := range []string{
		`{"query":"query N { me { id username } }"}`,
		`{"query":"{ me { id username } }","extensions":{"cost":false}}`,
		`{"query":"{ me { id\n username } }","extensions":{"cost":true,"rateLimit":true}}`,
		`{"query":"{ a: me { n: username __typename } }","variables":{},"extensions":{"cost":false,"rateLimit":false}}`,
	} {
		h, d := newKnowing(t, canned(named))
		first, again := ask(t, h, "one", body), ask(t, h, "two", body)
		if first != again || d.operations != 1 || strings.Contains(first, "errors") {
			t.Errorf("%s: %d were decoded, answered\n%s and then\n%s", body, d.operations, first, again)
		}
	}
}

// What is not as planned is answered from the one answer that came.
func TestKnown_goesOnAsIfNothingWereKnown(t *testing.T) {
	const body = `{"query":"{ me { id followersCount } }","extensions":{"explain":true}}`
	var upstream swapped
	counted := &counted{RoundTripper: &upstream}
	h, d := newKnowing(t, counted)
	fresh, _ := newKnowing(t, &upstream)
	good, odd := canned(named), canned(`{"id":"17","followers_count":"many"}`)
	upstream.Store(&good)
	if first := ask(t, h, "one", body); !strings.Contains(first, `"execution":"direct"`) {
		t.Fatal(first)
	}
	upstream.Store(&odd)
	counted.calls = 0
	got, want := ask(t, h, "one", body), ask(t, fresh, "one", body)
	if cut(got) != cut(want) || !strings.Contains(got, `"execution":"resolved"`) {
		t.Errorf("answered\n%s, want\n%s", got, want)
	}
	if d.operations != 2 || counted.calls != 1 {
		t.Errorf("%d operations were decoded, in %d calls", d.operations, counted.calls)
	}
}

// cut cuts off what an answer says of times.
func cut(answer string) string {
	before, _, _ := strings.Cut(answer, `"durationMs"`)
	return before
}

func TestKnown_isNoneWhereItWouldBeRefused(t *testing.T) {
	body := `{"query":"{ me { id username } }"}`
	h, d := newKnowing(t, canned(named))
	ask(t, h, "one", body)
	if got := ask(t, h, "", body); !strings.Contains(got, "UNAUTHENTICATED") || d.operations != 2 {
		t.Errorf("without a token: %s", got)
	}
	if got := ask(t, h, "one", `{"query":"{ me { id username } }","query":"{ me { id username } }"}`); !strings.Contains(got, "not valid JSON") {
		t.Errorf("with a name twice: %s", got)
	}
	dear := newHandlerOver(t, canned(named), nil, func(o *Options) { o.MaxCost = 1 })
	for range 2 {
		if got := ask(t, dear, "one", body); !strings.Contains(got, "-max-cost") {
			t.Errorf("over the limit: %s", got)
		}
	}
}

func TestKnown_countsAgainstQuotas(t *testing.T) {
	var quotas *quota.Quota
	var id viewer.ID
	h := newHandlerOver(t, canned(named), nil, func(o *Options) {
		quotas = o.Quotas
		id = o.Hasher.Viewer("one", dialect.Of(dialect.Instagram)).ID
	})
	for range 3 {
		ask(t, h, "one", `{"query":"{ me { id username } }"}`)
	}
	if s, _ := quotas.Of(id).Standing(); s.Calls.LastHour != 3 {
		t.Errorf("%d calls are counted", s.Calls.LastHour)
	}
}
