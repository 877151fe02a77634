package config

import (
	"fmt"
	"strconv"
	"strings"
)

// cacheFlags say what is kept of the Graph API's answers.
var cacheFlags = []setting{
	{
		flag: "cache", fallback: "memory",
		meaning: "whether the upstream's answers are kept for their viewers a while: memory or off",
		set:     into(func(s *Settings) *string { return &s.Cache }, oneOf("memory", "off")),
	},
	{
		flag: "cache-size", fallback: "64MiB",
		meaning: "how much memory kept answers may take, in MiB",
		set:     into(func(s *Settings) *uint64 { return &s.CacheSize }, parseSize),
	},
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
