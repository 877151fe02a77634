package main

import (
	"os"
	"os/signal"
	"syscall"
)

// endings are the signals that end the program.
var endings = []os.Signal{os.Interrupt, syscall.SIGTERM}

// atSecondSignal calls hurry when a second signal comes: whoever sends it does not want
// to wait for balancers. A third one kills the program, as if no one listened. The
// function that it returns ends the waiting.
func atSecondSignal(hurry func()) (stop func()) {
	signals, done := make(chan os.Signal, 2), make(chan struct{})
	signal.Notify(signals, endings...)
	go func() {
		for range 2 {
			select {
			case <-signals:
			case <-done:
				return
			}
		}
		signal.Reset(endings...)
		hurry()
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}
