package main

import (
	"bufio"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
)

// process is a program under load: GramQL or the proxy.
type process struct {
	command *exec.Cmd
	host    string // and port
	// graphql reports that this is GramQL, which is asked queries; the proxy is asked for
	// the calls that they become.
	graphql bool
}

// startGramQL starts GramQL over an upstream, as the comparison has it.
func startGramQL(binary, dir string, up *upstream, l login) (*process, error) {
	p, err := start("graphql: ", up, binary, "-addr", "127.0.0.1:0", "-admin-addr", "", "-graph", up.server.URL,
		"-login", l.name, "-data", dir, "-cache", "off", "-access-log", "off", "-explain", "off", "-max-delay", "0s", "-log-level", "error")
	if p != nil {
		p.graphql = true
	}
	return p, err
}

// startProxy starts this command once more, as the proxy.
func startProxy(up *upstream) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return start("proxy: ", up, self, proxyTo+up.server.URL)
}

// start starts a program on one core, which says where it listens in a line that begins
// with a text.
func start(says string, up *upstream, binary string, args ...string) (*process, error) {
	p := &process{command: exec.Command(binary, args...)} //nolint:gosec,noctx // ended by kill
	p.command.Env = append(append(os.Environ(), "GOMAXPROCS=1"), up.environment()...)
	p.command.Stderr = os.Stderr
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for p.host == "" && lines.Scan() {
		if address, ok := strings.CutPrefix(lines.Text(), says); ok {
			at, err := url.Parse(address)
			if err != nil {
				break
			}
			p.host = at.Host
		}
	}
	go func() {
		for lines.Scan() { // so that its output never blocks it
		}
	}()
	if p.host == "" {
		p.kill()
		return nil, errors.New(binary + " did not start")
	}
	return p, nil
}

func (p *process) kill() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
}

// request is the request of a row for this program, up to the token: a GraphQL query to
// GramQL, and the call that the query becomes to the proxy.
func (p *process) request(r row, c call) (head, rest string) {
	kind := "application/json"
	if p.graphql {
		c = call{"POST", "/graphql", r.body()}
	} else if c.method == "POST" {
		kind = "application/x-www-form-urlencoded"
	}
	head = fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s~", c.method, c.uri, p.host, r.login.token)
	if c.body != "" {
		rest = fmt.Sprintf("\r\nContent-Type: %s\r\nContent-Length: %d", kind, len(c.body))
	}
	return head, rest + "\r\n\r\n" + c.body
}
