package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// cpu returns the CPU time that a process has taken, in user space and in the kernel: the
// sum over its threads, of which Go ends none.
func (p *process) cpu() (time.Duration, error) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	var all time.Duration
	for _, thread := range threads {
		text, err := os.ReadFile(thread) //nolint:gosec // of a process that we started
		if err != nil {
			return 0, err
		}
		var ran int64
		if _, err := fmt.Sscan(string(text), &ran); err != nil {
			return 0, fmt.Errorf("%s: %w", thread, err)
		}
		all += time.Duration(ran)
	}
	if all == 0 {
		return 0, fmt.Errorf("the CPU time of process %d is not known: there is no schedstat in its /proc", p.command.Process.Pid)
	}
	return all, nil
}

// peak returns the most memory that a process has had resident, in bytes.
func (p *process) peak() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			var kilobytes int64
			_, err := fmt.Sscan(value, &kilobytes)
			return kilobytes << 10, err
		}
	}
	return 0, fmt.Errorf("the peak memory of process %d is not known", p.command.Process.Pid)
}
