package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// program is GramQL as a process of its own, so that only its own use is measured.
type program struct {
	process *exec.Cmd
	ended   chan error
	graphql string
	admin   string
}

// startProgram starts GramQL over an upstream and waits until it is ready.
func startProgram(ctx context.Context, binary, dir, graph string) (*program, error) {
	if binary == "" {
		binary = filepath.Join(dir, "gramql")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, ".").CombinedOutput(); err != nil { //nolint:gosec // our own sources
			return nil, fmt.Errorf("go build: %w\n%s", err, out)
		}
	}
	admin, err := free(ctx)
	if err != nil {
		return nil, err
	}
	p := &program{ended: make(chan error, 1), admin: "http://" + admin}
	p.process = exec.Command(binary, "-addr", "127.0.0.1:0", "-admin-addr", admin, "-graph", graph, "-data", dir, "-log-level", "error") //nolint:gosec,noctx // ended by stop
	p.process.Stderr = os.Stderr
	out, err := p.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.process.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for p.graphql == "" && lines.Scan() {
		p.graphql, _ = strings.CutPrefix(lines.Text(), "graphql: ")
	}
	go func() {
		for lines.Scan() { // so that its output never blocks it
		}
		p.ended <- p.process.Wait()
	}()
	if p.graphql == "" {
		return nil, errors.Join(errors.New("the program did not start"), <-p.ended)
	}
	return p, nil
}

// free returns an address with a free port.
func free(ctx context.Context) (string, error) {
	socket, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return socket.Addr().String(), socket.Close()
}

// sample is what the program uses at one time.
type sample struct {
	at         time.Duration
	goroutines float64
	files      float64
	memory     float64 // bytes, resident
	calls      float64 // to the upstream, since the start
}

// sample reads the program's own metrics.
func (p *program) sample(ctx context.Context) (sample, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.admin+"/metrics", http.NoBody)
	if err != nil {
		return sample{}, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return sample{}, err
	}
	defer func() { _ = response.Body.Close() }()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(response.Body)
	if err != nil {
		return sample{}, err
	}
	gauge := func(name string) float64 {
		if f := families[name]; f != nil && len(f.Metric) > 0 {
			return f.Metric[0].GetGauge().GetValue()
		}
		err = errors.Join(err, errors.New("the program has no metric "+name))
		return 0
	}
	s := sample{goroutines: gauge("go_goroutines"), files: gauge("process_open_fds"), memory: gauge("process_resident_memory_bytes")}
	for _, calls := range families["gramql_upstream_calls_total"].GetMetric() {
		s.calls += calls.GetCounter().GetValue()
	}
	return s, err
}

// stop ends the program as an operator does. The error says that it did not end
// properly.
func (p *program) stop() error {
	if err := p.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case err := <-p.ended:
		p.ended <- err
		return err
	case <-time.After(15 * time.Second):
		return errors.New("the program did not end within 15 seconds of SIGTERM")
	}
}

func (p *program) kill() { _ = p.process.Process.Kill() }
