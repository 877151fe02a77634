package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/localgraph/fault"
)

// attack is what one viewer, or somebody who is none, does so that others suffer.
type attack struct {
	name, means string
	// faults are those that the upstream has for the attacker's calls.
	faults []fault.Fault
	// clients is how many connections the attacker has, and does is what each of them
	// does again and again until the attack ends.
	clients int
	does    func(ctx context.Context, at target, client int)
	// memory is the most that the program may grow by, in bytes; 0 is any.
	memory float64
}

// target is the program under attack.
type target struct {
	address string // host and port
	load    *load
}

// attacks are those of docs/security.md, by the names that -attack takes.
var attacks = []attack{
	{
		name: "failing", means: "all calls of one viewer fail", clients: 20,
		faults: []fault.Fault{{Kind: fault.UnknownError, Token: attacker}},
		does:   asking(func(int) string { return attacker }, cheapOperation),
	},
	{
		name: "hanging", means: "no call of one viewer is answered", clients: 100,
		faults: []fault.Fault{{Kind: fault.Slow, Delay: time.Minute, Token: attacker}},
		does:   asking(func(int) string { return attacker }, cheapOperation),
	},
	{
		name: "spent", means: "the quota of the account is spent, for one viewer's token", clients: 20,
		faults: []fault.Fault{{Kind: fault.AccountThrottled, Minutes: 45, Token: attacker}},
		does:   asking(func(int) string { return attacker }, `{ user(id: "17841405822304914") { username } }`),
	},
	{
		name: "announced", means: "2,000 connections announce bodies of 256 KiB, and send a byte", clients: 2000, memory: 64 << 20,
		does: connecting("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 262144\r\n\r\n{"),
	},
	{
		name: "unread", means: "900 connections never read their answers of 100 kB", clients: 900, memory: 192 << 20,
		does: unreading(largeOperation),
	},
	{
		name: "made-up", means: "160 connections send made-up tokens", clients: 160,
		does: asking(func(client int) string { return fmt.Sprintf("IGAAmadeup%d", client) }, cheapOperation),
	},
	{
		name: "many", means: "160 connections send tokens that work, each another", clients: 160,
		does: asking(func(client int) string { return fmt.Sprintf("%s~%d", attacker, client) }, cheapOperation),
	},
	{
		name: "one", means: "200 connections send one token that works", clients: 200,
		does: asking(func(int) string { return attacker }, cheapOperation),
	},
	{
		name: "costly", means: "200 connections ask for half of what one operation may cost", clients: 200, memory: 512 << 20,
		does: asking(func(int) string { return attacker }, costlyOperation),
	},
	{
		name: "aliases", means: "40 connections ask for one field of 248 media under 480 names", clients: 40, memory: 256 << 20,
		does: asking(func(int) string { return attacker }, aliasedOperation),
	},
	{
		name: "aliases-unread", means: "200 connections never read such answers", clients: 200, memory: 256 << 20,
		does: unreading(aliasedOperation),
	},
}

// attacker and quiet are tokens; behind a "~" come further tokens of the same account.
const (
	attacker = "EAAdemometricsaurus"
	quiet    = "IGAAdemometricsaurus"
)

const (
	cheapOperation  = `{ me { username mediaCount } }`
	largeOperation  = `{ me { media(first: 100) { nodes { id caption mediaUrl permalink timestamp likeCount comments(first: 10) { nodes { id text timestamp username } } } } } }`
	costlyOperation = `{ me { media(first: 1000) { nodes { id caption comments(first: 48) { nodes { id text timestamp username } } } } } }`
)

// aliasedOperation costs the Graph API next to nothing, and its answer has 10 MB.
var aliasedOperation = func() string {
	var aliases strings.Builder
	for i := range 480 {
		_, _ = fmt.Fprintf(&aliases, " a%d: caption", i)
	}
	return "{ me { media(first: 248) { nodes {" + aliases.String() + " } } } }"
}()

// asking returns a client that sends an operation again as soon as the answer is
// there.
func asking(token func(client int) string, operation string) func(context.Context, target, int) {
	return func(ctx context.Context, at target, client int) {
		_, _ = at.load.ask(ctx, token(client), operation)
	}
}

// connecting returns a client that sends a text and then waits.
func connecting(text string) func(context.Context, target, int) {
	return func(ctx context.Context, at target, _ int) {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", at.address)
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		if _, err := io.WriteString(conn, text); err != nil {
			return
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_, _ = io.CopyN(io.Discard, conn, 1) // an answer, or the end
		}()
		select {
		case <-ctx.Done():
		case <-ended:
		}
	}
}

// unreading returns a client that sends an operation and does not read the answer.
func unreading(operation string) func(context.Context, target, int) {
	body := fmt.Sprintf(`{"query":%q}`, operation)
	head := fmt.Sprintf("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n", attacker, len(body))
	return func(ctx context.Context, at target, _ int) {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", at.address)
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		_ = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
		if _, err := io.WriteString(conn, head+body); err == nil {
			<-ctx.Done()
		}
	}
}

// find returns the attack with a name.
func find(name string) (attack, error) {
	var names []string
	for _, a := range attacks {
		if a.name == name {
			return a, nil
		}
		names = append(names, a.name)
	}
	return attack{}, fmt.Errorf("no attack is called %q; there are %s", name, strings.Join(names, ", "))
}

// bystanders measures what quiet viewers see before an attack and during it.
func bystanders(ctx context.Context, o options, a attack, up *upstream, p *program) (err error) {
	at := target{strings.TrimSuffix(strings.TrimPrefix(p.graphql, "http://"), "/graphql"), newLoad(p.graphql)}
	at.load.client.Transport = &http.Transport{MaxIdleConnsPerHost: a.clients, MaxConnsPerHost: a.clients}
	before := watch(ctx, p, o.duration/4)
	up.graph.Faults().Add(a.faults...)
	attacking, end := context.WithCancel(ctx)
	var clients sync.WaitGroup
	for client := range a.clients {
		clients.Go(func() {
			for attacking.Err() == nil {
				a.does(attacking, at, client)
			}
		})
	}
	during := watch(ctx, p, o.duration)
	end()
	clients.Wait()
	fmt.Printf("%s: %s\n  before: %s\n  during: %s\n", a.name, a.means, before, during)
	if len(during.refused) > 0 {
		err = fmt.Errorf("quiet viewers were refused: %v", during.refused)
	}
	if grown := during.memory - before.memory; a.memory > 0 && grown > a.memory {
		err = errors.Join(err, fmt.Errorf("the program grew by %.0f MB", grown/(1<<20)))
	}
	return err
}
