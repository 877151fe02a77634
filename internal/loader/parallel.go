package loader

import "sync"

// parallel runs calls side by side. A panic in one of them is raised again in the
// goroutine that waits: in one of its own it would end the program.
type parallel struct {
	running  sync.WaitGroup
	once     sync.Once
	panicked any
}

func (p *parallel) start(call func()) {
	p.running.Go(func() {
		defer func() {
			if cause := recover(); cause != nil {
				p.once.Do(func() { p.panicked = cause })
			}
		}()
		call()
	})
}

func (p *parallel) wait() {
	p.running.Wait()
	if p.panicked != nil {
		panic(p.panicked)
	}
}
