package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// bench builds the tests of one package around a mutant, and runs them.
type bench struct {
	p       *sources
	scratch string
	// limit is how long the tests of a mutant may take.
	limit time.Duration
}

// memory is how much address space the tests of a mutant may have, in KiB: one that
// appends without end dies before the machine does.
const memory = "4194304"

// newBench returns a bench, once the tests pass without a mutant.
func newBench(ctx context.Context, p *sources) (*bench, error) {
	scratch, err := os.MkdirTemp("", "gramql-mutate")
	if err != nil {
		return nil, err
	}
	b := &bench{p: p, scratch: scratch, limit: 5 * time.Minute}
	outcome, took, err := b.test(ctx)
	switch {
	case err != nil:
	case outcome == uncompiled:
		err = fmt.Errorf("%s does not compile as it is", p.name)
	case outcome != survived:
		err = fmt.Errorf("the tests of %s fail as it is", p.name)
	}
	if err != nil {
		return nil, errors.Join(err, b.close())
	}
	b.limit = 10*time.Second + 5*took
	return b, nil
}

func (b *bench) close() error { return os.RemoveAll(b.scratch) }

// try returns what becomes of a mutant.
func (b *bench) try(ctx context.Context, m mutant) (outcome, error) {
	changed, overlay := filepath.Join(b.scratch, "mutant.go"), filepath.Join(b.scratch, "overlay.json")
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(b.p.dir, m.file): changed}})
	if err != nil {
		return 0, err
	}
	if err := errors.Join(
		os.WriteFile(changed, m.apply(b.p.text(m.file)), 0o600),
		os.WriteFile(overlay, replace, 0o600),
	); err != nil {
		return 0, err
	}
	o, _, err := b.test(ctx, "-overlay", overlay)
	return o, err
}

// test builds the tests with further arguments, and runs them. It returns what became
// of them, and how long they took.
func (b *bench) test(ctx context.Context, arguments ...string) (outcome, time.Duration, error) {
	program := filepath.Join(b.scratch, "mutant.test")
	build := exec.CommandContext(ctx, "go", append([]string{"test", "-c", "-vet=off", "-ldflags=-s -w", "-o", program}, arguments...)...) //nolint:gosec // our own sources
	build.Dir = b.p.dir
	if err := build.Run(); err != nil {
		return uncompiled, 0, failed(ctx, err)
	}
	var out bytes.Buffer
	run := exec.CommandContext(ctx, "sh", "-c", `ulimit -v "$0"; exec "$@"`, memory, //nolint:gosec // what was just built
		program, "-test.failfast", "-test.timeout="+b.limit.String())
	run.Dir, run.Stdout, run.Stderr, run.WaitDelay = b.p.dir, &out, &out, time.Second
	begin := time.Now()
	err := run.Run()
	took := time.Since(begin)
	switch {
	case err == nil:
		return survived, took, nil
	case bytes.Contains(out.Bytes(), []byte("panic: test timed out")):
		return timedOut, took, failed(ctx, err)
	}
	return killed, took, failed(ctx, err)
}

// failed returns the error of a command, but for one that ran and failed, which is
// what it was run for.
func failed(ctx context.Context, err error) error {
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return ctx.Err()
	}
	return err
}
