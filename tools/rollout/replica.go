package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// replica is GramQL as a process of its own, over its own local graph.
type replica struct {
	dir, base string
	process   *exec.Cmd
	ended     chan struct{} // closed when the process has ended, with err
	err       error
}

// startReplica starts GramQL with its data in a folder. It may not be ready yet.
func startReplica(o options, dir string) (*replica, error) {
	r := &replica{dir: dir, ended: make(chan struct{})}
	r.process = exec.Command(o.gramql, "-addr", "127.0.0.1:0", "-local-addr", "127.0.0.1:0", "-admin-addr", "", //nolint:gosec,noctx // ended by stop
		"-data", dir, "-drain-delay", o.delay.String(), "-log-level", "warn")
	r.process.Stderr = os.Stderr
	out, err := r.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := r.process.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for r.base == "" && lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "graphql: "); ok {
			r.base = strings.TrimSuffix(url, "/graphql")
		}
	}
	go func() {
		for lines.Scan() { // so that its output never blocks it
		}
		r.err = r.process.Wait()
		close(r.ended)
	}()
	if r.base == "" {
		<-r.ended
		return nil, errors.Join(errors.New("a replica did not start"), r.err)
	}
	return r, nil
}

// stop ends the replica as an operator does, and waits for the end. The error says
// that it did not end properly.
func (r *replica) stop(ctx context.Context) error {
	if err := r.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-r.ended:
		return r.err
	case <-ctx.Done():
		return fmt.Errorf("a replica does not end: %w", ctx.Err())
	}
}

func (r *replica) kill() {
	_ = r.process.Process.Kill()
	<-r.ended
}
