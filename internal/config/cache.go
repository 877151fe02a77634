package config

import (
	"errors"
	"slices"
	"strings"
)

// cacheFlags say where the Graph API's answers are kept.
var cacheFlags = []setting{
	{
		flag: "cache", fallback: "memory",
		meaning: "where the upstream's answers are kept, separately for each viewer: memory, off, or the address of a Redis that replicas share, such as redis://host:6379 (requires -key-file)",
		set:     setCache,
	},
	{
		flag:    "key-file",
		meaning: "ring of keys that seals what replicas share, the same file for all of them, which no one else may read; gramql keys add makes it; empty: keys in -data",
		set:     into(func(s *Settings) *string { return &s.KeyFile }, anything),
	},
	{
		flag: "cache-size", fallback: "64MiB",
		meaning: "memory for kept answers",
		set:     into(func(s *Settings) *uint64 { return &s.CacheSize }, parseSize[uint64](1<<20, 1<<40)),
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

// setCache treats the address of a Redis as a secret, because it may hold a
// password.
func setCache(s *Settings, text string) error {
	switch scheme, host, _ := strings.Cut(text, "://"); {
	case text == "off":
		s.Cache = CacheOff
	case text == "memory":
		s.Cache = CacheMemory
	case slices.Contains([]string{"redis", "rediss", "valkey", "valkeys"}, scheme) && host != "":
		s.Cache, s.Redis = CacheRedis, Secret(text)
	default:
		return errors.New("is not memory, off or the address of a Redis such as redis://127.0.0.1:6379")
	}
	return nil
}
