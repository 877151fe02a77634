package live_test

import (
	"net/http"
	"strings"
	"testing"
)

// begun is how a dialogue begins.
const begun = `
	> {"type":"connection_init"}
	< {"type":"connection_ack"}`

func TestSocket_speaksAsTheProtocolSays(t *testing.T) {
	for name, dialogue := range map[string]string{
		"a query": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"{ token }"}}
			< {"id":"1","type":"next","payload":{"data":{"token":"header"}}}
			< {"id":"1","type":"complete"}`,
		"a mutation": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"mutation { publish }"}}
			< {"id":"1","type":"next","payload":{"data":{"publish":"done"}}}
			< {"id":"1","type":"complete"}`,
		"a subscription until its state is final": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"subscription { state }"}}
			< {"id":"1","type":"next","payload":{"data":{"state":NL"draft"}}}
			= sent
			< {"id":"1","type":"next","payload":{"data":{"state":NL"sent"}}}
			= final
			< {"id":"1","type":"next","payload":{"data":{"state":NL"final"}}}
			< {"id":"1","type":"complete"}`,
		"a subscription to what is final": `
			= final` + begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"subscription { state }"}}
			< {"id":"1","type":"next","payload":{"data":{"state":NL"final"}}}
			< {"id":"1","type":"complete"}`,
		"a change that changes nothing": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"subscription { state }"}}
			< {"id":"1","type":"next","payload":{"data":{"state":NL"draft"}}}
			= draft
			= sent
			< {"id":"1","type":"next","payload":{"data":{"state":NL"sent"}}}`,
		"a subscription that the client ends": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"subscription { state }"}}
			< {"id":"1","type":"next","payload":{"data":{"state":NL"draft"}}}
			> {"id":"1","type":"complete"}
			> {"type":"ping"}
			< {"type":"pong"}
			= sent
			> {"id":"1","type":"subscribe","payload":{"query":"{ token }"}}
			< {"id":"1","type":"next","payload":{"data":{"token":"header"}}}
			< {"id":"1","type":"complete"}`,
		"the end of what does not run": begun + `
			> {"id":"1","type":"complete"}
			> {"type":"ping"}
			< {"type":"pong"}`,
		"a subscription that fails": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"subscription { none }"}}
			< {"id":"1","type":"next","payload":{"errors":[{"message":"no such state","path":["none"]}]}}
			< {"id":"1","type":"complete"}`,
		"a document that is wrong": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"{ tokens }"}}
			< {"id":"1","type":"error","payload":[{"message":"Cannot query field \"tokens\" on type \"Query\". Did you mean \"token\"?","locations":[{"line":1,"column":3}],"extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}
			> {"id":"1","type":"subscribe","payload":{"query":"{ token }"}}
			< {"id":"1","type":"next","payload":{"data":{"token":"header"}}}
			< {"id":"1","type":"complete"}`,
		"a defect": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"{ broke }"}}
			< {"id":"1","type":"error","payload":[{"message":"a defect"}]}`,
		"pings, before the beginning too": `
			> {"type":"ping"}
			< {"type":"pong"}
			> {"type":"ping","payload":{"a":1}}
			< {"type":"pong","payload":{"a":1}}
			> {"type":"pong"}
			> {"type":"pong","payload":{}}` + begun,
		"a credential in the payload": `
			> {"type":"connection_init","payload":{"authorization":"Bearer payload"}}
			< {"type":"connection_ack"}
			> {"id":"1","type":"subscribe","payload":{"query":"{ token }"}}
			< {"id":"1","type":"next","payload":{"data":{"token":"payload"}}}`,
		"a credential in the payload, as headers spell it": `
			> {"type":"connection_init","payload":{"Authorization":"bearer payload","other":1}}
			< {"type":"connection_ack"}
			> {"id":"1","type":"subscribe","payload":{"query":"{ token }"}}
			< {"id":"1","type":"next","payload":{"data":{"token":"payload"}}}`,
		"a payload without a credential": `
			> {"type":"connection_init","payload":{"authorization":null}}
			< {"type":"connection_ack"}
			> {"id":"1","type":"subscribe","payload":{"query":"{ token }"}}
			< {"id":"1","type":"next","payload":{"data":{"token":"header"}}}`,
		"no payload": `
			> {"type":"connection_init","payload":null}
			< {"type":"connection_ack"}`,
		"a malformed credential": `
			> {"type":"connection_init","payload":{"authorization":"Basic s3cret"}}
			x 4403 Forbidden: the credential is malformed; send Bearer <access token>`,
		"a credential that is no text": `
			> {"type":"connection_init","payload":{"authorization":1}}
			x 4403 Forbidden: the credential is malformed; send Bearer <access token>`,
		"two credentials": `
			> {"type":"connection_init","payload":{"authorization":"Bearer a","Authorization":"Bearer b"}}
			x 4403 Forbidden: the credential is malformed; send Bearer <access token>`,
		"an operation before the beginning": `
			> {"id":"1","type":"subscribe","payload":{"query":"{ token }"}}
			x 4401 Unauthorized`,
		"two beginnings": begun + `
			> {"type":"connection_init"}
			x 4429 Too many initialisation requests`,
		"no beginning": `
			+ 9s
			x 4408 Connection initialisation timeout`,
		"a beginning just in time": `
			+ 9s` + begun + `
			+ 10s
			> {"type":"ping"}
			< {"type":"pong"}`,
		"an id twice": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"subscription { state }"}}
			< {"id":"1","type":"next","payload":{"data":{"state":NL"draft"}}}
			> {"id":"1","type":"subscribe","payload":{"query":"subscription { state }"}}
			x 4409 Subscriber for 1 already exists`,
		"an id after its operation": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"{ token }"}}
			< {"id":"1","type":"next","payload":{"data":{"token":"header"}}}
			< {"id":"1","type":"complete"}
			> {"id":"1","type":"subscribe","payload":{"query":"{ token }"}}
			< {"id":"1","type":"next","payload":{"data":{"token":"header"}}}`,
		"an id with signs": begun + `
			> {"id":"\"\\\u00e9<","type":"subscribe","payload":{"query":"{ token }"}}
			< {"id":"\"\\é<","type":"next","payload":{"data":{"token":"header"}}}`,
		"no JSON": begun + `
			> {
			x 4400 Invalid message: not one JSON object with a type, in UTF-8, no name twice`,
		"a list": begun + `
			> []
			x 4400 Invalid message: not one JSON object with a type, in UTF-8, no name twice`,
		"null": begun + `
			> null
			x 4400 Invalid message: not one JSON object with a type, in UTF-8, no name twice`,
		"a name twice": begun + `
			> {"type":"ping","type":"ping"}
			x 4400 Invalid message: not one JSON object with a type, in UTF-8, no name twice`,
		"no type": begun + `
			> {}
			x 4400 Invalid message: not one JSON object with a type, in UTF-8, no name twice`,
		"a type of the server's": begun + `
			> {"type":"connection_ack"}
			x 4400 Invalid message: clients send no messages of this type`,
		"a type of another protocol": `
			> {"type":"start"}
			x 4400 Invalid message: clients send no messages of this type`,
		"no id": begun + `
			> {"type":"subscribe","payload":{"query":"{ token }"}}
			x 4400 Invalid message: the id is missing or too long`,
		"an empty id": begun + `
			> {"type":"complete","id":""}
			x 4400 Invalid message: the id is missing or too long`,
		"an id without end": begun + `
			> {"type":"complete","id":"` + strings.Repeat("x", 257) + `"}
			x 4400 Invalid message: the id is missing or too long`,
		"an id as long as may be": begun + `
			> {"type":"complete","id":"` + strings.Repeat("x", 256) + `"}
			> {"type":"ping"}
			< {"type":"pong"}`,
		"a payload that is no object": `
			> {"type":"ping","payload":"x"}
			x 4400 Invalid message: the payload is no object`,
		"an operation without a payload": begun + `
			> {"id":"1","type":"subscribe"}
			x 4400 Invalid message: the payload is no object`,
		"an operation without a document": begun + `
			> {"id":"1","type":"subscribe","payload":{}}
			x 4400 Invalid message: "query" is missing; it holds the GraphQL document`,
		"a document of another type": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":1}}
			x 4400 Invalid message: "query" must be a string, not a number`,
		"variables of another type": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"{ token }","variables":[]}}
			x 4400 Invalid message: "variables" must be a JSON object, not an array`,
		"nothing for its variables": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"{ token }","variables":null,"operationName":null,"extensions":null}}
			< {"id":"1","type":"next","payload":{"data":{"token":"header"}}}`,
		"a message as large as may be": begun + `
			> {"type":"ping"` + strings.Repeat(" ", 1<<10-len(`{"type":"ping"}`)) + `}
			< {"type":"pong"}`,
		"a message that is too large": begun + `
			> {"type":"ping"` + strings.Repeat(" ", 1<<10-len(`{"type":"ping"}`)+1) + `}
			x 1009 the message is too large`,
		"a reason without end": begun + `
			> {"id":"` + strings.Repeat("é", 100) + `","type":"subscribe","payload":{"query":"subscription { state }"}}
			< {"id":"` + strings.Repeat("é", 100) + `","type":"next","payload":{"data":{"state":NL"draft"}}}
			> {"id":"` + strings.Repeat("é", 100) + `","type":"subscribe","payload":{"query":"subscription { state }"}}
			x 4409 Subscriber for ` + strings.Repeat("é", 52) + `…`,
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, 10, func(s *stage) {
				s.connect("").speakWith(dialogue)
			})
		})
	}
}

// speakWith speaks a dialogue that writes a line break as NL.
func (c *client) speakWith(dialogue string) {
	c.Helper()
	for line := range strings.SplitSeq(strings.TrimSpace(dialogue), "\n") {
		if sign, text, _ := strings.Cut(strings.TrimSpace(line), " "); sign == "<" && strings.Contains(text, "NL") {
			if got := c.hear(); got != strings.ReplaceAll(text, "NL", "\n") {
				c.Fatalf("heard %s, want %s", got, text)
			}
			continue
		}
		c.speak(line)
	}
}

func TestSocket_isClosedForAnotherSubprotocolOrNone(t *testing.T) {
	for _, protocols := range [][]string{nil, {"graphql-ws"}, {"chat", "superchat"}} {
		onStage(t, 10, func(s *stage) {
			c, _, err := s.open(nil, protocols...)
			if err != nil {
				t.Fatal(protocols, err)
			}
			c.speak(`x 4406 Subprotocol not acceptable: use graphql-transport-ws`)
		})
	}
	onStage(t, 10, func(s *stage) {
		c, _, err := s.open(nil, "graphql-ws", "graphql-transport-ws")
		if err != nil || c.Subprotocol() != "graphql-transport-ws" {
			t.Fatal(err)
		}
		c.speak(begun)
	})
}

func TestSocket_takesTheHeadersCredentialOrNone(t *testing.T) {
	for header, want := range map[string]string{
		"":               `< {"type":"connection_ack"}`,
		"Bearer":         `< {"type":"connection_ack"}`,
		"Bearer header":  `< {"type":"connection_ack"}`,
		"Basic s3cret":   `x 4403 Forbidden: the credential is malformed; send Bearer <access token>`,
		"Bearer a b":     `x 4403 Forbidden: the credential is malformed; send Bearer <access token>`,
		"Bearer \u00e9a": `x 4403 Forbidden: the credential is malformed; send Bearer <access token>`,
	} {
		onStage(t, 10, func(s *stage) {
			c, _, err := s.open(http.Header{"Authorization": {header}}, "graphql-transport-ws")
			if err != nil {
				t.Fatal(err)
			}
			c.speak(`> {"type":"connection_init"}` + "\n" + want)
		})
	}
}

func TestSocket_tellsOfEachChangeWhereTheAnswerStaysTheSame(t *testing.T) {
	onStage(t, 10, func(s *stage) {
		s.connect("").speakWith(begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"subscription { change }"}}
			+ 1ms
			= sent
			< {"id":"1","type":"next","payload":{"data":{"change":"changed"}}}
			= seen
			< {"id":"1","type":"next","payload":{"data":{"change":"changed"}}}
			> {"id":"1","type":"complete"}`)
	})
}

func TestSocket_endsWithItsSession(t *testing.T) {
	for name, dialogue := range map[string]string{
		"while nothing runs": begun + `
			!
			x 4401 Unauthorized: the session, or the credential, has ended`,
		"while a subscription waits": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"subscription { state }"}}
			< {"id":"1","type":"next","payload":{"data":{"state":NL"draft"}}}
			!
			< {"id":"1","type":"error","payload":[{"message":"the session or the credential has ended, or the access to its account was taken back"}]}
			x 4401 Unauthorized: the session, or the credential, has ended`,
		"while a query runs": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"{ slow }"}}
			+ 500ms
			!
			< {"id":"1","type":"error","payload":[{"message":"the session or the credential has ended, or the access to its account was taken back"}]}
			x 4401 Unauthorized: the session, or the credential, has ended`,
		"once the client was told what that takes along": begun + `
			> {"id":"1","type":"subscribe","payload":{"query":"subscription { parting }"}}
			+ 1s
			= sent
			< {"id":"1","type":"next","payload":{"data":{"parting":"changed"}}}
			!
			< {"id":"1","type":"next","payload":{"data":{"parting":"farewell"}}}
			< {"id":"1","type":"next","payload":{"data":{"parting":"farewell"}}}
			< {"id":"1","type":"error","payload":[{"message":"the session or the credential has ended, or the access to its account was taken back"}]}
			x 4401 Unauthorized: the session, or the credential, has ended`,
		"before it is opened": `
			!` + begun + `
			x 4401 Unauthorized: the session, or the credential, has ended`,
		"not with that of the header, where the payload has another credential": `
			> {"type":"connection_init","payload":{"authorization":"Bearer other"}}
			< {"type":"connection_ack"}
			!
			> {"id":"1","type":"subscribe","payload":{"query":"{ token }"}}
			< {"id":"1","type":"next","payload":{"data":{"token":"other"}}}
			< {"id":"1","type":"complete"}`,
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, 10, func(s *stage) { s.connect("").speakWith(dialogue) })
		})
	}
}

func TestSocket_isForPagesOfAllowedOriginsAndItsOwnOnly(t *testing.T) {
	for _, c := range []struct {
		origins []string
		status  int
	}{
		{nil, 101},
		{[]string{"https://app.example"}, 101},
		{[]string{"http://gramql.example"}, 101},
		{[]string{"https://GRAMQL.example"}, 101},
		{[]string{"https://evil.example"}, 403},
		{[]string{"https://gramql.example.evil.example"}, 403},
		{[]string{"null"}, 403},
		{[]string{""}, 403},
		{[]string{"https://app.example", "https://evil.example"}, 403},
	} {
		onStage(t, 10, func(s *stage) {
			_, response, _ := s.open(http.Header{"Origin": c.origins}, "graphql-transport-ws")
			if response.StatusCode != c.status {
				t.Errorf("%q: %d, want %d", c.origins, response.StatusCode, c.status)
			}
		})
	}
}

func TestSocket_isRefusedAsHTTPSaysWhenItIsNone(t *testing.T) {
	for upgrade, status := range map[string]int{"h2c": 400, "h2c, WebSocket": 426, "websocket": 426} {
		onStage(t, 10, func(s *stage) {
			r, _ := http.NewRequestWithContext(s.Context(), http.MethodGet, "http://gramql.example/graphql", nil)
			r.Header.Set("Upgrade", upgrade)
			response, err := (&http.Transport{DialContext: s.dial, DisableKeepAlives: true}).RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			if response.StatusCode != status {
				t.Errorf("Upgrade: %s gives %d, want %d", upgrade, response.StatusCode, status)
			}
		})
	}
}
