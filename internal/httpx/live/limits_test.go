package live_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/httpx/live"
	"github.com/gramql/gramql/internal/viewer"
)

const aSubscription = `","type":"subscribe","payload":{"query":"subscription { state }"}}`

func TestSocket_runsAHundredOperationsAndNoMore(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		c := s.connect(begun)
		for i := range 100 {
			c.say(fmt.Sprintf(`{"id":"%d%s`, i, aSubscription))
			if got := c.hear(); !strings.Contains(got, `"next"`) {
				t.Fatal(got)
			}
		}
		c.speak(`
			> {"id":"more` + aSubscription + `
			< {"id":"more","type":"error","payload":[{"message":"too many operations on one socket; complete some, or open another socket","extensions":{"code":"RATE_LIMITED","hint":"Send it again after the time that Retry-After says.","retryAfter":1,"retryable":true}}]}
			> {"id":"0","type":"complete"}`)
		c.say(`{"id":"more` + aSubscription)
		if got := c.hear(); !strings.Contains(got, `"next"`) {
			t.Error(got)
		}
	})
}

func TestSocket_endsItsOperationsWithItself(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		c := s.connect(begun)
		c.say(`{"id":"1` + aSubscription)
		c.hear()
		c.say(`{"id":"2","type":"subscribe","payload":{"query":"{ slow }"}}`)
		_ = c.CloseNow()
		synctest.Wait()
		if open := s.streams.Open(); open != 0 {
			t.Errorf("%d sockets are open", open)
		}
	})
}

func TestSocket_isCutWhenItsClientDoesNotRead(t *testing.T) {
	for name, dialogue := range map[string]string{
		"a large answer": `{"id":"1","type":"subscribe","payload":{"query":"{ large }"}}`,
		"an answer":      `{"id":"1","type":"subscribe","payload":{"query":"{ token }"}}`,
		"a ping":         `{"type":"pong"}`,
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, 10, func(s *stage) {
				c := s.connect(begun)
				began := time.Now()
				c.say(dialogue)
				for s.streams.Open() > 0 {
					time.Sleep(time.Second)
				}
				if took := time.Since(began); took > time.Minute {
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

func TestSocket_keepsTheNewestStateForAClientThatReadsLate(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		c := s.connect(begun)
		c.say(`{"id":"1` + aSubscription)
		c.hear()
		executed := s.executed
		for i := range 100 {
			s.becomes(fmt.Sprintf("state%d", i))
		}
		if more := s.executed - executed; more > 2 {
			t.Errorf("100 changes of which none was read are told by %d executions", more)
		}
		last := ""
		for !strings.Contains(last, "state99") {
			if last = c.hear(); !strings.Contains(last, `"next"`) {
				t.Fatal(last)
			}
		}
	})
}

func TestSocket_livesAsLongAsItsClientAnswersPings(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		c := s.connect(begun)
		c.say(`{"id":"1` + aSubscription)
		c.hear()
		go c.hear() // the client's library answers pings while it reads
		time.Sleep(50 * time.Minute)
		if open := s.streams.Open(); open != 1 {
			t.Errorf("%d sockets are open", open)
		}
	})
}

const ack, many = `{"type":"connection_ack"}`, "1013 too many sockets of one viewer or address"

// opens opens a socket with a token, and returns what its client hears first.
func (s *stage) opens(token string) (*client, string) {
	c, response, err := s.open(http.Header{"Authorization": {"Bearer " + token}}, "graphql-transport-ws")
	if err != nil {
		return c, fmt.Sprintf("%d %s", response.StatusCode, response.Header.Get("Retry-After"))
	}
	c.say(`{"type":"connection_init"}`)
	got := c.hear()
	if got != ack {
		_ = c.Close(websocket.StatusNormalClosure, "")
	}
	synctest.Wait()
	return c, got
}

func TestStreams_areLimitedInAllAndForEachViewer(t *testing.T) {
	onStage(t, 4, func(s *stage) {
		for i, c := range []struct{ token, want string }{
			{"ann", ack}, {"ann", ack}, {"ann", many}, {"bob", ack}, {"cat", ack}, {"dan", "503 1"},
		} {
			if _, got := s.opens(c.token); got != c.want {
				t.Errorf("%d: %s hears %s, want %s", i, c.token, got, c.want)
			}
		}
		if a := s.ask(`{"query":"{ token }"}`); a.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("an event stream beside them: %d", a.StatusCode)
		}
	})
	onStage(t, 2, func(s *stage) {
		s.ask(`{"query":"subscription { state }"}`).want(":")
		if a := s.ask(`{"query":"{ token }"}`); a.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("a second event stream of a viewer: %d", a.StatusCode)
		}
		if a := s.ask(`{"query":"{ token }"}`, "Authorization", ""); a.StatusCode != http.StatusOK {
			t.Errorf("an event stream of another: %d", a.StatusCode)
		}
	})
}

// Tokens cost nothing to make up: they leave half of the places to those that work.
func TestStreams_countMadeUpTokensByTheirAddress(t *testing.T) {
	gate := admission.New(admission.Limits{Inside: 10})
	var ann viewer.ID
	copy(ann[:], "ann")
	onStage(t, 4, func(s *stage) {
		first, got := s.opens("ann")
		if got != ack {
			t.Fatal(got)
		}
		if _, got := s.opens("made-up"); got != ack {
			t.Fatal(got)
		}
		if _, got := s.opens("another"); got != "503 1" {
			t.Errorf("a third of the address hears %s", got)
		}
		gate.Vouch(ann)
		first.say(`{"id":"1` + aSubscription) // which is a place of her own from now on
		first.hear()
		if _, got := s.opens("another"); got != ack {
			t.Errorf("one in her former place hears %s", got)
		}
		if a := s.ask(`{"query":"{ token }"}`, "Authorization", "Bearer ann"); a.StatusCode != http.StatusOK {
			t.Errorf("ann's event stream: %d", a.StatusCode)
		}
	}, func(o *live.Options) { o.Gate = gate })
}

func TestSocket_isOfItsAddressUntilItBegins(t *testing.T) {
	onStage(t, 4, func(s *stage) {
		for range 2 {
			if _, _, err := s.open(nil, "graphql-transport-ws"); err != nil {
				t.Fatal(err)
			}
		}
		if _, response, err := s.open(nil, "graphql-transport-ws"); err == nil || response.StatusCode != http.StatusServiceUnavailable {
			t.Error("a third that does not begin is let in")
		}
		if a := s.ask(`{"query":"{ token }"}`); a.StatusCode != http.StatusOK {
			t.Errorf("a viewer's event stream beside them: %d", a.StatusCode)
		}
	})
}

func TestDrain_answersWhatRunsAndClosesSockets(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		idle, busy := s.connect(begun), s.connect(begun)
		busy.say(`{"id":"1","type":"subscribe","payload":{"query":"{ slow }"}}`)
		busy.say(`{"id":"2` + aSubscription)
		busy.hear()
		drained := make(chan struct{})
		go func() { s.streams.Drain(s.Context()); close(drained) }()
		idle.speak(`x 1001 the server is going away; connect again`)
		busy.speak(`
			< {"id":"1","type":"next","payload":{"data":{"slow":"done"}}}
			< {"id":"1","type":"complete"}
			x 1001 the server is going away; connect again`)
		<-drained
		if open := s.streams.Open(); open != 0 {
			t.Errorf("%d sockets are open", open)
		}
	})
}
