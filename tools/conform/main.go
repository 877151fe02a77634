// Command conform asks a Graph API server what the cases of the local graph ask, about
// what the token's own account has there, and prints where the shape of its answers is
// not that of the local graph's. Whoever has a token can so check the local graph
// against Meta.
//
//	go run ./tools/conform -graph https://graph.instagram.com -token-file token.txt
//
// It reads only, one call after the other, and stops when the server asks it to wait.
// The exit code is 1 if there are differences or it had to stop, and 2 if it was told
// wrongly what to do. docs/conformance.md says more.
//
//	main.go       what it does, in order
//	options.go    the command line
//	server.go     the server that is asked
//	refusal.go    answers after which no more is asked
//	values.go     what the cases' names are on that server
//	selection.go  which cases are asked
//	reference.go  the local graph, which says what is expected
//	verdict.go    an answer against the expected one
//	report.go     what is printed
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/gramql/gramql/internal/localgraph/conformance"
)

// What the program ends with.
const (
	exitAlike = iota
	exitDifferent
	exitMisused
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run does what the arguments say, and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := readOptions(args, stderr)
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return exitMisused
	}
	if o.help {
		return exitAlike
	}
	out := &report{out: stdout, verbose: o.verbose}
	for _, token := range o.tokens {
		out.hide(token)
	}
	if err := conform(ctx, o, out); err != nil {
		out.say("stopped: %v", err)
		return exitDifferent
	}
	if out.differing > 0 {
		return exitDifferent
	}
	return exitAlike
}

// conform asks the server all that is selected. The error says why it stopped.
func conform(ctx context.Context, o options, out *report) (err error) {
	rules, err := conformance.LoadRules()
	if err != nil {
		return err
	}
	chosen, err := selectCases(o)
	if err != nil {
		return err
	}
	out.begin(o, chosen)
	if o.list {
		return nil
	}
	expected := newReference(o)
	defer func() { err = errors.Join(err, expected.close()) }()
	s := newServer(o)
	defer s.client.CloseIdleConnections()
	v := &values{options: o, server: s, found: map[string]value{}, out: out}
	defer out.end()
	for _, c := range chosen.asked {
		if err := ctx.Err(); err != nil {
			return err
		}
		verdict, err := judge(ctx, c.InVersion(o.version), v, expected, rules)
		if err != nil {
			return err
		}
		out.add(c, verdict)
	}
	return nil
}
