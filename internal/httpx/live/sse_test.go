package live_test

import (
	"bufio"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// stream is an answer that may go on.
type stream struct {
	*stage
	*http.Response
	lines *bufio.Reader
}

// ask sends a request that accepts event streams: by GET for a query string, else by POST.
func (s *stage) ask(request string, header ...string) *stream {
	s.Helper()
	method, address, body := http.MethodPost, "http://gramql.example/graphql", request
	if !strings.HasPrefix(request, "{") {
		method, address, body = http.MethodGet, address+"?query="+url.QueryEscape(request), ""
	}
	r, err := http.NewRequestWithContext(s.Context(), method, address, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer header")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := (&http.Transport{DialContext: s.dial, DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = response.Body.Close() })
	return &stream{s, response, bufio.NewReader(response.Body)}
}

// hear returns the next event, its lines joined by "|"; "end" at the end.
func (s *stream) hear() string {
	var lines []string
	for {
		line, err := s.lines.ReadString('\n')
		switch {
		case err == io.EOF && line == "" && len(lines) == 0:
			return "end"
		case err != nil:
			return "cut " + line
		case line == "\n":
			return strings.Join(lines, "|")
		}
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
}

func (s *stream) want(events ...string) {
	s.Helper()
	for _, want := range events {
		if state, ok := strings.CutPrefix(want, "="); ok {
			s.becomes(state)
			continue
		}
		if got := s.hear(); got != want {
			s.Fatalf("heard %q, want %q", got, want)
		}
	}
}

// ended is what an event stream says whose session has ended.
const ended = `event: next|data: {"errors":[{"message":"the session or the credential has ended, or the access to its account was taken back"}]}`

func TestEventStream_tellsBeforeItsEndWhatItsSessionTakesAlong(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		answer := s.ask("subscription { parting }")
		answer.want(":", "=sent", `id: 8|event: next|data: {"data":{"parting":"changed"}}`)
		s.signOut()
		const farewell = `id: 8|event: next|data: {"data":{"parting":"farewell"}}`
		answer.want(farewell, farewell, ended, "event: complete|data: ", "end")
	})
}

func TestEventStream_answersNoQueryOfASessionThatHasEndedMeanwhile(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		time.AfterFunc(time.Second/2, func() { close(s.over) })
		s.ask(`{"query":"{ slow }"}`).want(":", ended, "event: complete|data: ", "end")
	})
	onStage(t, 10, func(s *stage) {
		time.AfterFunc(time.Second/2, func() { close(s.over) })
		a := s.ask(`{"query":"{ slow }"}`, "Accept", "application/json, text/event-stream")
		if text, _ := io.ReadAll(a.Body); !strings.HasPrefix(string(text), `{"errors":[{"message":"the session or the credential has ended`) {
			t.Errorf("without a stream: %s", text)
		}
	})
}

func TestEventStream_endsWithItsSession(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		answer := s.ask("subscription { state }")
		other := s.ask("subscription { state }", "Authorization", "Bearer other")
		for _, a := range []*stream{answer, other} {
			a.want(":", `id: 7|event: next|data: {"data":{"state": "draft"}}`)
		}
		s.signOut()
		answer.want(ended, "event: complete|data: ", "end")
		other.want("=final", `id: 8|event: next|data: {"data":{"state": "final"}}`, "event: complete|data: ", "end")
	})
}

func TestEventStream_tellsOfTheChangesThatTheClientHasMissed(t *testing.T) {
	const again = `event: next|data: {"data":{"change":"changed"}}`
	for last, want := range map[string][]string{
		"":  {":", "=sent", "id: 8|" + again, "=seen", "id: 9|" + again},
		"6": {":", "id: 7|" + again, "=sent", "id: 8|" + again},
		"7": {":", "=sent", "id: 8|" + again},
	} {
		onStage(t, 10, func(s *stage) { s.ask("subscription { change }", "Last-Event-ID", last).want(want...) })
	}
}

func TestEventStream_tellsOfOperations(t *testing.T) {
	for name, c := range map[string]struct {
		request string
		events  []string
	}{
		"a query": {`{"query":"{ token }"}`, []string{
			":", `event: next|data: {"data":{"token":"header"}}`, "event: complete|data: ", "end",
		}},
		"a mutation": {`{"query":"mutation { publish }"}`, []string{
			":", `event: next|data: {"data":{"publish":"done"}}`, "event: complete|data: ", "end",
		}},
		"a subscription": {`{"query":"subscription { state }"}`, []string{
			":", `id: 7|event: next|data: {"data":{"state": "draft"}}`, "=sent", `id: 8|event: next|data: {"data":{"state": "sent"}}`,
			"=final", `id: 9|event: next|data: {"data":{"state": "final"}}`, "event: complete|data: ", "end",
		}},
		"a subscription by GET": {`subscription { state }`, []string{
			":", `id: 7|event: next|data: {"data":{"state": "draft"}}`,
		}},
		"a subscription that fails": {`{"query":"subscription { none }"}`, []string{
			":", `event: next|data: {"errors":[{"message":"no such state","path":["none"]}]}`, "event: complete|data: ", "end",
		}},
		"a document that is wrong": {`{"query":"{"}`, []string{
			":", `event: next|data: {"errors":[{"message":"Expected Name, found <EOF>","locations":[{"line":1,"column":2}],"extensions":{"code":"GRAPHQL_PARSE_FAILED"}}]}`, "event: complete|data: ", "end",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, 10, func(s *stage) {
				answer := s.ask(c.request)
				if kind := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusOK || kind != "text/event-stream; charset=utf-8" {
					t.Fatal(answer.StatusCode, kind)
				}
				for name, want := range map[string]string{"Cache-Control": "private, no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"} {
					if got := answer.Header.Get(name); got != want {
						t.Errorf("%s: %s, want %s", name, got, want)
					}
				}
				answer.want(c.events...)
			})
		})
	}
}

func TestEventStream_goesOnAfterTheLastEventThatTheClientHas(t *testing.T) {
	for last, events := range map[string][]string{
		"":       {":", `id: 7|event: next|data: {"data":{"state": "draft"}}`},
		"x":      {":", `id: 7|event: next|data: {"data":{"state": "draft"}}`},
		"-1":     {":", `id: 7|event: next|data: {"data":{"state": "draft"}}`},
		"0":      {":", `id: 7|event: next|data: {"data":{"state": "draft"}}`},
		"6":      {":", `id: 7|event: next|data: {"data":{"state": "draft"}}`},
		"7":      {":", "=sent", `id: 8|event: next|data: {"data":{"state": "sent"}}`},
		"9":      {":", `id: 7|event: next|data: {"data":{"state": "draft"}}`}, // of another stream
		"7 then": {":", `id: 8|event: next|data: {"data":{"state": "final"}}`, "event: complete|data: ", "end"},
		"8 then": {":", "event: complete|data: ", "end"},
	} {
		onStage(t, 10, func(s *stage) {
			id, final, _ := strings.Cut(last, " ")
			if final != "" {
				s.becomes("final")
			}
			s.ask(`{"query":"subscription { state }"}`, "Last-Event-ID", id).want(events...)
		})
	}
}

func TestEventStream_isOfSubscriptionsOnlyWhereOtherAnswersAreTaken(t *testing.T) {
	const anything = "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"
	onStage(t, 10, func(s *stage) {
		a := s.ask(`{"query":"{ token }"}`, "Accept", anything)
		text, _ := io.ReadAll(a.Body)
		if kind := a.Header.Get("Content-Type"); kind != "application/graphql-response+json; charset=utf-8" || string(text) != `{"data":{"token":"header"}}`+"\n" {
			t.Errorf("a query: %s %s", kind, text)
		}
		a = s.ask(`{"query":"{"}`, "Accept", anything)
		if a.StatusCode != http.StatusBadRequest {
			t.Errorf("a wrong document: %d", a.StatusCode)
		}
		s.ask(`{"query":"subscription { state }"}`, "Accept", anything).want(":", `id: 7|event: next|data: {"data":{"state": "draft"}}`)
		for accept, want := range map[string]string{
			"text/event-stream, application/json;q=0":   "text/event-stream; charset=utf-8",
			"text/event-stream;q=0.1, application/json": "application/json; charset=utf-8",
			"text/event-stream;q=0, application/json":   "application/json; charset=utf-8",
		} {
			if kind := s.ask(`{"query":"{ token }"}`, "Accept", accept).Header.Get("Content-Type"); kind != want {
				t.Errorf("%s: a query is answered as %s", accept, kind)
			}
		}
	})
}

func TestEventStream_isRefusedAsRequestsAre(t *testing.T) {
	for _, c := range []struct {
		request string
		header  []string
		status  int
	}{
		{`mutation { publish }`, nil, 405},
		{`{"query":1}`, nil, 400},
		{`{}`, nil, 400},
		{`{"query":"{ token }"}`, []string{"Authorization", "Basic x"}, 401},
		{`{"query":"{ token }"}`, []string{"Content-Type", "text/plain"}, 415},
		{`{"query":"subscription { state }"}`, []string{"Accept", "application/json"}, 400},
		{`subscription { state }`, []string{"Accept", "application/json"}, 400},
		{`subscription { state }`, []string{"Accept", "application/json, text/event-stream;q=0"}, 400},
	} {
		onStage(t, 10, func(s *stage) {
			a := s.ask(c.request, c.header...)
			text, _ := io.ReadAll(a.Body)
			if a.StatusCode != c.status || !strings.HasPrefix(string(text), `{"errors":[{"message":`) {
				t.Errorf("%s %v: %d %s", c.request, c.header, a.StatusCode, text)
			}
		})
	}
}

func TestEventStream_beatsWhileThereIsNothingToTell(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		began := time.Now()
		a := s.ask(`{"query":"subscription { state }"}`)
		a.want(":", `id: 7|event: next|data: {"data":{"state": "draft"}}`, ":", ":", ":")
		if took := time.Since(began); took != 75*time.Second {
			t.Errorf("three beats take %v", took)
		}
		a.want("=sent", `id: 8|event: next|data: {"data":{"state": "sent"}}`)
	})
}

func TestEventStream_isCutWhenItsClientDoesNotRead(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		began := time.Now()
		a := s.ask(`{"query":"{ large }"}`)
		for s.streams.Open() > 0 {
			time.Sleep(time.Second)
		}
		if took := time.Since(began); took > 15*time.Second {
			t.Errorf("it took %v", took)
		}
		_ = a.Body.Close()
	})
}

func TestEventStream_endsWithItsClient(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		a := s.ask(`{"query":"subscription { state }"}`)
		a.want(":", `id: 7|event: next|data: {"data":{"state": "draft"}}`)
		_ = a.Body.Close()
		synctest.Wait()
		if open := s.streams.Open(); open != 0 {
			t.Errorf("%d streams are open", open)
		}
	})
}

func TestEventStream_endsWithoutCompletingWhenTheServerDrains(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		a := s.ask(`{"query":"subscription { state }"}`)
		a.want(":", `id: 7|event: next|data: {"data":{"state": "draft"}}`)
		s.streams.Drain(s.Context())
		a.want("end")
		if a := s.ask(`{"query":"subscription { state }"}`); a.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("a stream begins afterwards: %d", a.StatusCode)
		}
	})
}
