// Package redistest gives tests a Redis: the one that CI names, or one in the test's own
// process.
package redistest

import (
	"crypto/rand"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/alicebob/miniredis/v2/server"
)

// setting names a real Redis, such as redis://127.0.0.1:6379.
const setting = "GRAMQL_TEST_REDIS"

// Address returns the address of a Redis that lasts as long as the test: a real one
// where the environment names it.
func Address(t testing.TB) string {
	t.Helper()
	if address := os.Getenv(setting); address != "" {
		return address
	}
	address, _ := Refusing(t)
	return address
}

// RealAddress returns the address of a real Redis, and skips the test where there is
// none: users and their rights are real Redis's alone.
func RealAddress(t testing.TB) string {
	t.Helper()
	address := os.Getenv(setting)
	if address == "" {
		t.Skip(setting + " names no Redis, such as redis://127.0.0.1:6379")
	}
	return address
}

// Refusing returns the address of a Redis in this process, and a function that has Redis
// refuse the commands of some names from then on; those that were refused before are
// not any more.
func Refusing(t testing.TB) (address string, refuse func(names ...string)) {
	t.Helper()
	redis := miniredis.RunT(t)
	return "redis://" + redis.Addr(), func(names ...string) {
		redis.Server().SetPreHook(func(to *server.Peer, name string, _ ...string) bool {
			if !slices.Contains(names, name) {
				return false
			}
			to.WriteError("OOM command not allowed when used memory > 'maxmemory'.")
			return true
		})
	}
}

// At returns the address of a Redis in this process whose clock stands still.
func At(t testing.TB, now time.Time) string {
	t.Helper()
	redis := miniredis.RunT(t)
	redis.SetTime(now)
	return "redis://" + redis.Addr()
}

// Locked returns the address of a Redis in this process that wants a password, and takes
// none.
func Locked(t testing.TB) string {
	t.Helper()
	redis := miniredis.RunT(t)
	redis.RequireUserAuth("someone", rand.Text())
	return "redis://someone:hush-wrong@" + redis.Addr()
}
