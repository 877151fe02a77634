package events

import (
	"context"
	"errors"
	"testing"
)

func TestOutbox_sendsInOrderAndSaysWhatWasLost(t *testing.T) {
	t.Parallel()
	o := NewOutbox()
	for range queued {
		o.Send("a")
	}
	o.Send("too many")
	if topic, err := o.Next(t.Context()); topic != "" || err != nil {
		t.Errorf("%q, %v; want that something was lost", topic, err)
	}
	for i := range queued {
		if topic, err := o.Next(t.Context()); topic != "a" || err != nil {
			t.Fatalf("%d: %q, %v", i, topic, err)
		}
	}
	o.Lost()
	o.Send("b")
	for _, want := range []string{"", "b"} {
		if topic, err := o.Next(t.Context()); topic != want || err != nil {
			t.Errorf("%q, %v; want %q", topic, err, want)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := o.Next(ended); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
