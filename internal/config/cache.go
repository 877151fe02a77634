package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// cacheFlags say what is kept of the Graph API's answers.
var cacheFlags = []setting{
	{
		flag: "cache", fallback: "memory",
		meaning: "where the upstream's answers are kept a while, each for its viewer: memory, off, or redis://host:6379 for memory and a Redis that replicas share (with -app-secret)",
		set:     setCache,
	},
	{
		flag: "cache-size", fallback: "64MiB",
		meaning: "how much memory kept answers may take, in MiB",
		set:     into(func(s *Settings) *uint64 { return &s.CacheSize }, parseSize),
	},
}

// Cache says where the Graph API's answers are kept.
type Cache uint8

// The caches. The zero value keeps nothing.
const (
	CacheOff    Cache = iota
	CacheMemory       // in this process
	CacheRedis        // in this process, and in a Redis that replicas share
)

// setCache takes the address of a Redis for a secret, for it may hold a password.
func setCache(s *Settings, text string) error {
	switch scheme, host, _ := strings.Cut(text, "://"); {
	case text == "off":
		s.Cache = CacheOff
	case text == "memory":
		s.Cache = CacheMemory
	case slices.Contains([]string{"redis", "rediss", "valkey", "valkeys"}, scheme) && host != "":
		s.Cache, s.Redis = CacheRedis, Secret(text)
	default:
		return errors.New("write memory, off or the address of a Redis such as redis://127.0.0.1:6379")
	}
	return nil
}

// parseSize reads mebibytes, and returns bytes.
func parseSize(text string) (uint64, error) {
	const mebibyte, most = 1 << 20, 1 << 20 // a tebibyte
	digits, ok := strings.CutSuffix(text, "MiB")
	size, err := strconv.ParseUint(digits, 10, 64)
	if !ok || err != nil || size == 0 || size > most {
		return 0, fmt.Errorf("%q is no size; write it as 64MiB", text)
	}
	return size * mebibyte, nil
}
