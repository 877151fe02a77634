package reader_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/graphapi"
)

// walk reads an answer with functions of the reader, and writes down what it finds.
func walk(r *reader.Reader) (string, error) {
	var found strings.Builder
	var value func() error
	value = func() error {
		switch r.Kind() {
		case '{':
			found.WriteString("{")
			defer found.WriteString("}")
			return r.Object(func(name string) error {
				found.WriteString(name + ":")
				return value()
			})
		case '[':
			found.WriteString("[")
			defer found.WriteString("]")
			return r.Array(value)
		}
		text, err := r.Text()
		var odd *reader.Misfit
		if errors.As(err, &odd) {
			text, err = "?", nil
		}
		found.WriteString(text + " ")
		return err
	}
	err := value()
	return found.String(), err
}

func TestReader_readsObjectsArraysAndTexts(t *testing.T) {
	r := new(reader.Reader)
	for body, want := range map[string]string{
		`{"a":"x","b":[1,{"c":true}],"d":{}}`:            `{a:x b:[1 {c:? }]d:{}}`,
		"\n { \"a\" : [ ] , \"a\" : \"\\u00e9\\n\" } \n": "{a:[]a:é\n }",
		`["\ud83d\ude00","\ud83d",` + "\"\xff\"]":        "[😀 \ufffd \ufffd ]",
		`12345678901234567890`:                           `12345678901234567890 `,
	} {
		r.Begin([]byte(body))
		got, err := walk(r)
		if err != nil || got != want || r.Odd {
			t.Errorf("%s is read as %q, %v, odd %v; want %q", body, got, err, r.Odd, want)
		}
		if err := r.AtEnd(); err != nil {
			t.Errorf("%s goes on: %v", body, err)
		}
		r.Forget()
	}
}

func TestReader_endsWhereTheAnswerIsNoJSON(t *testing.T) {
	for body, cut := range map[string]bool{
		`{"a":`: true, `{"a"`: true, `{`: true, `{"a":1`: true, `["x",`: true, `["x"`: true, `[`: true, `"x`: true, ``: false,
		`{"a":1,}`: false, `[1,]`: false, `{a:1}`: false, `{1:2}`: false, `[1 2]`: false, `tru`: true, `{"a":1]`: false,
	} {
		r := new(reader.Reader)
		r.Begin([]byte(body))
		if _, err := walk(r); err == nil || errors.Is(err, io.ErrUnexpectedEOF) != cut {
			t.Errorf("%s ends with %v", body, err)
		}
	}
}

func TestAtEnd_refusesWhatFollows(t *testing.T) {
	for body, want := range map[string]error{`1`: nil, "1 \n": nil, `1 2`: reader.ErrTrailing, `1}`: reader.ErrTrailing, `1<`: reader.ErrTrailing} {
		r := new(reader.Reader)
		r.Begin([]byte(body))
		if err := r.Skip(); err != nil {
			t.Fatal(err)
		}
		if err := r.AtEnd(); !errors.Is(err, want) {
			t.Errorf("%s ends with %v", body, err)
		}
	}
}

func TestBegin_knowsNothingOfTheAnswerBefore(t *testing.T) {
	r := new(reader.Reader)
	for range 2 {
		r.Begin([]byte(`[]`))
		if r.Odd {
			t.Fatal("the answer is odd before it is read")
		}
		if err := r.SkipOdd(); err != nil || !r.Odd {
			t.Fatalf("what is skipped as odd is not: %v", err)
		}
	}
	r.Forget()
	if r.Odd {
		t.Error("something is left of the answer")
	}
}

func TestReader_passesWhatDoesNotFit(t *testing.T) {
	never := func() error { t.Error("called for what does not fit"); return nil }
	reads := map[string]func(*reader.Reader) error{
		"an object": func(r *reader.Reader) error { return r.Object(func(string) error { return never() }) },
		"a list":    func(r *reader.Reader) error { return r.Array(never) },
		"a node":    func(r *reader.Reader) error { return r.Pass(reader.WantNode) },
	}
	for want, read := range reads {
		for value, came := range map[string]string{
			`null`: "null", `true`: "a boolean", `false`: "a boolean", `"x"`: "a string", `7`: "a number", `{"a":{}}`: "an object", `[[1]]`: "an array",
		} {
			if want == "an object" && came == want || want == "a list" && came == "an array" {
				continue
			}
			r := new(reader.Reader)
			r.Begin([]byte(`[` + value + `,"behind"]`))
			err := r.Array(func() error {
				kind := r.Kind()
				if kind == '"' && came != "a string" {
					return r.Skip()
				}
				if text, _ := peek(r); text == `"behind"` {
					return r.Skip()
				}
				odd, err := reader.Split(read(r), kind)
				if err != nil || odd == nil || odd.Want != want || odd.Came != came || odd.Refusal != nil {
					t.Errorf("%s for %s: %+v, %v", value, want, odd, err)
				}
				return nil
			})
			if err != nil || r.AtEnd() != nil {
				t.Errorf("behind %s for %s: %v", value, want, err)
			}
		}
	}
	r := new(reader.Reader)
	r.Begin([]byte(`[1`))
	if err := r.Pass(reader.WantNode); err == nil || errors.Is(err, reader.WantNode) {
		t.Errorf("a value that is cut off is passed: %v", err)
	}
}

// peek returns the next value as far as it goes on without a break.
func peek(r *reader.Reader) (string, bool) {
	_ = r.Kind()
	return r.NextWord(), true
}

func TestList_readsAllItemsThatFit(t *testing.T) {
	for body, want := range map[string]string{
		`["a",1,"b"]`:         "<nil> a1b false",
		`[]`:                  "<nil>  false",
		`["a",null,true,"b"]`: "[{1 null where a text belongs} {2 a boolean where a text belongs}] ab false",
		`[[],{}]`:             "[{0 an array where a text belongs} {1 an object where a text belongs}]  false",
		`null`:                "<nil>  true",
		`false`:               "<nil>  true",
		`""`:                  "<nil>  true",
		`{}`:                  "<nil>  true",
		`{"a":1}`:             " where a list belongs  false",
		`"a"`:                 " where a list belongs  false",
	} {
		r := new(reader.Reader)
		r.Begin([]byte(body))
		var texts strings.Builder
		err := r.List(func() error {
			text, err := r.Text()
			texts.WriteString(text)
			return err
		})
		said := fmt.Sprint(err)
		if gaps, ok := err.(reader.Gaps); ok { //nolint:errorlint // gaps are never wrapped
			said = fmt.Sprint([]reader.Gap(gaps))
		}
		if got := fmt.Sprint(said, " ", texts.String(), " ", r.Odd); got != want {
			t.Errorf("%s: %s; want %s", body, got, want)
		}
		if err := r.AtEnd(); err != nil {
			t.Errorf("%s goes on: %v", body, err)
		}
	}
	r := new(reader.Reader)
	r.Begin([]byte(`["a",null,`))
	if err := r.List(func() error { _, err := r.Text(); return err }); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a list that is cut off: %v", err)
	}
}

func TestBlank_isWhatSaysThatThereIsNothing(t *testing.T) {
	for value, want := range map[string]bool{
		`null`: true, `false`: true, `""`: true, `[]`: true, `{}`: true, "[ \t\r\n]": true, "{\n}": true,
		`true`: false, `0`: false, `" "`: false, `"a"`: false, `[0]`: false, `{"a":null}`: false, `[`: false, `{ `: false, `[[]]`: false,
	} {
		r := new(reader.Reader)
		r.Begin([]byte(value))
		if r.Blank() != want {
			t.Errorf("%s is blank: %v", value, !want)
		}
	}
	for _, value := range []string{`null`, `false`, `[]`} {
		r := new(reader.Reader)
		r.Begin([]byte(value))
		if err := r.SkipOdd(); err != nil || !r.Odd || r.AtEnd() != nil {
			t.Errorf("%s is odd: %v, %v", value, r.Odd, err)
		}
		if r.SkipOdd() == nil {
			t.Error("there is a value behind the end")
		}
	}
}

func TestSince_isTheTextOfWhatWasRead(t *testing.T) {
	r := new(reader.Reader)
	r.Begin([]byte(` { "a" : { "b" : [1] } , "c" : 2 } `))
	var inner, outer string
	err := func() error {
		_ = r.Kind()
		begin := r.Offset()
		defer func() { outer = r.Since(begin) }()
		return r.Object(func(string) error {
			kind := r.Kind()
			at := r.Offset()
			err := r.Skip()
			if kind == '{' {
				inner = r.Since(at)
			}
			return err
		})
	}()
	if err != nil || inner != `{ "b" : [1] }` || outer != `{ "a" : { "b" : [1] } , "c" : 2 }` {
		t.Errorf("read %q and %q, %v", inner, outer, err)
	}
}

func TestNextWord_endsWhereTheValueMay(t *testing.T) {
	for body, want := range map[string]string{
		`[12,3]`: "12", `["a b"]`: `"a`, `[1.5 ]`: "1.5", `[7]`: "7", "[\n8\n]": "8", `[tr}`: "tr",
	} {
		r := new(reader.Reader)
		r.Begin([]byte(body))
		_ = r.Array(func() error {
			_ = r.Kind()
			if got := r.NextWord(); got != want {
				t.Errorf("the word in %s is %q, not %q", body, got, want)
			}
			return io.EOF
		})
	}
	r := new(reader.Reader)
	r.Begin([]byte(`7`))
	if word, _ := peek(r); word != "7" {
		t.Errorf("the last word is %q", word)
	}
}

func TestReader_endsWithTheErrorOfItsCaller(t *testing.T) {
	ended := errors.New("ended")
	r := new(reader.Reader)
	r.Begin([]byte(`{"a":1}`))
	if err := r.Object(func(string) error { return ended }); !errors.Is(err, ended) {
		t.Errorf("the object ends with %v", err)
	}
	for name, read := range map[string]func(func() error) error{"Array": r.Array, "List": r.List} {
		r.Begin([]byte(`[1,2]`))
		calls := 0
		if err := read(func() error { calls++; return ended }); !errors.Is(err, ended) || calls != 1 {
			t.Errorf("%s ends with %v after %d calls", name, err, calls)
		}
	}
}

func TestRefused_tellsTheErrorThatCame(t *testing.T) {
	refusal := &graphapi.Error{Code: 10}
	odd := reader.NoData.Refused(refusal)
	if odd.Refusal != refusal || odd.Error() != "an error where a list belongs" || reader.NoData.Refusal != nil {
		t.Errorf("refused with %+v", odd)
	}
	for _, none := range []error{nil, io.EOF} {
		if odd := reader.NoID.Refused(none); odd != reader.NoID || odd.Error() != "an object without a readable id where a node belongs" {
			t.Errorf("%v: refused with %+v", none, odd)
		}
	}
}

func TestMisfits_areOfTheWholeField(t *testing.T) {
	for said, odd := range map[string]*reader.Misfit{
		"an object without a readable id where a node belongs": reader.NoID,
		"an object without data where a list belongs":          reader.NoData,
		"another object where an object belongs":               reader.NoForm,
		" where a node belongs":                                reader.WantNode,
	} {
		if odd.Error() != said || odd.Refusal != nil {
			t.Errorf("%+v is not that of %s", odd, said)
		}
	}
}

func TestSplit_keepsWhatEndsTheAnswer(t *testing.T) {
	if odd, err := reader.Split(io.EOF, '{'); odd != nil || !errors.Is(err, io.EOF) {
		t.Errorf("split into %v and %v", odd, err)
	}
	if odd, err := reader.Split(nil, '{'); odd != nil || err != nil {
		t.Errorf("split into %v and %v", odd, err)
	}
	if odd, err := reader.Split(reader.NoForm, '['); odd != reader.NoForm || err != nil {
		t.Errorf("split into %v and %v", odd, err)
	}
	if odd, _ := reader.Split(reader.WantNode, '['); odd.Came != "an array" || reader.WantNode.Came != "" {
		t.Errorf("split into %+v", odd)
	}
}
