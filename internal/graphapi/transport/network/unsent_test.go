package network

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// sent reports whether an error leaves it open that something of the call has left.
func sent(err error) bool {
	known, ok := errors.AsType[interface {
		error
		Unsent() bool
	}](err)
	return !ok || !known.Unsent()
}

func TestNetwork_tellsWritesOfWhichNothingWasSent(t *testing.T) {
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = socket.Close()
	for _, scheme := range []string{"http", "https"} {
		for method, body := range map[string]string{"POST": "a=b", "DELETE": ""} {
			if _, _, err := call(t.Context(), New(), method, scheme+"://"+socket.Addr().String(), body); !errors.Is(err, syscall.ECONNREFUSED) || sent(err) {
				t.Errorf("%s by %s to no one: %v", method, scheme, err)
			}
		}
	}
	overBoth(t, func(http.ResponseWriter, *http.Request) {}, func(t *testing.T, n *Network, base string) {
		get(t, n, base) // whose connection is kept
		gone, leave := context.WithCancel(t.Context())
		leave()
		if _, _, err := call(gone, n, "POST", base, "a=b"); !errors.Is(err, context.Canceled) || base[:5] == "http:" && sent(err) {
			t.Errorf("a caller who had left: %v", err)
		}
	})
}

func TestNetwork_neverTellsThatNothingWasSentOnceAWriteMayHaveBeenReceived(t *testing.T) {
	var requests atomic.Int64
	overBoth(t, func(_ http.ResponseWriter, r *http.Request) {
		if requests.Add(1); r.Method != http.MethodGet {
			panic(http.ErrAbortHandler)
		}
	}, func(t *testing.T, n *Network, base string) {
		for method, body := range map[string]string{"POST": "a=b", "DELETE": "", "PUT": strings.Repeat("a", 1<<16)} {
			for _, kept := range []bool{false, true} {
				if kept {
					get(t, n, base)
				}
				requests.Store(0)
				if _, _, err := call(t.Context(), n, method, base, body); err == nil || !sent(err) || requests.Load() != 1 {
					t.Errorf("%s, connection kept %t: %d requests, %v", method, kept, requests.Load(), err)
				}
			}
		}
	})
}
