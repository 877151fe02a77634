package live_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/httpx/live"
	"github.com/gramql/gramql/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The schema under the transports: each field stands for one kind of answer.
var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query {
		token: String # the caller's token
		slow: String  # waits for a second, or for the end of its context
		large: String # a hundred times a piece of an answer
		broke: String # a defect
	}
	type Mutation { publish: String }
	type Subscription {
		state: String # the state as it is, and after each change, until it is "final"
		none: String  # an error
		change: String # each change of the state, and nothing until then
		parting: String # as change, and at the end two farewells
	}
`})

// stage is a server with one state, in a bubble where time passes as soon as all wait.
type stage struct {
	*testing.T
	streams *live.Streams
	server  *http.Server
	listener

	mu       sync.Mutex
	state    string
	position int64
	changed  chan struct{}
	executed int

	over chan struct{} // closed when the session of the token "header" has ended
}

// listener hands connections to a server without a network.
type listener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   *sync.Once
}

func (l listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l listener) Close() error   { l.once.Do(func() { close(l.closed) }); return nil }
func (l listener) Addr() net.Addr { return &net.TCPAddr{} }

func (l listener) dial(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	l.conns <- server
	return client, nil
}

type tokenKey struct{}

// onStage runs a test in front of a server. The state is "draft" at first.
func onStage(t *testing.T, most int, test func(*stage), change ...func(*live.Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &stage{
			T: t, streams: live.NewStreams(most), state: "draft", position: 7, changed: make(chan struct{}), over: make(chan struct{}),
			listener: listener{make(chan net.Conn), make(chan struct{}), &sync.Once{}},
		}
		o := live.Options{Streams: s.streams, Transport: httpx.Transport{
			MaxBody: 1 << 10, Timeout: time.Minute,
			WithToken: func(ctx context.Context, token string, _ http.Header) (context.Context, error) {
				v := viewer.Viewer{Session: "session of " + token}
				copy(v.ID[:], token)
				return context.WithValue(viewer.NewContext(ctx, v), tokenKey{}, token), nil
			},
		}}
		o.SignedOut = s.signedOut
		for _, f := range change {
			f(&o)
		}
		h := handler.New(s)
		h.AddTransport(live.WebSocket{Options: o, Allowed: func(origin string) bool { return origin == "https://app.example" }})
		h.AddTransport(live.EventStream{Options: o})
		h.AddTransport(o.Transport)
		h.SetQueryCache(lru.New[*ast.QueryDocument](100))
		s.server = &http.Server{Handler: h, ReadHeaderTimeout: time.Hour}
		go func() { _ = s.server.Serve(s.listener) }()
		defer func() {
			_ = s.server.Close()
			synctest.Wait()
		}()
		test(s)
	})
}

// signedOut waits for the end of the session of the token "header".
func (s *stage) signedOut(ctx context.Context, v viewer.Viewer) error {
	over := s.over
	if v.Session != "session of header" {
		over = nil
	}
	select {
	case <-over:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// signOut ends the session of the token "header".
func (s *stage) signOut() {
	close(s.over)
	synctest.Wait()
}

// becomes changes the state.
func (s *stage) becomes(state string) {
	s.mu.Lock()
	s.state = state
	s.position++
	close(s.changed)
	s.changed = make(chan struct{})
	s.mu.Unlock()
	synctest.Wait()
}

// after waits for a change after a position.
func (s *stage) after(ctx context.Context, position int64) (int64, error) {
	for {
		s.mu.Lock()
		now, changed := s.position, s.changed
		s.mu.Unlock()
		if now > position {
			return now, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

func (*stage) Schema() *ast.Schema { return schema }

func (*stage) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (s *stage) Exec(context.Context) graphql.ResponseHandler {
	once := false
	return func(ctx context.Context) *graphql.Response {
		if once {
			return nil
		}
		once = true
		return s.answer(ctx)
	}
}

func (s *stage) answer(ctx context.Context) *graphql.Response {
	s.mu.Lock()
	s.executed++
	state, position := s.state, s.position
	s.mu.Unlock()
	field := graphql.GetOperationContext(ctx).Operation.SelectionSet[0].(*ast.Field)
	value := `"done"`
	switch field.Name {
	case "token":
		token, _ := ctx.Value(tokenKey{}).(string)
		value = `"` + token + `"`
	case "slow":
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return nil
		}
	case "large":
		value = `"` + strings.Repeat("x", 100*64<<10) + `"`
	case "broke":
		panic("a defect")
	case "none":
		return &graphql.Response{Errors: gqlerror.List{{Message: "no such state", Path: ast.Path{ast.PathName("none")}}}}
	case "change":
		told := httpx.Told(ctx).Position
		httpx.Follow(ctx, httpx.Following{Position: position, Changed: s.after, Each: true, Quiet: told == httpx.Nothing || told >= position})
		value = `"changed"`
	case "parting":
		told := httpx.Told(ctx)
		left, _ := told.Seen.(int)
		f := httpx.Following{Position: position, Changed: s.after, Each: true, Farewell: true, Seen: left, Quiet: !told.Last && (told.Position == httpx.Nothing || told.Position >= position)}
		value = `"changed"`
		if told.Last {
			f.Quiet, f.Seen = left == 2, left+1
			value = `"farewell"`
		}
		httpx.Follow(ctx, f)
	case "state":
		f := httpx.Following{Position: position, Changed: s.after}
		if state == "final" {
			f.Changed = nil
		}
		httpx.Follow(ctx, f)
		value = "\n\"" + state + `"`
	}
	return &graphql.Response{Data: []byte(`{"` + field.Alias + `":` + value + `}`)}
}

// client is one end of a socket.
type client struct {
	*stage
	*websocket.Conn
	network net.Conn
}

// open opens a socket.
func (s *stage) open(header http.Header, protocols ...string) (*client, *http.Response, error) {
	c := &client{stage: s}
	transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (_ net.Conn, err error) {
		c.network, err = s.dial(ctx, network, address)
		return c.network, err
	}}
	conn, response, err := websocket.Dial(s.Context(), "ws://gramql.example/graphql", &websocket.DialOptions{
		HTTPClient: &http.Client{Transport: transport}, Subprotocols: protocols, HTTPHeader: header,
	})
	if err == nil {
		conn.SetReadLimit(-1)
		c.Conn = conn
		s.Cleanup(func() { _ = conn.CloseNow() })
	}
	return c, response, err
}

// connect opens a socket, and speaks as in a dialogue.
func (s *stage) connect(dialogue string) *client {
	s.Helper()
	c, _, err := s.open(http.Header{"Authorization": {"Bearer header"}}, "graphql-transport-ws")
	if err != nil {
		s.Fatal(err)
	}
	c.speak(dialogue)
	return c
}

// speak says the lines of a dialogue that begin with ">", and wants to hear those with "<",
// and to have the socket closed as a line with "x" says. "= state" changes the state, "+ 5s"
// lets time pass, and "!" ends the session.
func (c *client) speak(dialogue string) {
	c.Helper()
	for line := range strings.SplitSeq(strings.TrimSpace(dialogue), "\n") {
		sign, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch sign {
		case ">":
			c.say(text)
		case "=":
			c.becomes(text)
		case "!":
			c.signOut()
		case "+":
			d, err := time.ParseDuration(text)
			if err != nil {
				c.Fatal(err)
			}
			time.Sleep(d)
		case "<":
			if got := c.hear(); got != text {
				c.Fatalf("heard %s, want %s", got, text)
			}
		case "x":
			if got := c.hear(); got != text {
				c.Fatalf("closed with %q, want %q", got, text)
			}
		}
	}
}

func (c *client) say(text string) {
	c.Helper()
	if err := c.Write(c.Context(), websocket.MessageText, []byte(text)); err != nil {
		c.Fatal(err)
	}
}

// hear returns the next message, or the code and the reason of the closing. Nothing that
// comes within an hour is "silence".
func (c *client) hear() string {
	ctx, cancel := context.WithTimeout(c.Context(), time.Hour)
	defer cancel()
	_, text, err := c.Read(ctx)
	if closed, ok := errors.AsType[websocket.CloseError](err); ok {
		return fmt.Sprintf("%d %s", closed.Code, closed.Reason)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "silence"
	}
	if err != nil {
		return "gone"
	}
	return string(text)
}
