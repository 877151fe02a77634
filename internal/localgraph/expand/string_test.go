package expand

import (
	"encoding/json"
	"testing"
)

func TestAppendString_escapesAsMetaDoes(t *testing.T) {
	for text, want := range map[string]string{
		"":                 `""`,
		"plain <&>":        `"plain <&>"`,
		"http://a/b":       `"http:\/\/a\/b"`,
		"a\"b\\c":          `"a\"b\\c"`,
		"one\ntwo\r\t\x01": `"one\ntwo\r\t\u0001"`,
		"né":               `"n\u00e9"`,
		"🦖":                `"\ud83e\udd96"`,
		"bad \xff":         `"bad \ufffd"`,
	} {
		if got := string(appendString(nil, text)); got != want {
			t.Errorf("%q is written %s, want %s", text, got, want)
		}
	}
}

func FuzzAppendString_writesJSON(f *testing.F) {
	for _, seed := range []string{"", "a/b", "né 🦖\n", "\xff\x00\x7f"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got string
		if err := json.Unmarshal(appendString(nil, text), &got); err != nil {
			t.Fatal(err)
		}
		if want := string([]rune(text)); got != want { // each bad byte becomes one mark
			t.Errorf("%q reads back as %q", text, got)
		}
	})
}
