package entity_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/refused"
	"github.com/gramql/gramql/internal/problem"
)

func TestPage_tellsItsNodesAndWhatIsLost(t *testing.T) {
	page, err := models.DecodePage([]byte(`{"data":[{"id":"1"},3,{"id":"2"},{"username":"x"}]}`), &expansion.Expansion{Type: userType})
	if err != nil {
		t.Fatal(err)
	}
	if nodes := page.Entities(); len(nodes) != 2 || entity.IDOf(nodes[0]) != "1" || entity.IDOf(nodes[1]) != "2" {
		t.Errorf("the nodes are %v", nodes)
	}
	lost := ""
	for _, err := range page.Lost() {
		lost += err.(*entity.ValueError).Place() + "; " //nolint:errorlint // as they are
	}
	if want := "item 1 of data, behind User 1; item 3 of data, behind User 2; "; lost != want {
		t.Errorf("lost are %s, not %s", lost, want)
	}
	if page.First() != page.Items[0] || new(entity.Page).First() != nil {
		t.Errorf("the first is %v", page.First())
	}
	for id, want := range map[string]int{"1": 0, "2": 2, "3": -1, "": -1} {
		if got := page.IndexOf(id); got != want {
			t.Errorf("%q is item %d, not %d", id, got, want)
		}
		if found := page.Find(id); (found != nil) != (want >= 0) || found != nil && entity.IDOf(found) != id {
			t.Errorf("%q is %v", id, found)
		}
	}
	if none := (*entity.Page)(nil).Find("1"); none != nil {
		t.Errorf("on no page is %v", none)
	}
}

func TestDecodeSearch_readsAPageOrTheOneNode(t *testing.T) {
	for answer, want := range map[string]string{
		`{"data":[{"id":"1"},{"id":"2"}]}`: "[1 2] <nil>",
		`{"data":[]}`:                      "[] <nil>",
		`{"id":"1"}`:                       "[1] <nil>",
		`{"id":1}`:                         "[1] <nil>",
		`{"id":"1","name":"x"}`:            "[1] <nil>",
		`{"data":[`:                        "[] true",
		`{"id":"1"`:                        "[] true",
		`7`:                                "[] true",
		`{"name":"x"}`:                     "[] true",
	} {
		page, err := models.DecodeSearch([]byte(answer), &expansion.Expansion{Type: userType})
		ids := []string{}
		for _, e := range page.Entities() {
			ids = append(ids, entity.IDOf(e))
		}
		failed := any(nil)
		if err != nil {
			failed = true
		}
		if got := fmt.Sprint(ids, " ", failed); got != want {
			t.Errorf("%s: %s, %v; want %s", answer, got, err, want)
		}
	}
}

func TestReading_tellsWhetherThereIsMoreThanIDs(t *testing.T) {
	owned := func() *expansion.Expansion {
		n := media(commentsEdge())
		n.Names, n.WantsID = []string{"caption"}, true
		n.Objects = []*expansion.Object{{Name: "owner", Node: &expansion.Expansion{Type: userType, WantsID: true, Names: []string{"username"}}}}
		n.Edges[0].Node.WantsID = true
		return n
	}
	withTexts := media(commentsEdge())
	withTexts.Edges[0].Node.Names = []string{"text"}
	onTheWay := media(commentsEdge())
	onTheWay.Edges[0].Node.WantsID = true
	for _, c := range []struct {
		answer string
		wanted *expansion.Expansion
		want   entity.Reading
	}{
		{`{"id":"1"}`, owned(), entity.Reading{Odd: true}},
		{`{"id":"1","shortcode":"x"}`, owned(), entity.Reading{Odd: true}},
		{`{"id":"1","like_count":3}`, owned(), entity.Reading{Odd: true}},
		{`{"id":"1","caption":"x"}`, owned(), entity.Reading{Told: true}},
		{`{"id":"1","caption":null}`, owned(), entity.Reading{Odd: true}},
		{`{"id":"1","owner":{"id":"3"}}`, owned(), entity.Reading{Told: true}},
		{`{"id":"1","owner":{}}`, owned(), entity.Reading{Odd: true}},
		{`{"id":"1","comments":{"data":[]}}`, owned(), entity.Reading{Told: true}},
		{`{"id":"1","comments":{"data":[{"id":"5"},{"id":"6"}]}}`, owned(), entity.Reading{Told: true}},
		{`{"id":"1","comments":null}`, owned(), entity.Reading{Odd: true}},
		{`{"id":"1"}`, &expansion.Expansion{Type: mediaType, WantsID: true}, entity.Reading{Told: true}},
		{`{"id":"1","comments":{"data":[{"id":"5"}]}}`, onTheWay, entity.Reading{Told: true}},
		{`{"id":"1","comments":{"data":[{"id":"5"}]}}`, withTexts, entity.Reading{Odd: true}},
		{`{"id":"1","comments":{"data":[{"id":"5","text":"a"}]}}`, withTexts, entity.Reading{Told: true}},
		{`{"eligible":true}`, nil, entity.Reading{Told: true}},
	} {
		came := entity.Reading{}
		var err error
		if c.wanted == nil {
			_, err = failing.Noting(&came).DecodeValue([]byte(c.answer), "Info")
		} else {
			_, err = models.Noting(&came).Decode([]byte(c.answer), c.wanted)
		}
		if err != nil || came.Odd != c.want.Odd || came.Told != c.want.Told || len(came.Faults)+len(came.Inside) > 0 {
			t.Errorf("%s: %+v, %v; want %+v", c.answer, came, err, c.want)
		}
	}
	came := entity.Reading{}
	if _, err := models.Noting(&came).DecodeIDs([]byte(`{"1":{"id":"1","caption":"x"},"2":{"id":"2"}}`), nil, owned()); err != nil || !came.Odd || !came.Told {
		t.Errorf("one of two nodes has nothing but its id: %+v, %v", came, err)
	}
	if _, err := models.Noting(&came).DecodePage([]byte(`{"data":[{"id":"1","caption":"x"},{"id":"2"}]}`), owned()); err != nil || came.Odd || !came.Told {
		t.Errorf("one of two nodes on a page has nothing but its id: %+v, %v", came, err)
	}
}

func TestReading_countsTheNodesOfWhichSomethingIsWanted(t *testing.T) {
	for _, c := range []struct {
		user, media, names bool
		want               int
	}{
		{true, true, false, 3},
		{false, true, false, 2},
		{true, false, false, 1},
		{false, false, true, 1},
		{false, false, false, 0},
	} {
		wanted := feedPlan(t)
		wanted.WantsID, wanted.Edges[0].Node.WantsID = c.user, c.media
		if c.names {
			wanted.Names = []string{"username"}
		}
		came := entity.Reading{}
		if _, err := models.Noting(&came).Decode([]byte(`{"id":"3","media":{"data":[{"id":"1"},{"id":"2"},7]}}`), wanted); err != nil || came.Nodes != c.want {
			t.Errorf("%+v: %d nodes, %v", c, came.Nodes, err)
		}
	}
	came := entity.Reading{}
	if _, err := models.Noting(&came).Decode([]byte(`{"id":"17","caption":"x"}`), wantedMedia()); err != nil || came.Nodes != 0 {
		t.Errorf("%d nodes of types that are no nodes of the schema, %v", came.Nodes, err)
	}
}

func TestDecode_notesNothingOfTheAnswerBefore(t *testing.T) {
	first, second := entity.Reading{}, entity.Reading{}
	if _, err := models.Noting(&first).Decode([]byte(`{"id":"17","caption":[],"error":{"code":10}}`), wantedMedia()); err != nil || len(first.Faults) == 0 || len(first.Inside) == 0 {
		t.Fatalf("%+v, %v", first, err)
	}
	if _, err := models.Noting(&second).Decode([]byte(`{"id":"17","caption":"x"}`), wantedMedia()); err != nil || second.Odd || len(second.Faults)+len(second.Inside) > 0 {
		t.Errorf("%+v, %v", second, err)
	}
}

func TestDecode_notesWhatWasRefusedOfAValueBefore(t *testing.T) {
	wanted := media()
	wanted.Objects = []*expansion.Object{{Name: "info", Node: &expansion.Expansion{Type: infoType, Names: []string{"eligible"}, Refused: map[string]error{"reason": errRefused}}}}
	came := entity.Reading{}
	e, err := models.Noting(&came).Decode([]byte(`{"id":"17","info":{"eligible":true}}`), wanted)
	if err != nil {
		t.Fatal(err)
	}
	info := e.(*Media).Info
	if fault := came.Faults.Of(info, "reason"); fault == nil || !errors.Is(fault.Whole, errRefused) || came.Faults.Of(info, "eligible") != nil || came.Odd {
		t.Errorf("the faults are %+v, odd %v", came.Faults, came.Odd)
	}
}

func TestPage_hasTheMetricsThatWereRefused(t *testing.T) {
	metrics := []*refused.MetricError{{Metrics: []string{"reach"}, Cause: errRefused}}
	edge := commentsEdge()
	edge.Refused = metrics
	for _, answer := range []string{`{"id":"1"}`, `{"id":"1","comments":{"data":[{"id":"5"}]}}`} {
		page, err := decode(t, answer, media(edge)).EntityBase().Page("comments")
		if err != nil || len(page.Refused) != 1 || page.Refused[0] != metrics[0] {
			t.Errorf("%s: the page is %+v, %v", answer, page, err)
		}
	}
}

func TestDecodePage_takesTheLastData(t *testing.T) {
	page, err := models.DecodePage([]byte(`{"data":[{"id":"1"}],"data":[{"id":"2"}]}`), &expansion.Expansion{Type: userType})
	if err != nil || len(page.Items) != 1 || entity.IDOf(page.First()) != "2" {
		t.Errorf("the page is %+v, %v", page, err)
	}
}

func TestDecodeError_saysWhatToDo(t *testing.T) {
	for answer, want := range map[string]struct {
		hint  string
		retry bool
	}{
		`{"id":`: {"ask again", true},
		`{"id"}`: {"leave out", false},
		`[]`:     {"leave out", false},
		`{}{}`:   {"leave out", false},
	} {
		_, err := models.Decode([]byte(answer), wantedMedia())
		wrong, ok := errors.AsType[*entity.DecodeError](err)
		if !ok || wrong.Retryable() != want.retry || !strings.Contains(wrong.Hint(), want.hint) || wrong.Code() != problem.UpstreamError {
			t.Errorf("%s: %v, hint %q", answer, err, wrong.Hint())
		}
		if _, odd := errors.AsType[*reader.Misfit](err); want.retry && !errors.Is(err, io.ErrUnexpectedEOF) || odd != (answer == `[]` || answer == `{}{}`) {
			t.Errorf("%s: caused by %v", answer, wrong.Unwrap())
		}
	}
}

func TestFaultOf_isTheOnlyFault(t *testing.T) {
	model, fault := new(Media), &entity.Fault{Whole: errRefused}
	faults := entity.FaultOf(model, "caption", fault)
	if faults.Of(model, "caption") != fault || faults.Of(model, "owner") != nil || faults.Of(new(Media), "caption") != nil {
		t.Errorf("the faults are %+v", faults)
	}
}

func TestFill_givesANodeWhatAnotherAnswerHolds(t *testing.T) {
	wanted := &expansion.Expansion{Type: mediaType, Names: []string{"caption", "like_count"}}
	e, from := decode(t, `{"id":"1","caption":"old","like_count":1}`, wanted), decode(t, `{"id":"1","caption":"new","like_count":2}`, wanted)
	models.Fill(e, from, "caption")
	if got := asJSON(t, e); got != `{"caption":"new","id":"1","like_count":1}` {
		t.Errorf("filled %s", got)
	}
	models.Fill(e, from, "robots")
	models.Fill(e, decode(t, `{"id":"3","username":"x"}`, &expansion.Expansion{Type: userType}), "caption")
	if got := asJSON(t, e); got != `{"caption":"new","id":"1","like_count":1}` {
		t.Errorf("filled %s", got)
	}
}

func TestModels_giveIDsNumbersAndNodesByTheirFields(t *testing.T) {
	e := decode(t, `{"id":"17","caption":"x","like_count":3,"owner":{"id":"3"}}`, wantedMedia())
	for field, want := range map[string]string{"id": "17", "caption": "x", "like_count": "", "robots": "", "permalink": "", "owner": ""} {
		if got := models.ID(e, field); got != want {
			t.Errorf("%s holds %q, not %q", field, got, want)
		}
	}
	if owner := models.Object(e, "owner"); entity.IDOf(owner) != "3" {
		t.Errorf("the owner is %v", owner)
	}
	for _, field := range []string{"caption", "robots", "info"} {
		if got := models.Object(e, field); got != nil {
			t.Errorf("%s holds %v", field, got)
		}
	}
	if got := models.Object(models.New(media()), "owner"); got != nil {
		t.Errorf("a node without an owner has %v", got)
	}
}
