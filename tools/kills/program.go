package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// program is gramql, built, with what all of its processes share.
type program struct {
	dir, file, graph string
	// database is a PostgreSQL address; empty for a SQLite file.
	database string
	// cache is a Redis address; memory for none.
	cache string
	// more are further settings.
	more []string
}

// build builds gramql for a Graph API server.
func build(ctx context.Context, graph, database, cache string) (*program, error) {
	dir, err := os.MkdirTemp("", "gramql-kills")
	if err != nil {
		return nil, err
	}
	p := &program{dir: dir, file: filepath.Join(dir, "gramql"), graph: graph, database: database, cache: cache}
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", p.file, ".").CombinedOutput(); err != nil { //nolint:gosec // our own sources
		return nil, errors.Join(fmt.Errorf("go build: %w\n%s", err, out), p.remove())
	}
	if database == "" {
		return p, nil
	}
	keys := exec.CommandContext(ctx, p.file, "keys", "add", "-key-file", p.keys()) //nolint:gosec // the program built above
	if out, err := keys.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("keys add: %w\n%s", err, out), p.remove())
	}
	return p, nil
}

func (p *program) keys() string { return filepath.Join(p.dir, "keys") }

// remove removes all that the run has made.
func (p *program) remove() error { return os.RemoveAll(p.dir) }

// process is a gramql that runs.
type process struct {
	url     string // of its GraphQL endpoint
	graph   string // of the Graph API that it asks
	command *exec.Cmd
	ended   chan struct{}
}

// start starts gramql and returns when it answers.
func (p *program) start(ctx context.Context) (*process, error) {
	args := []string{
		"-addr", "127.0.0.1:0", "-admin-addr", "", "-graph", p.graph, "-graph-version", "v27.0", "-data", filepath.Join(p.dir, "data"), "-log-level", "warn",
		"-max-operations", "0", // a busy machine is no reason to refuse posts here
	}
	args = append(args, p.more...)
	if p.database != "" {
		args = append(args, "-database", p.database, "-cache", p.cache, "-key-file", p.keys())
	}
	command := exec.CommandContext(ctx, p.file, args...) //nolint:gosec // the program built above
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	running := &process{command: command, ended: make(chan struct{})}
	lines := bufio.NewScanner(out)
	for running.graph == "" && lines.Scan() {
		switch what, url, _ := strings.Cut(lines.Text(), ": "); what {
		case "graphql":
			running.url = url
		case "graph":
			running.graph = url
		}
	}
	go func() {
		for lines.Scan() { // so that its output never blocks it
		}
		_ = command.Wait() // it is killed
		close(running.ended)
	}()
	if running.graph == "" {
		<-running.ended
		return nil, errors.New("gramql did not start")
	}
	return running, nil
}

// kill ends the process as a power cut does.
func (r *process) kill() error {
	err := r.command.Process.Kill()
	<-r.ended
	if errors.Is(err, os.ErrProcessDone) {
		return errors.New("gramql ended by itself")
	}
	return err
}
