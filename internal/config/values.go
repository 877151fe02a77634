package config

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The parsers below turn a setting's text into its value. Their errors say what
// to write instead, and repeat nothing that may be a secret.

func parseAddr(text string) (string, error) {
	_, port, err := net.SplitHostPort(text)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return "", fmt.Errorf("%q is not an address; write host:port, such as 127.0.0.1:8080", text)
	}
	return text, nil
}

// parseGraph returns nil for "local". No error repeats the URL, which may hold
// credentials.
func parseGraph(text string) (*url.URL, error) {
	if text == "local" {
		return nil, nil
	}
	base, err := url.Parse(text)
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return nil, errors.New("write local or a base URL such as https://graph.instagram.com")
	}
	if base.User != nil || base.RawQuery != "" || base.ForceQuery || strings.Contains(text, "#") {
		return nil, errors.New("a base URL has no user, query or fragment; write it as https://graph.instagram.com")
	}
	base.Path = strings.TrimRight(base.Path, "/")
	if versionForm.MatchString(path.Base(base.Path)) {
		return nil, errors.New("a base URL ends before the version; leave that to -graph-version")
	}
	base.RawPath = strings.TrimRight(base.RawPath, "/")
	return base, nil
}

var baseForm = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)+$`)

// parseBasePath returns the path without its last slash; empty for the root.
func parseBasePath(text string) (string, error) {
	base := strings.TrimSuffix(text, "/")
	if text == "" || base != "" && (!baseForm.MatchString(base) || path.Clean(base) != base) {
		return "", fmt.Errorf("%q is not a path; write it as / or /gramql, in letters, digits and -._~", text)
	}
	return base, nil
}

var versionForm = regexp.MustCompile(`^v\d+\.\d+$`)

func parseVersion(text string) (string, error) {
	if !versionForm.MatchString(text) {
		return "", fmt.Errorf("%q is not a Graph API version; write it as v27.0", text)
	}
	return text, nil
}

func parseOnOff(text string) (bool, error) {
	text, err := oneOf("on", "off")(text)
	return text == "on", err
}

func parseLevel(text string) (slog.Level, error) {
	if _, err := oneOf("debug", "info", "warn", "error")(text); err != nil {
		return 0, err
	}
	var level slog.Level
	return level, level.UnmarshalText([]byte(text))
}

func parseTimeout(text string) (time.Duration, error) {
	timeout, err := time.ParseDuration(text)
	if err != nil || timeout <= 0 {
		return 0, fmt.Errorf("%q is not a positive duration; write it as 10s or 500ms", text)
	}
	return timeout, nil
}

// parseDelay reads a duration that may be none.
func parseDelay(text string) (time.Duration, error) {
	delay, err := time.ParseDuration(text)
	if err != nil || delay < 0 {
		return 0, fmt.Errorf("%q is not a duration; write it as 0s, 10s or 500ms", text)
	}
	return delay, nil
}

// atMost bounds what another function parses.
func atMost(most time.Duration, parse func(string) (time.Duration, error)) func(string) (time.Duration, error) {
	return func(text string) (time.Duration, error) {
		d, err := parse(text)
		if err == nil && d > most {
			return 0, fmt.Errorf("%q is more than %s", text, most)
		}
		return d, err
	}
}

// hostName is a name of a host, also with a * for all below it, or an address.
var hostName = regexp.MustCompile(`^(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9])?$|^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$`)

// parseHosts returns hosts, which have no ports, with commas between them.
func parseHosts(text string) (string, error) {
	hosts := strings.Split(text, ",")
	for i, host := range hosts {
		if hosts[i] = strings.TrimSpace(host); !hostName.MatchString(hosts[i]) {
			return "", fmt.Errorf("%q is not a host such as media.example, without scheme and port", hosts[i])
		}
	}
	return strings.Join(hosts, ","), nil
}

func parseLimit(text string) (int, error) {
	limit, err := strconv.ParseInt(text, 10, 32)
	if err != nil || limit < 1 {
		return 0, fmt.Errorf("%q is not a whole number from 1 to %d", text, math.MaxInt32)
	}
	return int(limit), nil
}

// upTo parses a whole number from 0 to a maximum.
func upTo(most int) func(string) (int, error) {
	return func(text string) (int, error) {
		count, err := strconv.Atoi(text)
		if err != nil || count < 0 || count > most {
			return 0, fmt.Errorf("%q is not a whole number from 0 to %d", text, most)
		}
		return count, nil
	}
}

// sizeUnits are the units of a size. Plain digits are bytes.
var sizeUnits = []struct {
	suffix string
	bytes  uint64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}}

// parseSize parses a size between two bounds, and returns bytes.
func parseSize[T int | uint64](least, most T) func(string) (T, error) {
	return func(text string) (T, error) {
		digits, unit := text, uint64(1)
		for _, u := range sizeUnits {
			if number, ok := strings.CutSuffix(text, u.suffix); ok {
				digits, unit = number, u.bytes
			}
		}
		number, err := strconv.ParseUint(digits, 10, 32)
		if size := number * unit; err != nil || size < uint64(least) || size > uint64(most) {
			return 0, fmt.Errorf("%q is not a size from %s to %s", text, formatSize(uint64(least)), formatSize(uint64(most)))
		}
		return T(number * unit), nil
	}
}

// formatSize writes a size in the largest unit without a fraction.
func formatSize(size uint64) string {
	for _, u := range slices.Backward(sizeUnits) {
		if size >= u.bytes && size%u.bytes == 0 {
			return strconv.FormatUint(size/u.bytes, 10) + u.suffix
		}
	}
	return strconv.FormatUint(size, 10)
}

var errSpaces = errors.New("may not hold spaces or control characters")

func oneOf(choices ...string) func(string) (string, error) {
	return func(text string) (string, error) {
		if !slices.Contains(choices, text) {
			return "", fmt.Errorf("%q is not one of %s", text, strings.Join(choices, ", "))
		}
		return text, nil
	}
}

// emptyOr lets a setting be empty, which is the zero value.
func emptyOr[T any](parse func(string) (T, error)) func(string) (T, error) {
	return func(text string) (value T, err error) {
		if text != "" {
			value, err = parse(text)
		}
		return value, err
	}
}

// autoOr lets a setting be "auto", which is the zero value.
func autoOr[T any](parse func(string) (T, error)) func(string) (T, error) {
	return func(text string) (value T, err error) {
		if text != "auto" {
			value, err = parse(text)
		}
		return value, err
	}
}

func notEmpty(text string) (string, error) {
	if text == "" {
		return "", errors.New("may not be empty")
	}
	return text, nil
}

func oneWord(text string) (string, error) {
	if strings.ContainsFunc(text, isSpaceOrControl) {
		return "", errSpaces
	}
	return text, nil
}
