package scan_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/transcode/scan"
)

// A value is skipped where it is JSON, as package encoding/json has it, and no further.
func TestSkip_passesOneValue(t *testing.T) {
	t.Parallel()
	for text, rest := range map[string]string{
		`1`: "", `-0.5e+3 x`: " x", `"a\n\u00e9\\" ,`: " ,", `true]`: "]", `false`: "", `null}`: "}",
		` [1, {"a": [ ]}, "]"] `: " ", `{"a":1,"b":{}}{`: "{", `"é"`: "",
	} {
		s := scan.Scanner{In: []byte(text)}
		if !s.Skip(scan.MaxDepth) || string(s.In[s.At:]) != rest {
			t.Errorf("%s: up to %q, want %q", text, s.In[s.At:], rest)
		}
	}
	for _, text := range []string{
		``, ` `, `01`, `-`, `1.`, `.5`, `1e`, `tru`, `nulL`, `"`, `"a`, `"\x"`, `"\u12g4"`, `"\u12"`, "\"\n\"", "\"\xff\"", `[1,]`, `[1 2]`, `[`, `{"a"}`, `{"a":}`, `{a:1}`,
		`{"a":1,}`, `{"\u0061":1}`, strings.Repeat("[", scan.MaxDepth+1) + strings.Repeat("]", scan.MaxDepth+1),
	} {
		s := scan.Scanner{In: []byte(text)}
		if s.Skip(scan.MaxDepth) {
			t.Errorf("%q is skipped", text)
		}
	}
}

func TestID_isDigitsOrAText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{`"a_1"`: "a_1", `17`: "17", `"17"`: "17", `""`: "", `0`: "", `"00"`: "", `1.5`: "", `-1`: "", `null`: "", `["1"]`: "", `"\u0031"`: ""} {
		s := scan.Scanner{In: []byte(text)}
		if id, ok := s.ID(); ok != (want != "") || ok && string(id) != want {
			t.Errorf("%s: %q, %t", text, id, ok)
		}
	}
}

func TestMembers_callsForEachMemberInOrder(t *testing.T) {
	t.Parallel()
	s := scan.Scanner{In: []byte(` { "a" : 1 , "b":[2] }x`)}
	names := ""
	if !s.Members(func(name []byte) bool { names += string(name); return s.Skip(scan.MaxDepth) }) || names != "ab" || s.End() {
		t.Errorf("%q", names)
	}
	s = scan.Scanner{In: []byte(`{"a":1}`)}
	if s.Members(func([]byte) bool { return false }) {
		t.Error("a function that fails is not heard")
	}
	s = scan.Scanner{In: []byte(`[1]`)}
	if s.Members(func([]byte) bool { return true }) {
		t.Error("a list has members")
	}
}

func TestEach_callsForEachItem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{`[]`: 0, `[1, 2]`: 2, `[1 2]`: -1, `{}`: -1, `[1`: -1} {
		s, n := scan.Scanner{In: []byte(text)}, 0
		ok := s.Each(func() bool { n++; return s.Skip(0) })
		if ok != (want >= 0) || ok && n != want {
			t.Errorf("%s: %d items, %t", text, n, ok)
		}
	}
}

// Strings are told apart as encoding/json does, at every offset in a word.
func TestText_isWhatJSONHas(t *testing.T) {
	t.Parallel()
	for _, odd := range []string{`"`, `\"`, `\`, "\t", "é", "\xff", "\x7f", `\/`, `\ud83d`} {
		for before := range 18 {
			text := `"` + strings.Repeat("a", before) + odd + `bc"`
			s := scan.Scanner{In: []byte(text)}
			found, plain, ok := s.Text()
			if want := json.Valid([]byte(text)) && odd != "\xff"; ok && (string(found) == text) != want || !ok && want || ok && plain != !strings.Contains(string(found), `\`) {
				t.Errorf("%q: %q, %t, %t", text, found, plain, ok)
			}
		}
	}
}
