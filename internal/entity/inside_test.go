package entity_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Models with a field of the name that errors have.
type (
	Failing struct {
		entity.Base
		Error *string  `graphapi:"error"`
		Inner *Failure `graphapi:"inner"`
	}
	Failure struct {
		Error *string `graphapi:"error"`
		Count *int64  `graphapi:"count"`
	}
)

var (
	failingType = &mapping.Type{Name: "Failing", Node: "IGFailing"}
	infoType    = &mapping.Type{Name: "Info"}
	failureType = &mapping.Type{Name: "Failure"}
	failing     = entity.NewModels(map[string]any{
		"User": new(User), "Media": new(Media), "Comment": new(Comment), "Failing": new(Failing), "Info": new(Info), "Failure": new(Failure),
	})
)

// story writes down what came of an answer: values, refused parts, faults, and what was
// lost, each with the code of the Graph API's error.
type story struct {
	faults entity.Faults
	lines  []string
}

func code(err error) string {
	if lost, ok := errors.AsType[*entity.ValueError](err); ok {
		if lost.Refusal() != nil {
			err = lost.Refusal()
		} else {
			return lost.Error()
		}
	}
	if refusal, ok := errors.AsType[*graphapi.Error](err); ok {
		return fmt.Sprint(refusal.Code)
	}
	return err.Error()
}

func (s *story) tell(format string, args ...any) {
	s.lines = append(s.lines, fmt.Sprintf(format, args...))
}

func (s *story) model(place string, model any, names ...string) {
	for _, name := range names {
		fault := s.faults.Of(model, name)
		if fault == nil {
			continue
		}
		if fault.Whole != nil {
			s.tell("%s.%s: %s", place, name, code(fault.Whole))
		}
		for _, item := range fault.Items {
			s.tell("%s.%s has an item: %s", place, name, code(item))
		}
		if fault.Rest != nil {
			s.tell("%s.%s has more: %s", place, name, code(fault.Rest))
		}
	}
	e, ok := model.(entity.Entity)
	if !ok {
		return
	}
	plan := e.EntityBase().Plan
	for _, name := range slices.Sorted(maps.Keys(plan.Refused)) {
		s.tell("%s.%s is refused: %s", place, name, code(plan.Refused[name]))
	}
	for _, edge := range plan.Edges {
		page, err := e.EntityBase().Page(edge.Key)
		if err != nil {
			s.tell("%s.%s: %s", place, edge.Name, code(err))
			continue
		}
		if page == nil {
			continue
		}
		if page.Broken != nil {
			s.tell("%s.%s is broken: %s", place, edge.Name, code(page.Broken))
		}
		for i, item := range page.Items {
			at := fmt.Sprintf("%s.%s[%d]", place, edge.Name, i)
			if lost, ok := item.(*entity.ValueError); ok {
				s.tell("%s: %s", at, code(lost))
			} else {
				s.model(at, item, "text", "eligible", "reason", "error", "count")
			}
		}
	}
}

// told returns the story of a media.
func told(came entity.Reading, e entity.Entity) string {
	s := &story{faults: came.Faults}
	s.model("media", e, "caption", "like_count", "owner", "info", "series")
	switch m := e.(type) {
	case *Media:
		if m.Info != nil {
			s.model("info", m.Info, "eligible", "reason")
		}
		for i, value := range m.Series {
			s.model(fmt.Sprintf("series[%d]", i), value, "value", "end")
		}
	case *Failing:
		if m.Inner != nil {
			s.model("inner", m.Inner, "error", "count")
		}
	}
	var inside []string
	for _, refusal := range came.Inside {
		inside = append(inside, fmt.Sprint(refusal.Code))
	}
	return strings.Join(s.lines, "; ") + " | " + strings.Join(inside, " ")
}

func TestDecode_tellsErrorsInsideAtAllThatDidNotCome(t *testing.T) {
	wanted := func() *expansion.Expansion {
		comments := commentsEdge()
		comments.Node.Names = []string{"text"}
		return &expansion.Expansion{
			Type: mediaType, Names: []string{"caption", "info", "series"},
			Objects: []*expansion.Object{{Name: "owner", Node: &expansion.Expansion{Type: userType}}},
			Edges:   []*expansion.Edge{comments},
		}
	}
	const failed = `{"code":10,"message":"no"}`
	for _, c := range []struct{ name, answer, want string }{
		{"beside an id", `"caption":"x","info":null,"comments":{"data":[]},"error":E`, "media.info is refused: 10; media.owner is refused: 10; media.series is refused: 10 | 10"},
		{"beside nothing but an id", `"error":E`, "media.caption is refused: 10; media.comments is refused: 10; media.info is refused: 10; media.owner is refused: 10; media.series is refused: 10 | 10"},
		{"that is null", `"error":null`, " | "},
		{"that says that there is none", `"error":false`, " | "},
		{"in the place of a page", `"comments":{"error":E}`, "media.comments: 10 | 10"},
		{"beside no rows", `"comments":{"data":[],"error":E}`, "media.comments: 10 | 10"},
		{"beside rows", `"comments":{"data":[{"id":"1"}],"error":E}`, "media.comments is broken: 10 | 10"},
		{"before rows", `"comments":{"error":E,"data":[{"id":"1"}]}`, "media.comments is broken: 10 | 10"},
		{"in the place of a row", `"comments":{"data":[{"id":"1"},{"error":E}]}`, "media.comments[1]: 10 | 10"},
		{"in a row", `"comments":{"data":[{"id":"1","error":E},{"id":"2"}]}`, "media.comments[0].text is refused: 10 | 10"},
		{"in the place of a node", `"owner":{"error":E}`, "media.owner: 10 | 10"},
		{"in the place of a value", `"info":{"error":E}`, "media.info: 10 | 10"},
		{"in a value", `"info":{"eligible":true,"error":E}`, "info.reason: 10 | 10"},
		{"in a value with null", `"info":{"eligible":null,"reason":"x","error":E}`, "info.eligible: 10 | 10"},
		{"in the place of one of several values", `"series":[{"value":1},{"error":E}]`, "media.series has an item: 10 | 10"},
		{"in one of several values", `"series":[{"value":1,"error":E}]`, "series[0].end: 10 | 10"},
		{"beside several values", `"series":{"data":[{"value":1}],"error":E}`, "media.series has more: 10 | 10"},
		{"beside several values, one of them none", `"series":{"data":[{"value":1},7],"error":E}`, "media.series has an item: the Graph API's answer has a number for item 1 of series of Media 17, where an object belongs; media.series has more: 10 | 10"},
		{"that says that there is none in the place of a page", `"comments":{"error":false}`, "media.comments: the Graph API's answer has an object without data for comments of Media 17, where a list belongs | "},
		{"in the place of several values", `"series":{"error":E}`, "media.series: 10 | 10"},
		{"among the members of a value", `"series":[{"value":{"1":4,"error":E}}]`, "series[0].value: 10 | 10"},
		{"that is a number among the members", `"series":[{"value":{"1":4,"error":5}}]`, " | "},
		{"that is null in a page", `"comments":{"data":[{"id":"1"}],"error":null}`, " | "},
		{"two of one kind", `"comments":{"error":E},"info":{"error":E}`, "media.info: 10; media.comments: 10 | 10 10"},
		{"two in one object", `"error":E,"caption":"x","error":{"code":17},"info":{},"series":[],"owner":{},"comments":{}`, " | 10 17"},
	} {
		came := entity.Reading{}
		e, err := models.Noting(&came).Decode([]byte(`{"id":"17",`+strings.ReplaceAll(c.answer, "E", failed)+`}`), wanted())
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := told(came, e); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
		if strings.Contains(c.answer, "E") && !came.Odd {
			t.Errorf("%s: not odd", c.name)
		}
	}
	came := entity.Reading{}
	const answer = `{"id":"17","caption":"x","error":null,"comments":{"data":[{"id":"1","text":"a"}],"error":null}}`
	if _, err := models.Noting(&came).Decode([]byte(answer), wanted()); err != nil || came.Odd {
		t.Errorf("errors that are null: odd: %v, %v", came.Odd, err)
	}
}

func TestDecode_readsAFieldThatIsCalledError(t *testing.T) {
	came := entity.Reading{}
	inner := &expansion.Expansion{Type: failingType, Names: []string{"error", "inner"}}
	e, err := failing.Noting(&came).Decode([]byte(`{"id":"1","error":"mine","inner":{"error":"its","count":1}}`), inner)
	if err != nil || told(came, e) != " | " || came.Odd {
		t.Fatalf("%s, odd %v, %v", told(came, e), came.Odd, err)
	}
	if m := e.(*Failing); m.Error == nil || *m.Error != "mine" || m.Inner.Error == nil || *m.Inner.Error != "its" {
		t.Errorf("read %+v", m)
	}
}

func TestBeside_isTheErrorOfAllThatDidNotCome(t *testing.T) {
	around := &graphapi.Error{Code: 10, Message: "no", Status: 200}
	beside := failing.Beside(around)
	wanted := media(commentsEdge())
	wanted.Names = []string{"caption"}
	for answer, want := range map[string]string{
		`{"id":"17"}`: "media.caption is refused: 10; media.comments is refused: 10 | ",
		`{"id":"17","caption":"x","comments":{"data":[]}}`:                                              " | ",
		`{"id":"17","caption":"x","comments":{"data":[{"id":"1"}],"error":{"code":10,"message":"no"}}}`: "media.comments is broken: 10 | 10",
		`{"id":"17","caption":"x","comments":{"data":[{"id":"1"}],"error":{"code":17,"message":"no"}}}`: "media.comments is broken: 17 | 17",
		`{"id":"17","caption":"x","comments":{"data":[]},"error":{"code":10,"message":"no"}}`:           " | ",
		`{"id":"17","caption":"x","error":{"code":17,"message":"other"}}`:                               "media.comments is refused: 17 | 17",
	} {
		came := entity.Reading{}
		e, err := beside.Noting(&came).Decode([]byte(answer), wanted)
		if err != nil || told(came, e) != want {
			t.Errorf("%s: %s, %v; want %s", answer, told(came, e), err, want)
		}
		page, _ := e.EntityBase().Page("comments")
		if strings.Contains(want, "| 10") && page.Broken != error(around) { //nolint:errorlint // the very error
			t.Errorf("%s: broken by another error than that around", answer)
		}
	}
	if e, err := beside.Decode([]byte(`{"caption":"x"}`), wanted); e != nil || err == nil || !strings.Contains(err.Error(), "an error where a node belongs") {
		t.Errorf("a node without an id: %v, %v", e, err)
	}
	found, err := beside.DecodeIDs([]byte(`{"1":{"id":"1","caption":"x","comments":[]},"2":null}`), []string{"1", "2", "3"}, wanted)
	if err != nil || len(found) != 3 || found["1"].Entity == nil || found["1"].Err != nil {
		t.Fatalf("found %v, %v", found, err)
	}
	for _, id := range []string{"2", "3"} {
		if found[id].Err != error(around) || found[id].Entity != nil { //nolint:errorlint // the very error
			t.Errorf("%s: %+v", id, found[id])
		}
	}
	if found, _ := models.DecodeIDs([]byte(`{}`), []string{"1"}, wanted); len(found) > 0 {
		t.Errorf("without an error: %v", found)
	}
	if found, _ := models.DecodeIDs([]byte(`{"1":{"error":{"code":10}}}`), []string{"1"}, wanted); code(found["1"].Err) != "10" {
		t.Errorf("in the place of a node: %v", found)
	}
}

func TestDecodePage_tellsAnErrorOnce(t *testing.T) {
	wanted := &expansion.Expansion{Type: userType, Names: []string{"username"}}
	const failed = `"error":{"code":10,"message":"no"}`
	around := &graphapi.Error{Code: 10, Message: "no", Status: 200}
	for _, c := range []struct {
		name, answer string
		models       entity.Models
		broken       bool
		lost         bool
	}{
		{"where a node lacks something", `{"data":[{"id":"1","username":"a"},{"id":"2"}],` + failed + `}`, models.Beside(around), false, true},
		{"where no node lacks anything", `{"data":[{"id":"1","username":"a"}],` + failed + `}`, models.Beside(around), true, false},
		{"where there is none", `{"data":[{"id":"1"}]}`, models, false, false},
		{"where a node has an error of its own", `{"data":[{"id":"1",` + failed + `}]}`, models, false, true},
	} {
		page, err := c.models.DecodePage([]byte(c.answer), wanted)
		if err != nil || (page.Broken != nil) != c.broken {
			t.Errorf("%s: broken by %v, %v", c.name, page.Broken, err)
			continue
		}
		lost := slices.ContainsFunc(page.Entities(), func(e entity.Entity) bool { return e.EntityBase().Plan.Refused["username"] != nil })
		if lost != c.lost {
			t.Errorf("%s: a name is refused: %v", c.name, lost)
		}
	}
}

func TestDecodeAccounts_tellsAnErrorInThePlaceOfAnAccount(t *testing.T) {
	wanted := &expansion.Expansion{Type: userType, Names: []string{"username"}}
	const failed = `"error":{"code":10,"message":"no"}`
	for item, want := range map[string]string{
		`{"id":"1",` + failed + `}`: "10",
		`{` + failed + `}`:          "10",
		`{"instagram_business_account":{` + failed + `},"id":"1"}`:                         "10",
		`{"instagram_business_account":{"id":"7","username":"a"},"id":"1",` + failed + `}`: "7",
		`{"name":"x"}`:                     "the Graph API's answer has an object without a readable id for item 0 of data, where a node belongs",
		`{}`:                               "the Graph API's answer has an object without a readable id for item 0 of data, where a node belongs",
		`{"id":1.5}`:                       "the Graph API's answer has an object without a readable id for item 0 of data, where a node belongs",
		`3`:                                "the Graph API's answer has a number for item 0 of data, where an object belongs",
		`{"instagram_business_account":3}`: "the Graph API's answer has a number for item 0 of data, where a node belongs",
		`{"instagram_business_account":3,"id":"1"}`: "the Graph API's answer has a number for item 0 of data, where a node belongs",
		`{"id":"1"}`: "",
		`{"id":"1","instagram_business_account":false}`: "",
	} {
		came := entity.Reading{}
		page, err := models.Noting(&came).DecodeAccounts([]byte(`{"data":[`+item+`]}`), "instagram_business_account", wanted)
		got := ""
		if len(page.Items) > 0 {
			if lost, ok := page.Items[0].(*entity.ValueError); ok {
				got = code(lost)
			} else {
				got = entity.IDOf(page.Items[0])
			}
		}
		if err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", item, got, err, want)
		}
		if odd := strings.Contains(item, "error") || strings.Contains(want, " ") || strings.Contains(item, "false"); came.Odd != odd {
			t.Errorf("%s: odd: %v", item, came.Odd)
		}
	}
	for _, answer := range []string{`{"data":[{"id":`, `{"data":[{"instagram_business_account":{"id":"1"`, `{"data":[{"error":`} {
		if _, err := models.DecodeAccounts([]byte(answer), "instagram_business_account", wanted); err == nil {
			t.Errorf("%s: no error", answer)
		}
	}
}

func TestDecodeEdge_readsTheOneValueOfAnEdge(t *testing.T) {
	edge := func(typ *mapping.Type) *expansion.Edge {
		return &expansion.Edge{Edge: &mapping.Edge{Name: "status", Parent: mediaType, Alone: true}, Key: "status", Node: &expansion.Expansion{Type: typ}}
	}
	const failed = `"error":{"code":10,"message":"no"}`
	for _, c := range []struct {
		answer string
		typ    *mapping.Type
		want   string // the values, then the story
	}{
		{`{"data":[{"eligible":true}]}`, infoType, `[{"Eligible":true,"Reason":null}]  | `},
		{`{"data":{"eligible":true}}`, infoType, `[{"Eligible":true,"Reason":null}]  | `},
		{`[{"reason":"x"}]`, infoType, `[{"Eligible":null,"Reason":"x"}]  | `},
		{`{"eligible":true,"reason":"x","more":[1]}`, infoType, `[{"Eligible":true,"Reason":"x"}]  | `},
		{`{"id":"9"}`, infoType, `[{"Eligible":null,"Reason":null}]  | `},
		{`{"id":9}`, infoType, `[{"Eligible":null,"Reason":null}]  | `},
		{`{"id":[]}`, infoType, `[] media.status: the Graph API's answer has another object for status of Media 1, where an object belongs | `},
		{`{"other":"9"}`, infoType, `[] media.status: the Graph API's answer has another object for status of Media 1, where an object belongs | `},
		{`{"data":[]}`, infoType, `[]  | `},
		{`{}`, infoType, `[]  | `},
		{`null`, infoType, `[]  | `},
		{`7`, infoType, `[] media.status: the Graph API's answer has a number for status of Media 1, where a list belongs | `},
		{`{` + failed + `}`, infoType, `[] media.status: 10 | 10`},
		{`{"data":[],` + failed + `}`, infoType, `[] media.status: 10 | 10`},
		{`{"data":[{"eligible":true}],` + failed + `}`, infoType, `[{"Eligible":true,"Reason":null}] media.status is broken: 10 | 10`},
		{`{"eligible":true,` + failed + `}`, infoType, `[{"Eligible":true,"Reason":null}] media.status[0].reason: 10 | 10`},
		{`{"error":"mine","count":1}`, failureType, `[{"Error":"mine","Count":1}]  | `},
		{`{"data":[{"error":"mine"}]}`, failureType, `[{"Error":"mine","Count":null}]  | `},
	} {
		came := entity.Reading{}
		e, err := failing.Noting(&came).DecodeEdge([]byte(c.answer), "1", media(edge(c.typ)))
		if err != nil {
			t.Fatalf("%s: %v", c.answer, err)
		}
		items := []any{}
		if page, _ := e.EntityBase().Page("status"); page != nil {
			items = append(items, page.Items...)
		}
		values, err := json.Marshal(items)
		if got := string(values) + " " + told(came, e); err != nil || got != c.want {
			t.Errorf("%s: %s, want %s", c.answer, got, c.want)
		}
	}
	for _, answer := range []string{`{"data":[`, `{"eligible":`, `{"error":{`} {
		if _, err := failing.DecodeEdge([]byte(answer), "1", media(edge(infoType))); err == nil {
			t.Errorf("%s: no error", answer)
		}
	}
}

func TestDecodeValue_readsAValueOrSaysWhatCame(t *testing.T) {
	for answer, want := range map[string]string{
		`{"eligible":true,"reason":"x"}`: `{"Eligible":true,"Reason":"x"} <nil>`,
		`{"reason":"x","more":{}}`:       `{"Eligible":null,"Reason":"x"} <nil>`,
		`{"id":"1"}`:                     `{"Eligible":null,"Reason":null} <nil>`,
		`{"more":1}`:                     `null the Graph API's answer is another object where an object belongs`,
		`{"error":{"code":10}}`:          `null the Graph API's answer is an error where an object belongs`,
		`{}`:                             `null the Graph API's answer is an object where an object belongs`,
		`null`:                           `null the Graph API's answer is null where an object belongs`,
		`[]`:                             `null the Graph API's answer is an array where an object belongs`,
		`7`:                              `null the Graph API's answer is a number where an object belongs`,
		`{"reason":"x"`:                  `{"Eligible":null,"Reason":"x"} the Graph API's answer does not have the documented form`,
		`{"reason":"x"}}`:                `{"Eligible":null,"Reason":"x"} the Graph API's answer does not have the documented form`,
	} {
		value, err := failing.DecodeValue([]byte(answer), "Info")
		text, _ := json.Marshal(value)
		if got := fmt.Sprint(string(text), " ", err); got != want {
			t.Errorf("%s: %s, want %s", answer, got, want)
		}
	}
}
