// Package parallel runs functions side by side.
package parallel

import "sync"

// Calls run side by side. A panic in one of them is raised again in the
// goroutine that waits: in one of its own it would end the program.
type Calls struct {
	running  sync.WaitGroup
	once     sync.Once
	panicked any
}

// Start runs a function.
func (c *Calls) Start(call func()) {
	c.running.Go(func() {
		defer func() {
			if cause := recover(); cause != nil {
				c.once.Do(func() { c.panicked = cause })
			}
		}()
		call()
	})
}

// Wait returns when all functions that were started have returned.
func (c *Calls) Wait() {
	c.running.Wait()
	if c.panicked != nil {
		panic(c.panicked)
	}
}
