package events

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/gramql/gramql/internal/redis/redistest"
)

// listening is a Redis signal that is received until the test ends.
func listening(t *testing.T, address string) (*Redis, <-chan string) {
	t.Helper()
	r, err := NewRedis(address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	heard := make(chan string, 10)
	var receiving sync.WaitGroup
	receiving.Go(func() { r.Receive(ctx, func(topic string) { heard <- topic }) })
	t.Cleanup(func() { stop(); receiving.Wait() })
	return r, heard
}

func TestRedis_carriesTopicsToAllReplicas(t *testing.T) {
	address := redistest.Address(t)
	here, heardHere := listening(t, address)
	_, heardThere := listening(t, address)
	for _, heard := range []<-chan string{heardHere, heardThere} {
		if got := <-heard; got != "" {
			t.Fatalf("heard %q first, want that anything may have come before", got)
		}
	}
	here.Send("a b")
	for _, heard := range []<-chan string{heardHere, heardThere} {
		if got := <-heard; got != "a b" {
			t.Errorf("heard %q", got)
		}
	}
}

func TestRedis_thatIsAwayKeepsNobody(t *testing.T) {
	r, heard := listening(t, "redis://127.0.0.1:1")
	for range queued + 10 {
		r.Send("a")
	}
	if len(heard) > 0 {
		t.Errorf("heard %q", <-heard)
	}
}

func TestNewRedis_neverRepeatsAnAddress(t *testing.T) {
	if _, err := NewRedis("redis://s3cret@%%", slog.New(slog.DiscardHandler)); err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("%v", err)
	}
}
