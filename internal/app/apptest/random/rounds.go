package random

import (
	"os"
	"strconv"
	"testing"
)

// Rounds returns how many random operations a test is to try: few, which take no more than a
// second; a tenth of them with -short; as many times more as GRAMQL_TEST_ROUNDS says.
func Rounds(few int) int {
	if testing.Short() {
		return max(1, few/10)
	}
	if times, err := strconv.Atoi(os.Getenv("GRAMQL_TEST_ROUNDS")); err == nil && times > 0 {
		return few * times
	}
	return few
}

// Seed returns with what the dice of a test begin: with a number that is always the same, or
// as GRAMQL_TEST_SEED says, to try other operations.
func Seed(same uint64) uint64 {
	if seed, err := strconv.ParseUint(os.Getenv("GRAMQL_TEST_SEED"), 10, 64); err == nil {
		return seed
	}
	return same
}

// Every returns which of many cases a test is to try, each step-th one: with -short, a quarter of
// these.
func Every(step int) int {
	if testing.Short() {
		return 4 * step
	}
	return step
}
