package redis

import (
	"context"

	"github.com/redis/rueidis"
)

// Ping asks a Redis whether it answers, and returns its host and port. The error holds
// no password.
func Ping(ctx context.Context, address string) (host string, err error) {
	options, err := Options(address)
	if err != nil {
		return "", err
	}
	host = options.InitAddress[0]
	client, err := rueidis.NewClient(options)
	if err != nil {
		return host, err
	}
	defer client.Close()
	return host, client.Do(ctx, client.B().Ping().Build()).Error()
}
