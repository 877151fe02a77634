package graph

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// choices decide what becomes of a text: the same choices always make the same of it.
type choices []byte

// of returns one of so many; the first when all choices are used up.
func (c *choices) of(n int) int {
	if len(*c) < 2 || n == 0 {
		return 0
	}
	chosen := int((*c)[0])<<8 | int((*c)[1])
	*c = (*c)[2:]
	return chosen % n
}

// value is a value in a JSON text.
type value struct {
	// name is where the name of a member begins; -1 for what is no member.
	name, begin, end int
	// siblings are the indexes of the values in the same object or array, the value's own
	// included.
	siblings *[]int
}

// valuesIn returns the values in a text, outer ones first; an error for what is no JSON.
func valuesIn(text []byte) (all []value, err error) {
	d := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	var read func(name int, siblings *[]int) error
	read = func(name int, siblings *[]int) error {
		kind, at := d.PeekKind(), len(all)
		all = append(all, value{name: name, siblings: siblings})
		*siblings = append(*siblings, at)
		token, err := d.ReadToken()
		if err != nil {
			return err
		}
		all[at].end = int(d.InputOffset())
		all[at].begin = all[at].end - len(token.String())
		if kind == '"' {
			all[at].begin = bytes.LastIndexByte(text[:all[at].end-1], '"')
			for escaped(text, all[at].begin) {
				all[at].begin = bytes.LastIndexByte(text[:all[at].begin], '"')
			}
		}
		if kind != '{' && kind != '[' {
			return nil
		}
		inner := new([]int)
		for d.PeekKind() != '}' && d.PeekKind() != ']' {
			name := -1
			if kind == '{' {
				word, err := d.ReadValue()
				if err != nil {
					return err
				}
				name = int(d.InputOffset()) - len(word)
			}
			if err := read(name, inner); err != nil {
				return err
			}
		}
		_, err = d.ReadToken()
		all[at].end = int(d.InputOffset())
		return err
	}
	if err := read(-1, new([]int)); err != nil {
		return nil, err
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text behind the end")
	}
	return all, nil
}

// escaped reports whether the byte at an offset has a backslash of its own before it.
func escaped(text []byte, at int) bool {
	n := 0
	for at > n && text[at-n-1] == '\\' {
		n++
	}
	return n%2 == 1
}

// others are values to put in the place of any.
var others = []string{
	`null`, `{}`, `[]`, `""`, `0`, `-0`, `12.0`, `1.5e3`, `1e999`, `12345678901234567890`, `true`, `false`, `"x"`, `"12"`, `"false"`, `{"a":1}`, `[1]`,
	`{"id":"7"}`, `{"data":[]}`, `[null]`, `"2017-08-31T18:10:00+0000"`, `1504203000`, `"https://a.b/?oe=6B135400"`, `"\ud83d"`, `{"id":"7","error":{"message":"(#10) no","type":"OAuthException","code":10}}`,
}

// mutated returns a JSON text with a few changes.
func mutated(text []byte, c choices) []byte {
	for range 1 + c.of(3) {
		all, err := valuesIn(text)
		if err != nil {
			return text
		}
		text = mutation(text, all, &c)
	}
	return text
}

// mutation makes one change to one of the values of a text.
func mutation(text []byte, all []value, c *choices) []byte {
	v := all[c.of(len(all))]
	own := text[v.begin:v.end]
	first := v.begin
	if v.name >= 0 {
		first = v.name
	}
	with := func(begin, end int, parts ...[]byte) []byte {
		return slices.Concat(text[:begin], slices.Concat(parts...), text[end:])
	}
	switch c.of(13) {
	case 0: // without the value
		begin, end := first, v.end
		if i := bytes.IndexFunc(text[end:], func(r rune) bool { return r != ' ' && r != '\n' }); i >= 0 && text[end+i] == ',' {
			end += i + 1
		} else if begin > 0 && text[begin-1] == ',' {
			begin--
		}
		return with(begin, end)
	case 1:
		return with(v.begin, v.end, []byte("null"))
	case 2:
		return with(v.begin, v.end, []byte(others[c.of(len(others))]))
	case 3: // cut
		return text[:v.begin+c.of(len(own)+1)]
	case 4: // other escapes
		return with(v.begin, v.end, escapes(own, c.of(3)))
	case 5:
		return with(v.begin, v.end, []byte(" \n"), own, []byte("\t\r "))
	case 6: // twice
		return with(first, v.end, text[first:v.end], []byte(","), text[first:v.end])
	case 7: // characters that are not whole
		if own[0] != '"' {
			return with(v.begin, v.end, []byte(`"`+"\xff\xc3"+`\udc00"`))
		}
		at := v.begin + 1
		return with(at, at, []byte([]string{"\xff", `\ud83d`, "\xed\xa0\x80", `\ud83d\ude00`, "é", "\u2028", "\x01", `\x`}[c.of(8)]))
	case 8: // two in each other's places
		other := all[(*v.siblings)[c.of(len(*v.siblings))]]
		from := other.begin
		if other.name >= 0 {
			from = other.name
		}
		if from == first {
			return text
		}
		if from < first {
			return slices.Concat(text[:from], text[first:v.end], text[other.end:first], text[from:other.end], text[v.end:])
		}
		return slices.Concat(text[:first], text[from:other.end], text[v.end:from], text[first:v.end], text[other.end:])
	case 9: // an error beside
		if v.name < 0 {
			return with(v.begin, v.end, []byte(others[len(others)-1]))
		}
		return with(v.name, v.name, []byte(`"error":{"message":"(#10) no","type":"OAuthException","code":10},`))
	case 10: // what is elsewhere
		other := all[c.of(len(all))]
		return with(v.begin, v.end, text[other.begin:other.end])
	case 11: // in a list, or alone
		if own[0] == '[' {
			return with(v.begin, v.end, bytes.TrimSuffix(own[1:], []byte("]")))
		}
		return with(v.begin, v.end, []byte("["), own, []byte("]"))
	default: // under another name
		if v.name < 0 {
			return text
		}
		return with(v.name+1, v.name+2, []byte([]string{"x", `\u0069`, string(text[v.name+1]) + "_"}[c.of(3)]))
	}
}

// escapes returns a string with escapes that mean the same, or the other way round.
func escapes(own []byte, how int) []byte {
	if own[0] != '"' {
		return own
	}
	if how == 0 {
		if text, err := strconv.Unquote(string(own)); err == nil {
			written, _ := jsontext.AppendQuote(nil, text)
			return written
		}
	}
	var b []byte
	for i, r := range string(own) {
		plain := r > ' ' && r < 0x7f && r != '"' && r != '\\' && (i == 0 || own[i-1] != '\\')
		switch {
		case plain && how == 1 && r != 'u':
			b = append(b, `\u00`...)
			b = append(b, "0123456789abcdef"[r>>4], "0123456789abcdef"[r&0xf])
		case r == '/' && i > 0 && own[i-1] != '\\':
			b = append(b, `\/`...)
		default:
			b = append(b, string(r)...)
		}
	}
	return b
}
