package main

import (
	"testing"
)

func TestOptions_areAtLeastOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		o    options
		good bool
	}{
		{options{requests: 1, rounds: 1, connections: 1}, true},
		{options{rounds: 1, connections: 1}, false},
		{options{requests: 1, connections: 1}, false},
		{options{requests: 1, rounds: 1}, false},
	} {
		if err := c.o.check(); (err == nil) != c.good {
			t.Errorf("%+v: %v", c.o, err)
		}
	}
}
