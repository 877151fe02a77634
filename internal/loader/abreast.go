package loader

import "sync"

// abreast are calls side by side. A panic in one is for whoever waits for all: in a
// goroutine of its own it would end the program.
type abreast struct {
	running  sync.WaitGroup
	once     sync.Once
	panicked any
}

func (a *abreast) start(call func()) {
	a.running.Go(func() {
		defer func() {
			if cause := recover(); cause != nil {
				a.once.Do(func() { a.panicked = cause })
			}
		}()
		call()
	})
}

func (a *abreast) wait() {
	a.running.Wait()
	if a.panicked != nil {
		panic(a.panicked)
	}
}
