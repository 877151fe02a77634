package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestReport_hasTheMiddleRoundOfEachFigure(t *testing.T) {
	t.Parallel()
	const µs = time.Microsecond
	var out bytes.Buffer
	err := write(&out, []result{
		{"me", [][]time.Duration{{50 * µs, 100 * µs, 50 * µs}, {100 * µs, 150 * µs, 300 * µs}, {20 * µs, 80 * µs, 20 * µs}}},
		{"feed", [][]time.Duration{{10 * µs, 10 * µs, 15 * µs}}},
	})
	var lines []string
	for line := range strings.Lines(out.String()) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	want := []string{
		"CPU per request hop gramql ratio gramql ratio calls",
		"me 50 µs 100 µs 2.00 50 µs 1.00 1",
		"feed 10 µs 10 µs 1.00 15 µs 1.50 1",
	}
	if err != nil || strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q, %v", lines, err)
	}
}
