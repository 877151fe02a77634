package config

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
)

// Secret is text that no log, error or print shows.
type Secret string

const (
	blanked   = "[secret]"
	maxSecret = 4 << 10 // bytes; Meta's app secrets have 32
)

// Reveal returns the secret itself.
func (s Secret) Reveal() string { return string(s) }

// Format prints a placeholder, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, blanked) }

// MarshalText gives encoders and log handlers the placeholder.
func (s Secret) MarshalText() ([]byte, error) { return []byte(blanked), nil }

func parseSecret(text string) (Secret, error) {
	if len(text) > maxSecret {
		return "", fmt.Errorf("is longer than %d bytes", maxSecret)
	}
	if strings.ContainsFunc(text, isSpaceOrControl) {
		return "", errSpaces
	}
	return Secret(text), nil
}

// maxSecrets is how many secrets a file may hold.
const maxSecrets = 8

// readSecretFile returns the secret in the first line of a file, and those in the others with
// line ends between.
func readSecretFile(path string) (first, others Secret, err error) {
	file, err := os.Open(path) //nolint:gosec // reading the file that it names is the setting's purpose
	if err != nil {
		return "", "", err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, maxSecrets*(maxSecret+int64(len("\r\n")))+1))
	if err != nil {
		return "", "", err
	}
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(string(content), "\r\n", "\n"), "\n"), "\n")
	if lines[0] == "" {
		return "", "", fmt.Errorf("%s is empty", path)
	}
	if len(lines) > maxSecrets {
		return "", "", fmt.Errorf("%s has more than %d lines", path, maxSecrets)
	}
	for _, line := range lines {
		if _, err := parseSecret(line); err != nil {
			return "", "", err
		}
	}
	return Secret(lines[0]), Secret(strings.Join(lines[1:], "\n")), nil
}

func isSpaceOrControl(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
