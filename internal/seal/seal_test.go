package seal

import (
	"bytes"
	"testing"
)

func TestSeal_opensForTheSameKeyAndLabelOnly(t *testing.T) {
	s := New(Key("hush", "test"))
	sealed := s.Close([]byte("a text"), []byte("label"))
	if bytes.Contains(sealed, []byte("text")) {
		t.Error("the text can be read")
	}
	if plain, ok := s.Open(sealed, []byte("label")); !ok || string(plain) != "a text" {
		t.Errorf("opened as %q, %v", plain, ok)
	}
	cut := sealed[:len(sealed)-1]
	altered := append(bytes.Clone(cut), sealed[len(cut)]^1)
	for name, try := range map[string]func() ([]byte, bool){
		"another label":   func() ([]byte, bool) { return s.Open(sealed, []byte("other")) },
		"another secret":  func() ([]byte, bool) { return New(Key("hush2", "test")).Open(sealed, []byte("label")) },
		"another purpose": func() ([]byte, bool) { return New(Key("hush", "test2")).Open(sealed, []byte("label")) },
		"cut":             func() ([]byte, bool) { return s.Open(cut, []byte("label")) },
		"altered":         func() ([]byte, bool) { return s.Open(altered, []byte("label")) },
		"nothing":         func() ([]byte, bool) { return s.Open(nil, []byte("label")) },
	} {
		if plain, ok := try(); ok {
			t.Errorf("%s: opened as %q", name, plain)
		}
	}
}
