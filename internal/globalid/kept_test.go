package globalid

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestParseKept_givesBackWhatNewKeptWasGiven(t *testing.T) {
	for _, name := range []string{"1", "abcDEF09", "a-b_c", strings.Repeat("Z", maxLength)} {
		if got, err := ParseKept(NewKept("Session", name)); err != nil || got.Type != "Session" || got.GraphID != name || len(got.Way.Steps) > 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestParseKept_takesNothingElse(t *testing.T) {
	encoded := base64.RawURLEncoding.EncodeToString
	for name, text := range map[string]string{
		"nothing":               "",
		"no base64":             "Session:A",
		"with padding":          NewKept("Session", "AB") + "=",
		"no name":               encoded([]byte("Session:")),
		"no type":               encoded([]byte(":A")),
		"no colon":              encoded([]byte("Session")),
		"a type that is none":   encoded([]byte("9Session:A")),
		"a path":                encoded([]byte("Session:A/B")),
		"a name with a colon":   encoded([]byte("Session:A:B")),
		"a name beyond ASCII":   encoded([]byte("Session:ä")),
		"a name that is long":   NewKept("Session", strings.Repeat("A", maxLength+1)),
		"what is much too long": NewKept("Session", strings.Repeat("A", maxEncoding)),
	} {
		if got, err := ParseKept(text); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
