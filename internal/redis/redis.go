// Package redis says how a Redis or Valkey is reached.
package redis

import (
	"errors"
	"net"
	"time"

	"github.com/redis/rueidis"
)

// Again is how long a Redis that failed is left alone before it is tried again,
// and how long it may take to connect.
const Again = time.Second

// errAddress does not repeat the address, which may hold a password.
var errAddress = errors.New("the address of Redis is malformed; write it as redis://host:6379")

// Options reads an address such as redis://user:password@host:6379/0. The error
// never holds it.
func Options(address string) (rueidis.ClientOption, error) {
	options, err := rueidis.ParseURL(address)
	if err != nil {
		return options, errAddress
	}
	options.Dialer = net.Dialer{Timeout: Again}
	options.ConnWriteTimeout = Again
	options.DisableRetry = true
	options.ForceSingleClient = true
	options.DisableCache = true // what is kept near is ours
	return options, nil
}
