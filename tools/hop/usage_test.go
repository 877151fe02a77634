package main

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

func TestProcess_usesTimeAndMemory(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/proc/self/schedstat"); err != nil {
		t.Skip("Linux only:", err)
	}
	self := &process{command: &exec.Cmd{Process: &os.Process{Pid: os.Getpid()}}}
	before, err := self.cpu()
	if err != nil || before <= 0 {
		t.Fatal(before, err)
	}
	for began := time.Now(); time.Since(began) < 50*time.Millisecond; {
		_ = packed([]byte("busy"))
	}
	if after, err := self.cpu(); err != nil || after <= before {
		t.Errorf("used %v, and later %v, %v", before, after, err)
	}
	if peak, err := self.peak(); err != nil || peak < 1<<20 {
		t.Errorf("a peak of %d bytes, %v", peak, err)
	}
	none := &process{command: &exec.Cmd{Process: &os.Process{Pid: 1 << 30}}}
	if _, err := none.cpu(); err == nil {
		t.Error("a process that is not has used time")
	}
	if _, err := none.peak(); err == nil {
		t.Error("a process that is not has used memory")
	}
}
