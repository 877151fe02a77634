// Command settings writes docs/settings.md: all settings with their defaults.
package main

import (
	"bytes"
	"log"
	"os"

	"github.com/gramql/gramql/internal/config"
)

func main() {
	var page bytes.Buffer
	if err := config.WritePage(&page); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("docs/settings.md", page.Bytes(), 0o644); err != nil { //nolint:gosec // a page for all
		log.Fatal(err)
	}
}
