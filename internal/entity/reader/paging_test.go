package reader_test

import (
	"errors"
	"io"
	"testing"

	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/paging"
)

func TestPaging_keepsCursorsAndWhetherThereAreLinks(t *testing.T) {
	const next, previous = `"https://graph.example/v1/1/media?access_token=secret&after=n&limit=5"`, `"https://graph.example/v1/1/media?access_token=secret&before=p"`
	behind := paging.PositionOf(next[1 : len(next)-1])
	for _, c := range []struct {
		name, value string
		want        reader.Paging
		odd         bool
	}{
		{"cursors", `{"cursors":{"before":"b","after":"a"}}`, reader.Paging{Before: "b", After: "a"}, false},
		{"one cursor", `{"cursors":{"before":"b"}}`, reader.Paging{Before: "b"}, false},
		{"the other cursor", `{"cursors":{"after":"a"}}`, reader.Paging{After: "a"}, false},
		{"cursors and links", `{"cursors":{"before":"b","after":"a"},"next":` + next + `,"previous":` + previous + `}`,
			reader.Paging{Before: "b", After: "a", Previous: true, Next: true}, false},
		{"links before cursors", `{"next":` + next + `,"previous":` + previous + `,"cursors":{"before":"b","after":"a"}}`,
			reader.Paging{Before: "b", After: "a", Previous: true, Next: true}, false},
		{"links alone", `{"next":` + next + `,"previous":` + previous + `}`,
			reader.Paging{Before: "p", After: behind, Previous: true, Next: true}, false},
		{"a next link alone", `{"next":` + next + `}`, reader.Paging{After: behind, Next: true}, false},
		{"a previous link alone", `{"previous":` + previous + `}`, reader.Paging{Before: "p", Previous: true}, false},
		{"a link to nowhere", `{"next":"x"}`, reader.Paging{After: paging.PositionOf("x"), Next: true}, false},
		{"empty links", `{"next":"","previous":null}`, reader.Paging{}, true},
		{"links that are no texts", `{"next":7,"previous":{"a":[1]}}`, reader.Paging{Previous: true, Next: true}, true},
		{"what stands for no links", `{"next":[],"previous":{}}`, reader.Paging{}, true},
		{"other things that stand for no links", `{"next":false,"previous":0}`, reader.Paging{}, true},
		{"a link that is a yes", `{"next":true}`, reader.Paging{Next: true}, true},
		{"cursors that are numbers", `{"cursors":{"before":7,"after":5}}`, reader.Paging{Before: "7", After: "5"}, true},
		{"cursors that are no texts", `{"cursors":{"before":true,"after":["a"]}}`, reader.Paging{Next: true}, true},
		{"what stands for no cursors", `{"cursors":{"before":{},"after":[]}}`, reader.Paging{}, true},
		{"empty cursors", `{"cursors":{"before":"","after":""}}`, reader.Paging{}, true},
		{"cursors that no call can take", `{"cursors":{"before":"a b","after":"\u0000"}}`, reader.Paging{}, false},
		{"members that are not known", `{"cursors":{"after":"a","middle":1},"total":[1]}`, reader.Paging{After: "a"}, false},
		{"no member that is known", `{"total":1}`, reader.Paging{}, true},
		{"no cursor that is known", `{"cursors":{"middle":"m"}}`, reader.Paging{}, true},
		{"no cursors", `{"cursors":[]}`, reader.Paging{}, true},
		{"nothing", `{}`, reader.Paging{}, true},
		{"null", `null`, reader.Paging{}, true},
		{"a list", `[{"next":1}]`, reader.Paging{}, true},
	} {
		var got reader.Paging
		r := new(reader.Reader)
		r.Begin([]byte(c.value))
		if err := r.Paging(&got); err != nil || got != c.want || r.Odd != c.odd {
			t.Errorf("%s: %+v, odd %v, %v; want %+v", c.name, got, r.Odd, err, c.want)
		}
		if err := r.AtEnd(); err != nil {
			t.Errorf("%s goes on: %v", c.name, err)
		}
	}
}

func TestPaging_endsWithAnAnswerThatIsCutOff(t *testing.T) {
	for _, value := range []string{`{`, `{"next":"x`, `{"previous":"x`, `{"cursors":{"before":"x`, `{"cursors":{"after":"b"`, `{"other":[`, `{"next":{`, `[`} {
		var got reader.Paging
		r := new(reader.Reader)
		r.Begin([]byte(value))
		if err := r.Paging(&got); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %v", value, err)
		}
		if got.Next || got.Previous {
			t.Errorf("%s has links: %+v", value, got)
		}
	}
}
