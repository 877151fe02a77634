package live

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

func FuzzParse_takesMessagesOrSaysWhyNot(f *testing.F) {
	for _, text := range []string{
		`{"type":"connection_init","payload":{"authorization":"Bearer x"}}`, `{"type":"ping"}`, `{"type":"pong","payload":null}`,
		`{"id":"1","type":"subscribe","payload":{"query":"{ me { id } }"}}`, `{"id":"1","type":"complete"}`, `[]`, `{`, "\xff", `{"type":"ping","id":"\ud800"}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m, why := parse(text)
		if why != nil {
			if len(why.reason) > maxReason || !utf8.ValidString(why.reason) || why.code != codeBadRequest {
				t.Errorf("%q is refused with %d %q", text, why.code, why.reason)
			}
			return
		}
		_, _ = headersIn(m.Payload)
		again, why := parse(m.text())
		if why != nil || again.Type != m.Type || again.ID != m.ID {
			t.Errorf("%q becomes %q: %v", text, m.text(), why)
		}
		if !jsontext.Value(m.text()).IsValid() {
			t.Errorf("%q becomes %q", text, m.text())
		}
	})
}

func TestCut_leavesAReasonThatAClosingCanHold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                "",
		"short":                           "short",
		"a\xffb":                          "ab",
		strings.Repeat("x", 123):          strings.Repeat("x", 123),
		strings.Repeat("x", 124):          strings.Repeat("x", 120) + "…",
		"x" + strings.Repeat("é", 61):     "x" + strings.Repeat("é", 61),
		"x" + strings.Repeat("é", 62):     "x" + strings.Repeat("é", 59) + "…",
		strings.Repeat("\U0001F600", 100): strings.Repeat("\U0001F600", 30) + "…",
	} {
		if got := cut(text); got != want || len(got) > maxReason {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

func TestExists_repeatsNoCredential(t *testing.T) {
	t.Parallel()
	if got := exists("IGAAsecretofsomebody").reason; got != "Subscriber for … already exists" {
		t.Error(got)
	}
}
