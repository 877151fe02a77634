package live

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/coder/websocket"
	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/redact"
)

// protocol is the WebSocket subprotocol that sockets speak.
//
// Source: graphql-ws, GraphQL over WebSocket Protocol.
const protocol = "graphql-transport-ws"

// The types of messages.
const (
	connectionInit = "connection_init"
	connectionAck  = "connection_ack"
	ping           = "ping"
	pong           = "pong"
	subscribe      = "subscribe"
	next           = "next"
	failed         = "error"
	complete       = "complete"
)

// message is a message from or to a client.
type message struct {
	Type string `json:"type"`
	// ID names the operation that the message is about, among those of its socket.
	ID string `json:"id,omitempty"`
	// Payload is nil where there is none.
	Payload jsontext.Value `json:"payload,omitempty"`
}

// closing is why a socket is closed.
type closing struct {
	code   websocket.StatusCode
	reason string
}

// The codes of the protocol, beside those of WebSockets.
const (
	codeBadRequest      websocket.StatusCode = 4400
	codeUnauthorized    websocket.StatusCode = 4401
	codeForbidden       websocket.StatusCode = 4403
	codeNoSubprotocol   websocket.StatusCode = 4406
	codeInitTimeout     websocket.StatusCode = 4408
	codeExists          websocket.StatusCode = 4409
	codeTooManyInits    websocket.StatusCode = 4429
	codeMessageTooLarge                      = websocket.StatusMessageTooBig
)

var (
	closeUnauthorized = &closing{codeUnauthorized, "Unauthorized"}
	closeSignedOut    = &closing{codeUnauthorized, "Unauthorized: the session, or the credential, has ended"}
	closeForbidden    = &closing{codeForbidden, "Forbidden: the credential is malformed; send Bearer <access token>"}
	closeNoProtocol   = &closing{codeNoSubprotocol, "Subprotocol not acceptable: use " + protocol}
	closeInitTimeout  = &closing{codeInitTimeout, "Connection initialisation timeout"}
	closeTooManyInits = &closing{codeTooManyInits, "Too many initialisation requests"}
	closeDraining     = &closing{websocket.StatusGoingAway, "the server is going away; connect again"}
	closeInternal     = &closing{websocket.StatusInternalError, "internal error"}
	closeCrowded      = &closing{websocket.StatusTryAgainLater, "too many sockets of one viewer or address"}
)

// maxReason is the most bytes that the reason of a closing has.
//
// Source: RFC 6455, section 5.5.
const maxReason = 123

func malformed(reason string) *closing { return &closing{codeBadRequest, cut(reason)} }

// forbidden returns the closing of a socket whose credential is refused.
func forbidden(why *httpx.Refusal) *closing {
	if why.Error() == httpx.ErrMalformedToken.Error() {
		return closeForbidden
	}
	return &closing{codeForbidden, cut("Forbidden: " + why.Error())}
}

func exists(id string) *closing {
	return &closing{codeExists, cut("Subscriber for " + redact.Credentials(id) + " already exists")}
}

// cut shortens a reason to what a closing can hold, between letters.
func cut(reason string) string {
	reason = strings.ToValidUTF8(reason, "")
	if len(reason) <= maxReason {
		return reason
	}
	end := maxReason - len("…")
	for !utf8.RuneStart(reason[end]) {
		end--
	}
	return reason[:end] + "…"
}

// maxID is the longest id that a client may give an operation, in bytes.
const maxID = 256

var (
	errNoMessage = malformed("Invalid message: not one JSON object with a type, in UTF-8, no name twice")
	errNoID      = malformed("Invalid message: the id is missing or too long")
	errPayload   = malformed("Invalid message: the payload is no object")
)

// parse reads a message of a client.
func parse(text []byte) (message, *closing) {
	var m message
	// Escapes of half a character are let through, as in requests.
	err := jsonv2.Unmarshal(text, &m, jsontext.AllowInvalidUTF8(true))
	if err != nil || !utf8.Valid(text) || jsontext.Value(text).Kind() != '{' {
		return m, errNoMessage
	}
	switch m.Type {
	case connectionInit, ping, pong:
		if len(m.Payload) > 0 && m.Payload.Kind() != '{' && m.Payload.Kind() != 'n' {
			return m, errPayload
		}
	case subscribe, complete:
		if m.ID == "" || len(m.ID) > maxID {
			return m, errNoID
		}
		if m.Type == subscribe && m.Payload.Kind() != '{' {
			return m, errPayload
		}
	case "":
		return m, errNoMessage
	default:
		return m, malformed("Invalid message: clients send no messages of this type")
	}
	return m, nil
}

// text returns a message as it is sent.
func (m message) text() []byte {
	var b bytes.Buffer
	b.Grow(len(m.Payload) + len(m.ID) + 64)
	b.WriteByte('{')
	if m.ID != "" {
		id, _ := jsontext.AppendQuote(nil, m.ID) // which came as JSON
		b.WriteString(`"id":`)
		b.Write(id)
		b.WriteByte(',')
	}
	b.WriteString(`"type":"` + m.Type + `"`)
	if len(m.Payload) > 0 {
		b.WriteString(`,"payload":`)
		b.Write(m.Payload)
	}
	b.WriteByte('}')
	return b.Bytes()
}
