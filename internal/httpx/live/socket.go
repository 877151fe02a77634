package live

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/memory"
)

// initTime is how long a client may take to send connection_init.
const initTime = 10 * time.Second

// closeTime is how long a client may take to agree to a closing.
const closeTime = 5 * time.Second

// socket is one client's connection. What it sends is read by one goroutine; each of its
// operations runs in one of its own.
type socket struct {
	options Options
	exec    graphql.GraphExecutor
	request *http.Request
	conn    *websocket.Conn
	network net.Conn

	// ctx is of the client's viewer from connection_init on, until the socket is closed.
	ctx  context.Context //nolint:containedctx // a socket is a request that lasts
	from memory.Owner
	// by is whose the socket is among all streams.
	by caller
	// initialized reports whether connection_init has come.
	initialized bool
	// refused is why nobody asks, though connection_init had a credential; nil if it is not so.
	refused *httpx.Refusal

	writing sync.Mutex // held by whoever writes

	mu         sync.Mutex
	operations map[string]*operation // those that run, by the client's id
	ended      bool
	running    sync.WaitGroup
}

// serve reads what the client sends until the socket is closed.
func (s *socket) serve() {
	ctx, cancel := context.WithCancel(s.ctx)
	s.ctx, s.operations = ctx, map[string]*operation{}
	s.from = s.options.Caller(ctx, s.request)
	defer s.running.Wait()
	defer cancel()
	defer context.AfterFunc(s.options.Streams.cut, func() { _ = s.network.Close() })()
	defer func() {
		if defect := recover(); defect != nil {
			defective(ctx, s.exec, defect)
			s.end()
			s.close(closeInternal)
		}
	}()
	if s.conn.Subprotocol() != protocol {
		s.close(closeNoProtocol)
		return
	}
	late := time.AfterFunc(initTime, func() { s.close(closeInitTimeout) })
	defer late.Stop()
	defer s.beat().Stop()
	defer context.AfterFunc(s.options.Streams.draining, s.drain)()
	s.conn.SetReadLimit(-1) // read counts, and says so before it closes

	for {
		text, why := s.read()
		if text == nil && why == nil {
			break // the client has gone
		}
		was := s.initialized
		if why == nil {
			why = s.receive(text)
		}
		if s.initialized && !was {
			late.Stop()
			if why = s.recognize(); why == nil {
				s.send(message{Type: connectionAck})
				s.options.onSignedOut(s.ctx, s.signOut)
			}
		}
		if why != nil {
			s.end()
			s.close(why)
			break
		}
	}
	s.end()
	_ = s.conn.CloseNow()
}

// read returns the client's next message; nil when the client has gone.
func (s *socket) read() ([]byte, *closing) {
	_, r, err := s.conn.Reader(context.Background()) // whose end would close without a word
	if err != nil {
		return nil, nil
	}
	hold := s.options.Incoming.Hold(s.from, func() { _ = s.network.SetReadDeadline(past) })
	defer hold.Release()
	var text bytes.Buffer
	n, err := text.ReadFrom(io.LimitReader(counted{r, hold}, s.options.MaxBody+1))
	switch {
	case n > s.options.MaxBody:
		return nil, &closing{codeMessageTooLarge, "the message is too large"}
	case err != nil:
		return nil, nil
	}
	return text.Bytes(), nil
}

// counted is a message whose bytes are counted as they come.
type counted struct {
	io.Reader
	hold *memory.Hold
}

func (c counted) Read(into []byte) (int, error) {
	n, err := c.Reader.Read(into)
	c.hold.Grow(n)
	return n, err
}

// receive does what a message says. It returns why the socket is to be closed; nil to read
// on.
func (s *socket) receive(text []byte) *closing {
	m, why := parse(text)
	if why != nil {
		return why
	}
	switch m.Type {
	case connectionInit:
		return s.initialize(m.Payload)
	case ping:
		s.send(message{Type: pong, Payload: m.Payload})
	case subscribe:
		if !s.initialized {
			return closeUnauthorized
		}
		return s.subscribe(m)
	case complete:
		s.complete(m.ID)
	}
	return nil
}

// initialize takes the client's credential: the payload's, or else that of the request
// which the socket began as.
func (s *socket) initialize(payload jsontext.Value) *closing {
	if s.initialized {
		return closeTooManyInits
	}
	said, ok := headersIn(payload)
	if !ok {
		return closeForbidden
	}
	header := s.request.Header.Clone()
	maps.Copy(header, said)
	ctx, refused := s.options.Authenticate(s.ctx, header["Authorization"], header)
	if refused == nil && said[accountHeader] != nil && header["Authorization"] == nil && s.options.InSession != nil {
		var err error
		if ctx, err = s.options.InSession(ctx, header); err != nil {
			refused = httpx.ErrSession
		}
	}
	if refused != nil && refused.Forbids() {
		return forbidden(refused)
	}
	s.ctx, s.initialized, s.refused = ctx, true, refused
	return nil
}

// recognize finds out whose the socket is: its viewer's, once the viewer's token was seen to
// work. It returns why the socket is to be closed.
func (s *socket) recognize() *closing {
	s.from = s.options.Caller(s.ctx, s.request)
	by := callerOf(s.from)
	if !s.options.Streams.pass(s.by, by) {
		return closeCrowded
	}
	s.by = by
	return nil
}

// accountHeader chooses one of several accounts.
const accountHeader = "X-Gramql-Account"

// headersIn returns what the payload of connection_init says in place of the request's
// headers: the credential, and the account in whose name it asks. False is for what is no
// text, or for two. Clients spell the names as they do in headers.
func headersIn(payload jsontext.Value) (said http.Header, ok bool) {
	said = http.Header{}
	if payload.Kind() != '{' {
		return said, true
	}
	var members map[string]jsontext.Value
	if err := jsonv2.Unmarshal(payload, &members); err != nil {
		return nil, false
	}
	for name, value := range members {
		name = http.CanonicalHeaderKey(name)
		if name != "Authorization" && name != accountHeader || value.Kind() == 'n' {
			continue
		}
		var text string
		if err := jsonv2.Unmarshal(value, &text); err != nil || said[name] != nil {
			return nil, false
		}
		said[name] = []string{text}
	}
	return said, true
}

// drainTime is how long what runs may take when the server drains: a little less than the
// server waits.
const drainTime = 8 * time.Second

// drain closes the socket as soon as what runs has been answered.
func (s *socket) drain() {
	s.mu.Lock()
	s.ended = true // no more operations begin
	s.mu.Unlock()
	s.finish(drainTime, closeDraining)
}

// signOut closes the socket of a client who may not ask any more, as soon as what runs has
// told of that.
func (s *socket) signOut() {
	s.mu.Lock()
	s.ended = true
	for _, o := range s.operations {
		o.cancel(errSignedOut)
	}
	s.mu.Unlock()
	s.finish(partingTime, closeSignedOut)
}

// finish closes the socket as soon as what runs has ended, for which there is some time.
func (s *socket) finish(within time.Duration, why *closing) {
	late := time.AfterFunc(within, s.end)
	s.running.Wait()
	late.Stop()
	s.close(why)
}

// end has the operations end that still run, and no more begin.
func (s *socket) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	for _, o := range s.operations {
		o.cancel(nil)
	}
	clear(s.operations)
}

// close tells the client why the socket is closed, and closes it.
func (s *socket) close(why *closing) {
	_ = s.network.SetReadDeadline(time.Now().Add(closeTime))
	_ = s.conn.Close(why.code, why.reason)
}

// beat asks the client from time to time whether it is still there, and closes the socket
// of one that does not say so.
func (s *socket) beat() *time.Timer {
	var timer *time.Timer
	timer = time.AfterFunc(beat, func() {
		ctx, cancel := context.WithTimeout(context.Background(), pongTime)
		defer cancel()
		if s.conn.Ping(ctx) != nil {
			_ = s.network.Close()
			return
		}
		timer.Reset(beat)
	})
	return timer
}
