// Command secrets looks for secrets in what a program has said: its logs, metrics and answers,
// and the files of processes that crashed. It fails if it finds any, and prints where and of
// which kind, but not the secret.
//
//	go run ./tools/secrets FILE…
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"regexp"
)

// kinds are what secrets are known by. What this program and the local graph give out has a
// beginning of its own, or is 52 letters and digits that cannot be guessed.
var kinds = []struct {
	name string
	text *regexp.Regexp
}{
	{"a token of the Graph API", regexp.MustCompile(`(IGQV|IGAA|\bEAA)[A-Za-z0-9_-]{8,}`)},
	{"an API key", regexp.MustCompile(`\bgq_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}`)},
	{"a token or code of an app", regexp.MustCompile(`\bgq[acr]_[A-Za-z0-9_-]{20,}`)},
	{"an authorization code", regexp.MustCompile(`\bAQ[A-Z2-7]{40,}`)},
	{"a state, a cookie or a confirmation code", regexp.MustCompile(`\b[A-Z2-7]{52}\b`)},
	{"the app's secret", regexp.MustCompile(`\bdemo-secret\b`)},
	{"a proof of the app's secret", regexp.MustCompile(`appsecret_proof=[0-9a-f]{16,}`)},
	{"a key that seals tokens", regexp.MustCompile(`\bk[0-9]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{40,}`)},
}

// maxLine is the longest line that is read as one, in bytes.
const maxLine = 64 << 20

// find prints where a text holds secrets, under its name, and returns how many lines do.
func find(name string, text io.Reader, out io.Writer) (found int, err error) {
	lines := bufio.NewScanner(text)
	lines.Buffer(nil, maxLine)
	for number := 1; lines.Scan(); number++ {
		for _, kind := range kinds {
			if at := kind.text.FindIndex(lines.Bytes()); at != nil {
				found++
				_, _ = fmt.Fprintf(out, "%s:%d:%d: %s\n", name, number, at[0]+1, kind.name) // nobody reads it but people
			}
		}
	}
	return found, lines.Err()
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "secrets:", err)
		os.Exit(1)
	}
}

func run(names []string) error {
	if len(names) == 0 {
		return fmt.Errorf("name the files to look into")
	}
	total := 0
	for _, name := range names {
		file, err := os.Open(name) //nolint:gosec // files that it is given
		if err != nil {
			return err
		}
		found, err := find(name, file, os.Stdout)
		if closed := file.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		total += found
	}
	if total > 0 {
		return fmt.Errorf("%d lines hold a secret", total)
	}
	return nil
}
