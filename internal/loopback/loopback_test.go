package loopback_test

import (
	"testing"

	"github.com/gramql/gramql/internal/loopback"
)

func TestIs_knowsThisMachineByNameAndAddress(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"localhost":             true,
		"LocalHost:8080":        true,
		"127.0.0.1":             true,
		"127.8.9.10:80":         true,
		"::1":                   true,
		"[::1]":                 true,
		"[::1]:443":             true,
		"::ffff:127.0.0.1":      true,
		"":                      false,
		":8080":                 false,
		"0.0.0.0":               false,
		"10.0.0.1:80":           false,
		"::ffff:10.0.0.1":       false,
		"localhost.":            false,
		"app.localhost":         false,
		"localhost.example":     false,
		"127.0.0.1.example:80":  false,
		"2130706433":            false,
		"169.254.169.254":       false,
		"[::1].example":         false,
		"gramql.example":        false,
		"127.0.0.1:80:90":       false,
		"[fe80::1%25lo]:80":     false,
		"localhost:80@evil.com": false,
	} {
		if got := loopback.Is(host); got != want {
			t.Errorf("%q is this machine: %t", host, got)
		}
	}
}
