package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/google/licensecheck"
)

// mostly is the share of a text, in percent, that has to be the words of licences that
// are known: the rest are names, years, and a few words around them.
const mostly = 70

// read are texts that a person has read, because no program knows them: the first bytes
// of their SHA-256, and what they are. A text that changes has to be read again.
var read = map[string]string{
	"8438c9c89b84": "SQLite's dedication to the public domain",
	"f597097efe3d": "what modernc.org/libc took over: Go (BSD-3-Clause), musl, go-netdb and nixpkgs (MIT), with musl's authors",
	"5ae5bee3072a": "where the logo in the sources of modernc.org/memory is from, which no binary holds",
}

// check fails unless a work's text is a licence that is accepted. A notice, which says
// whose the work is, is none and says nothing else.
func (w work) check() error {
	about := strings.Join(w.names, ", ")
	scanned := licensecheck.Scan([]byte(w.text))
	for _, match := range scanned.Match {
		if !accepted[match.ID] {
			return fmt.Errorf("%s: the licence %s is not on the list of those that are accepted", about, match.ID)
		}
	}
	sum := sha256.Sum256([]byte(w.text))
	hash := hex.EncodeToString(sum[:6])
	notice := len(scanned.Match) == 0 && len(w.text) < 4<<10 && strings.Contains(strings.ToLower(w.text), "copyright")
	if !notice && scanned.Percent < mostly && read[hash] == "" {
		return fmt.Errorf("%s: only %.0f %% of the text is a licence that is known; read it, and put it on the list as %s", about, scanned.Percent, hash)
	}
	return nil
}
