package localgraph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

func TestFaults_refuseCallsAsMetaDoes(t *testing.T) {
	t.Parallel()
	s := open(t, localgraph.Options{})
	for _, c := range []struct {
		kind    fault.Kind
		status  int
		code    string
		subcode any
	}{
		{fault.ExpiredToken, 400, "190", json.Number("463")},
		{fault.AccountThrottled, 400, "80002", nil},
		{fault.AppThrottled, 403, "4", json.Number("1349210")},
		{fault.TooMuchData, 500, "1", nil},
		{fault.UnknownError, 500, "1", nil},
		{fault.Unavailable, 503, "2", nil},
	} {
		s.Faults().Clear()
		s.Faults().Add(fault.Fault{Kind: c.kind, Times: 1})
		status, body := get(t, s, "/me?access_token=EAAdemometricsaurus")
		if code := fmt.Sprint(at(body, "error.code")); status != c.status || code != c.code || at(body, "error.error_subcode") != c.subcode {
			t.Errorf("fault %s: status %d, %v", c.kind, status, body)
		}
		if status, body = get(t, s, "/me?access_token=EAAdemometricsaurus"); status != http.StatusOK {
			t.Errorf("fault %s strikes twice: %v", c.kind, body)
		}
	}
}

func TestFaults_strikeOnlyWhereTheyMatch(t *testing.T) {
	t.Parallel()
	s := open(t, localgraph.Options{})
	s.Faults().Add(fault.Fault{Kind: fault.UnknownError, Method: "GET", Path: "/*/media", Token: "IGAA"})
	for path, want := range map[string]int{
		"/v27.0/me/media?access_token=" + localgraph.DemoToken: 500,
		"/me/media?access_token=IGQVdemojayposiris":            200,
		"/me?access_token=" + localgraph.DemoToken:             200,
	} {
		if status, _ := get(t, s, path); status != want {
			t.Errorf("%s: status %d, want %d", path, status, want)
		}
	}
}

func TestFaults_sayHowLongToWait(t *testing.T) {
	t.Parallel()
	s := open(t, localgraph.Options{})
	s.Faults().Add(fault.Fault{Kind: fault.AccountThrottled, Minutes: 19})
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/me?access_token="+localgraph.DemoToken, nil))
	usage := decode(t, w.Header().Get("X-Business-Use-Case-Usage"))
	if got := fmt.Sprint(at(usage, "17841405822304914.0.estimated_time_to_regain_access")); got != "19" {
		t.Errorf("usage = %v", usage)
	}
}

func TestFaults_shortAndEmptyPagesLoseNothing(t *testing.T) {
	t.Parallel()
	s := open(t, localgraph.Options{})
	for edge, start := range map[string]string{"media": "/me/media?limit=20", "children": "/" + album(t, s) + "/children?"} {
		start += "&fields=id&access_token=" + localgraph.DemoToken
		want, _ := follow(t, s, start, "next")
		for _, kind := range []fault.Kind{fault.ShortPage, fault.EmptyPage} {
			s.Faults().Clear()
			s.Faults().Add(fault.Fault{Kind: kind, Edge: edge, Times: 5})
			got, _ := follow(t, s, start, "next")
			if !slices.Equal(slices.Concat(got...), slices.Concat(want...)) {
				t.Errorf("fault %s: %d %s, want %d", kind, len(slices.Concat(got...)), edge, len(slices.Concat(want...)))
			}
			if len(got[0]) >= len(want[0]) {
				t.Errorf("fault %s: the first page of %s has %d rows", kind, edge, len(got[0]))
			}
		}
	}
}

// album returns the id of an album with several children.
func album(t *testing.T, s *localgraph.Server) string {
	t.Helper()
	_, body := get(t, s, "/me/media?fields=id,children&limit=100&access_token="+localgraph.DemoToken)
	for i := range 100 {
		if at(body, fmt.Sprintf("data.%d.children.data.3", i)) != nil {
			return fmt.Sprint(at(body, fmt.Sprintf("data.%d.id", i)))
		}
	}
	t.Fatal("no album")
	return ""
}

func TestFaults_changeAnswers(t *testing.T) {
	t.Parallel()
	s := open(t, localgraph.Options{Legacy: true})
	path := "/me?fields=" + url.QueryEscape("media.limit(2).as(m){id,media_url}") + "&access_token=" + localgraph.DemoToken
	for _, c := range []struct {
		fault           fault.Fault
		present, absent string
	}{
		{fault.Fault{Kind: fault.NoLinks, Edge: "media"}, "m.paging.cursors.after", "m.paging.next"},
		{fault.Fault{Kind: fault.NoMediaURL}, "m.data.0.id", "m.data.0.media_url"},
		{fault.Fault{Kind: fault.NoAliases, Edge: "media"}, "error.message", "m"},
	} {
		s.Faults().Clear()
		s.Faults().Add(c.fault)
		if _, body := get(t, s, path); at(body, c.present) == nil || at(body, c.absent) != nil {
			t.Errorf("fault %s: %v", c.fault.Kind, body)
		}
	}
}

func TestFaults_breakTheTransport(t *testing.T) {
	t.Parallel()
	s := open(t, localgraph.Options{})
	s.Faults().Add(
		fault.Fault{Kind: fault.TruncatedJSON},
		fault.Fault{Kind: fault.OtherVersion, Version: "v21.0"},
		fault.Fault{Kind: fault.Slow, Delay: 20 * time.Millisecond},
	)
	w, start := httptest.NewRecorder(), time.Now()
	s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/me?access_token="+localgraph.DemoToken, nil))
	if json.Valid(w.Body.Bytes()) {
		t.Errorf("the answer is whole: %s", w.Body)
	}
	if got := w.Header().Get("Facebook-Api-Version"); got != "v21.0" {
		t.Errorf("version %s", got)
	}
	if time.Since(start) < 20*time.Millisecond {
		t.Error("the answer came at once")
	}
}

func TestFaults_leadToAnotherServer(t *testing.T) {
	t.Parallel()
	const other = "https://elsewhere.example"
	s := open(t, localgraph.Options{})
	s.Faults().Add(fault.Fault{Kind: fault.ForeignLinks, To: other}, fault.Fault{Kind: fault.Redirected, To: other})
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/me/media?limit=1&access_token="+localgraph.DemoToken, nil))
	if next, _ := at(decode(t, w.Body.String()), "paging.next").(string); !strings.HasPrefix(next, other+"/v27.0/") {
		t.Errorf("next is %q", next)
	}
	if w.Code != http.StatusFound || w.Header().Get("Location") != other {
		t.Errorf("status %d to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestFaults_loseItemsOfABatch(t *testing.T) {
	t.Parallel()
	s := open(t, localgraph.Options{})
	s.Faults().Add(fault.Fault{Kind: fault.NullBatchItem, Path: "/me", Times: 1})
	form := url.Values{"access_token": {"EAAdemometricsaurus"}, "batch": {`[{"method":"GET","relative_url":"me"},{"method":"GET","relative_url":"me"}]`}}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if body, ok := decode(t, w.Body.String()).([]any); !ok || len(body) != 2 || body[0] != nil || body[1] == nil {
		t.Errorf("answer = %s", w.Body)
	}
}
