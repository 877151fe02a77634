package batch_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/graphapi/batch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRead_takesEachItemForWhatItIs(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		`[{"code":200,"body":"{\"id\":\"1\"}"},{"code":404,"body":"{}"}]`: `200 {"id":"1"}, 404 {}`,
		`[ { "body" : {"id":"1"} , "code" : "200" , "more": [] } ]`:       `200 {"id":"1"}, unfinished`,
		`[null,{"code":500}]`:         `unfinished, no JSON`,
		`[]`:                          `unfinished, unfinished`,
		`["text",{"body":"[1,2]"}]`:   `no JSON, 0 [1,2]`,
		`[{"code":200,"body":7}]`:     `no JSON, unfinished`,
		`[{},{},{}]`:                  `no answer`,
		`{"code":200,"body":"{}"}`:    `no answer`,
		`[{"code":200,"body":"{}"}`:   `no answer`,
		`[{"code":200,"body":"{}"}]x`: `no answer`,
		``:                            `no answer`,
	} {
		items, err := batch.Read([]byte(answer), 2)
		var got []string
		for _, item := range items {
			switch {
			case errors.Is(item.Err, batch.ErrUnfinished):
				got = append(got, "unfinished")
			case item.Err != nil:
				got = append(got, "no JSON")
			default:
				got = append(got, fmt.Sprint(item.Status, " ", string(item.Body)))
			}
		}
		if err != nil {
			got = []string{"no answer"}
		}
		if told := strings.Join(got, ", "); told != want {
			t.Errorf("%s: %s, want %s", answer, told, want)
		}
	}
}
