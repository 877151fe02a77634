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

func TestEnd_isWhereNothingFollows(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"": true, " \t\r\n": true, "x": false, " x": false, "\x00": false, " \x00": false, "\v": false} {
		if s := (scan.Scanner{In: []byte(text)}); s.End() != want {
			t.Errorf("%q: %t", text, !want)
		}
	}
	s := scan.Scanner{In: []byte("1 "), At: 1}
	if !s.End() {
		t.Error("what was passed counts")
	}
}

func TestPeek_passesWhiteSpaceAlone(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		next byte
		at   int
	}{"": {0, 0}, "   ": {0, 3}, "\t\r\n {": {'{', 4}, "x ": {'x', 0}, "\u00a0": {0xc2, 0}} {
		s := scan.Scanner{In: []byte(text)}
		if next := s.Peek(); next != want.next || s.At != want.at {
			t.Errorf("%q: %q at %d", text, next, s.At)
		}
	}
}

func TestTake_passesOnlyWhatIsMeant(t *testing.T) {
	t.Parallel()
	s := scan.Scanner{In: []byte(" {}")}
	if s.Take('}') || s.At != 1 || !s.Take('{') || s.At != 2 || !s.Take('}') || s.Take('}') {
		t.Errorf("at %d", s.At)
	}
}

func TestMore_goesFromPartToPart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text     string
		number   int
		more, ok bool
		at       int
	}{
		{"]", 0, false, true, 1}, {"]", 1, false, true, 1}, {"1", 0, true, true, 0}, {",1", 1, true, true, 1}, {",1", 0, true, true, 0},
		{"1", 1, true, false, 0}, {"}", 1, true, false, 0}, {"", 0, true, true, 0}, {"", 1, true, false, 0},
	} {
		s := scan.Scanner{In: []byte(c.text)}
		if more, ok := s.More(c.number, ']'); more != c.more || ok != c.ok || s.At != c.at {
			t.Errorf("%q, %d: %t, %t at %d", c.text, c.number, more, ok, s.At)
		}
	}
}

func TestName_isATextBeforeAColon(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{`"a":1`: "a", ` "a_b" : 1`: "a_b", `"":`: "", `a:1`: "-", `"a"`: "-", `"a" 1`: "-", `"\u0061":1`: "-", `"a`: "-", `1:1`: "-", ``: "-"} {
		s := scan.Scanner{In: []byte(text)}
		if name, ok := s.Name(); ok != (want != "-") || ok && string(name) != want {
			t.Errorf("%s: %q, %t", text, name, ok)
		}
	}
}

func TestNumber_isWhatJSONHas(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "-0": "-0", "10": "10", "09": "", "00": "", "-01": "", "1.0": "1.0", "1.": "", ".1": "", "1e5": "1e5", "1E+05": "1E+05", "1e-": "", "1e+": "", "1e": "",
		"-": "", "+1": "", "12]": "12", "1.5e3,": "1.5e3", "1e5.": "1e5", "0.0": "0.0", "0e0": "0e0", "-9/": "-9", "9:": "9", "1@": "1", "": "",
	} {
		s := scan.Scanner{In: []byte(text)}
		if got, ok := s.Number(); ok != (want != "") || ok && string(got) != want {
			t.Errorf("%q: %q, %t", text, got, ok)
		}
	}
}

func TestWord_isTheWholeWord(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"true": 4, "true,": 4, "tru": 0, "trUe": 0, "": 0, "xtrue": 0} {
		s := scan.Scanner{In: []byte(text)}
		if ok := s.Word("true"); ok != (want > 0) || s.At != want {
			t.Errorf("%q: %t at %d", text, ok, s.At)
		}
	}
}

func TestSkip_goesNoDeeperThanItIsTold(t *testing.T) {
	t.Parallel()
	for text, levels := range map[string]int{`1`: 0, `"[["`: 0, `[]`: 1, `{}`: 1, `[{}]`: 2, `{"a":[1,[]]}`: 3, `[1,[[]],2]`: 3} {
		for depth := range 5 {
			s := scan.Scanner{In: []byte(text)}
			if ok := s.Skip(depth); ok != (depth >= levels) || ok && s.At != len(text) {
				t.Errorf("%s: %d levels: %t at %d", text, depth, ok, s.At)
			}
		}
	}
	for levels, want := range map[int]bool{scan.MaxDepth: true, scan.MaxDepth + 1: false} {
		s := scan.Scanner{In: []byte(strings.Repeat("[", levels) + strings.Repeat("]", levels))}
		if s.Skip(scan.MaxDepth) != want {
			t.Errorf("%d levels", levels)
		}
	}
}

func TestMembers_refuseWhatIsNoObject(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{`{}`: "", `{"a":1}`: "a", `{"a":1,"b":2}`: "ab", `{"a":1 "b":2}`: "-", `{"a":1,}`: "-", `{"a"}`: "-", `{,}`: "-", `{"a":1`: "-", `[]`: "-", ``: "-", `{"a":}`: "-"} {
		s, names := scan.Scanner{In: []byte(text)}, ""
		ok := s.Members(func(name []byte) bool { names += string(name); return s.Skip(1) })
		if ok != (want != "-") || ok && (names != want || s.At != len(text)) {
			t.Errorf("%s: %q, %t", text, names, ok)
		}
	}
}

func TestID_passesTheID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		` "17_2",`: "17_2", ` 17,`: "17", `"0"`: "", `"01"`: "01", `"00"`: "", `01`: "", `"x"`: "x", `"a\n"`: "", `"a`: "", `1e3`: "", `{}`: "", `true`: "", ``: "",
	} {
		s := scan.Scanner{In: []byte(text)}
		if id, ok := s.ID(); ok != (want != "") || ok && (string(id) != want || strings.HasSuffix(text, ",") && s.In[s.At] != ',') {
			t.Errorf("%s: %q, %t at %d", text, id, ok, s.At)
		}
	}
}

func TestToFirst_goesToTheFirstItem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"data":[{"id":1},{"id":2}]}`: `{"id":1}`, `{ "paging" : {"a":[1]} , "data" : [ {"id":1} ] }`: `{"id":1}`,
		`{"x":"data","y":1,"data":[{}]}`: `{}`, `{"data":[]}`: "", `{"data":[1]}`: "", `{"data":[null]}`: "", `{"data":{}}`: "", `{}`: "", `{"paging":{}}`: "", `{"data":["x"]}`: "",
	} {
		s := scan.Scanner{In: []byte(text)}
		if ok := s.ToFirst(); ok != (want != "") || ok && !strings.HasPrefix(text[s.At:], want) {
			t.Errorf("%s: %t at %d", text, ok, s.At)
		}
	}
}

func TestIsShort_isTheShortestSpellingOfAWholeNumber(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text   string
		digits int
		want   bool
	}{
		{"0", 1, true}, {"9", 1, true}, {"10", 1, false}, {"10", 2, true}, {"123", 2, false}, {"123", 3, true}, {"00", 2, false}, {"01", 3, false}, {"", 3, false},
		{"-1", 3, false}, {"1.", 3, false}, {"1/", 3, false}, {"1:", 3, false}, {"a", 3, false}, {"1e", 3, false}, {"0", 0, false},
	} {
		if scan.IsShort([]byte(c.text), c.digits) != c.want {
			t.Errorf("%q of %d digits: %t", c.text, c.digits, !c.want)
		}
	}
}
