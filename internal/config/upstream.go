package config

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
)

// upstreamFlags say which Graph API is called, and how.
var upstreamFlags = []setting{
	{
		flag: "graph", fallback: "local",
		meaning: "upstream Graph API: local (the embedded server), or a base URL such as https://graph.instagram.com",
		set:     into(func(s *Settings) **url.URL { return &s.Graph }, parseGraph),
	},
	{
		flag: "insecure", fallback: "off",
		meaning: "whether an upstream that is not loopback may be called over plain http, with access tokens unencrypted: on or off",
		set:     into(func(s *Settings) *bool { return &s.Insecure }, parseOnOff),
	},
	{
		flag: "graph-version", fallback: "v27.0",
		meaning: "version segment of every upstream call",
		set:     into(func(s *Settings) *string { return &s.GraphVersion }, parseVersion),
	},
	{
		flag:    "login",
		meaning: "login type of all access tokens: basic-display, instagram or facebook; empty: by the upstream's host, or by each token with -graph local",
		set:     into(func(s *Settings) *dialect.Login { return &s.Login }, emptyOr(dialect.ParseLogin)),
	},
	{
		flag: "lookups", fallback: "auto",
		meaning: "how nodes are looked up by id: ids (?ids=), batch (batch POST, with Facebook Login), single (parallel GETs, also for what batches would be made of otherwise), or auto (what Meta takes: batch with Facebook Login, single with Instagram Login, ids with Basic Display)",
		set:     into(func(s *Settings) *dialect.LookupMode { return &s.Lookups }, dialect.ParseLookupMode),
	},
}

// DialectOf returns the dialect of an access token: the one that all tokens
// speak, else the one that the token's prefix names. A token with an unknown
// prefix is taken for one of Instagram Login; whether it is valid is for the
// upstream to say.
func (s Settings) DialectOf(token string) *dialect.Dialect {
	d := s.dialect()
	if d == nil {
		d = dialect.OfToken(token)
	}
	if d == nil {
		d = dialect.Of(dialect.Instagram)
	}
	return d.At(s.GraphVersion)
}

// Dialects returns every dialect that a token may speak with these settings.
func (s Settings) Dialects() []*dialect.Dialect {
	all := dialect.All()
	if fixed := s.dialect(); fixed != nil {
		all = []*dialect.Dialect{fixed}
	}
	for i, d := range all {
		all[i] = d.At(s.GraphVersion)
	}
	return all
}

// dialect returns the dialect of all tokens: the one that -login names, else the
// upstream host's; nil if it depends on the token.
func (s Settings) dialect() *dialect.Dialect {
	if s.Login == 0 && s.Graph != nil {
		return dialect.OfHost(s.Graph.Hostname())
	}
	return dialect.Of(s.Login)
}

// quotaFlags say what is done as the Graph API's quotas run out.
var quotaFlags = []setting{
	{
		flag: "pace", fallback: "80,90,95",
		meaning: "three percentages of a quota: from the first, background calls stop; from the second, calls are queued; from the third, only the cache answers; 101: never",
		set:     into(func(s *Settings) *Pacing { return &s.Pace }, parsePacing),
	},
}

// Pacing are the percentages of a quota from which fewer calls count against it:
// Foreground stops background calls, Queue makes calls take turns, and Cache makes
// none.
type Pacing struct{ Foreground, Queue, Cache int }

func parsePacing(text string) (Pacing, error) {
	var p Pacing
	n, err := fmt.Sscanf(text, "%d,%d,%d\n", &p.Foreground, &p.Queue, &p.Cache)
	if n != 3 || err != nil || p.Foreground < 1 || p.Queue < p.Foreground || p.Cache < p.Queue || p.Cache > 101 {
		return Pacing{}, errors.New("write three percentages in ascending order, such as 80,90,95; 101 is never")
	}
	return p, nil
}

// resilienceFlags say what is done when the upstream fails.
var resilienceFlags = []setting{
	{
		flag: "retries", fallback: "2",
		meaning: "maximum retries of an upstream read that fails for a transient reason; 0: never",
		set:     into(func(s *Settings) *int { return &s.Retries }, upTo(10)),
	},
	{
		flag: "retry-budget", fallback: "10",
		meaning: "maximum retries, as a percentage of upstream calls",
		set:     into(func(s *Settings) *int { return &s.RetryBudget }, upTo(100)),
	},
	{
		flag: "breaker-opens", fallback: "20",
		meaning: "consecutive failures that open a circuit breaker: a viewer's own, or that for all once calls of several viewers fail; 0: never",
		set:     into(func(s *Settings) *int { return &s.BreakerOpens }, upTo(10_000)),
	},
}

// cacheFlags say where the Graph API's answers are kept.
var cacheFlags = []setting{
	{
		flag: "cache", fallback: "memory",
		meaning: "where the upstream's answers are kept, separately for each viewer: memory, off, or the address of a Redis that replicas share, such as redis://host:6379 (requires -key-file)",
		set:     setCache,
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

// localFlags set up the embedded Graph API server.
var localFlags = []setting{
	{
		flag: "local-addr", fallback: "127.0.0.1:8081",
		meaning: "address of the embedded Graph API server, with -graph local",
		set:     into(func(s *Settings) *string { return &s.LocalAddr }, parseAddr),
	},
	{
		flag: "local-legacy", fallback: "off",
		meaning: "whether the embedded server answers ?ids= and field aliases, which Meta withdrew in autumn 2026: on or off",
		set:     into(func(s *Settings) *bool { return &s.LocalLegacy }, parseOnOff),
	},
	{
		flag: "local-proof", fallback: "off",
		meaning: "whether the embedded server requires appsecret_proof, as Meta does if an app asks for it: on or off",
		set:     into(func(s *Settings) *bool { return &s.LocalProof }, parseOnOff),
	},
	{
		flag: "local-control", fallback: "off",
		meaning: "whether programs on this machine can switch faults of the embedded server on, set its clock ahead and read its calls, for tests of apps: on or off",
		set:     into(func(s *Settings) *bool { return &s.LocalControl }, parseOnOff),
	},
	{
		flag: "local-media-hosts", fallback: "loopback",
		meaning: "hosts that the embedded server fetches media from to publish them, separated by commas: loopback (this machine), names such as media.example or *.media.example, or addresses",
		set:     into(func(s *Settings) *string { return &s.LocalHosts }, parseHosts),
	},
}
