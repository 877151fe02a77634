package redis

import (
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/redis/rueidis"
)

// AgainRefused is how long a Redis that refuses the connection itself is left
// alone: a wrong password does not become right from one second to the next.
const AgainRefused = 30 * time.Second

// Refused reports whether Redis has answered with an error: that it is full, that
// a password is wrong, that a user may not. Then it is there, and may still do
// something else.
func Refused(err error) bool {
	_, answered := rueidis.IsRedisErr(err)
	return answered && !rueidis.IsRedisNil(err)
}

// Wait returns how long to wait after an error of the connection.
func Wait(err error) time.Duration {
	if Refused(err) {
		return AgainRefused
	}
	return Again
}

// Reason logs why Redis is of no use, once for each reason, and once that it is of
// use again. That it does not answer is one reason, however that shows. The zero
// value with a Log is ready.
type Reason struct {
	Log *slog.Logger

	mu   sync.Mutex
	last string
}

// Is logs an error of Redis, unless the last was of the same kind.
func (r *Reason) Is(message string, err error) {
	kind := message
	if Refused(err) {
		word, _, _ := strings.Cut(err.Error(), " ") // such as OOM, NOPERM, WRONGPASS
		kind += word
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last != kind {
		r.last = kind
		r.Log.Warn(message, "error", err)
	}
}

// Over logs that there is no reason any more, if there was one.
func (r *Reason) Over(message string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last != "" {
		r.last = ""
		r.Log.Info(message)
	}
}
