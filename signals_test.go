package main

import (
	"os"
	"testing"
	"time"
)

func TestAtSecondSignal_hurriesOnce(t *testing.T) {
	hurried := make(chan struct{})
	stop := atSecondSignal(func() { close(hurried) })
	defer stop()
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for _, ending := range endings {
		if err := self.Signal(ending); err != nil {
			t.Skip("this system sends no such signals:", err)
		}
	}
	select {
	case <-hurried:
	case <-time.After(time.Minute):
		t.Fatal("two signals hurry nobody")
	}
}
