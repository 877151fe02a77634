package entity_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// decodeCase is one entry of testdata/decode.yml. Odd and Lost say that no cache may
// keep the answer, Error that there is nothing in it.
type decodeCase struct {
	Name, Answer, Want string
	Error, Odd         bool
	Lost               []string
}

func decodeCases(t testing.TB) []decodeCase {
	t.Helper()
	text, err := os.ReadFile("testdata/decode.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []decodeCase
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return cases
}

func TestDecode_readsEachCase(t *testing.T) {
	for _, c := range decodeCases(t) {
		t.Run(c.Name, func(t *testing.T) {
			came := entity.Reading{}
			e, err := models.Noting(&came).Decode([]byte(c.Answer), wantedMedia())
			if c.Error {
				if _, ok := errors.AsType[*entity.DecodeError](err); !ok || strings.Contains(err.Error(), "secret") {
					t.Fatalf("error = %#v, want a *DecodeError", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			s := shown{faults: came.Faults}
			if got := s.json(t, e); got != c.Want {
				t.Errorf("read %s\nwant %s", got, c.Want)
			}
			if !slices.Equal(s.lost, c.Lost) {
				t.Errorf("lost %q\nwant %q", s.lost, c.Lost)
			}
			if want := c.Odd || len(c.Lost) > 0; came.Odd != want {
				t.Errorf("odd = %v, want %v", came.Odd, want)
			}
		})
	}
}

func TestDecode_refusesATruncatedAnswer(t *testing.T) {
	whole := `{"id":"17","caption":"a\u00e4\"b","like_count":12,"is_shared_to_feed":true,"owner":{"id":"3"},"more":[1,{}],` +
		`"comments":{"data":[{"id":"1"},{"id":"2"}],"paging":{"cursors":{"after":"A"},"next":"https://x/?after=A"}}}`
	if _, err := models.Decode([]byte(whole), wantedMedia()); err != nil {
		t.Fatal(err)
	}
	for end := range len(whole) {
		_, err := models.Decode([]byte(whole[:end]), wantedMedia())
		if wrong, ok := errors.AsType[*entity.DecodeError](err); !ok || wrong.Retryable() != (end > 0) {
			t.Errorf("%s: error = %v, want a retryable *DecodeError", whole[:end], err)
		}
	}
}

func TestDecode_readsDeeplyNestedAnswers(t *testing.T) {
	for _, brackets := range []string{"[", `{"a":`} {
		body := `{"id":"17","more":` + strings.Repeat(brackets, 200_000)
		if _, err := models.Decode([]byte(body), wantedMedia()); err == nil {
			t.Errorf("%s… has no end and is accepted", body[:40])
		}
	}
	body := `{"id":"17","more":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `,"caption":"x"}`
	if e, err := models.Decode([]byte(body), wantedMedia()); err != nil || asJSON(t, e) != `{"caption":"x","id":"17"}` {
		t.Errorf("a deep field that is not wanted: %v", err)
	}
}

func TestDecode_keepsNothingOfTheAnswersBytes(t *testing.T) {
	body := []byte(`{"id":"17","caption":"A harbor","media_type":"image"}`)
	e, err := models.Decode(body, wantedMedia())
	if err != nil {
		t.Fatal(err)
	}
	before := asJSON(t, e)
	for i := range body {
		body[i] = 'x'
	}
	if after := asJSON(t, e); after != before {
		t.Errorf("the entity became %s", after)
	}
}

// pageOf reads a page of comments with this paging.
func pageOf(t *testing.T, paging string) *entity.Page {
	t.Helper()
	n := wantedMedia()
	e, err := models.Decode([]byte(`{"id":"17","comments":{"data":[{"id":"1"}]`+paging+`}}`), n)
	if err != nil {
		t.Fatal(err)
	}
	page, _ := e.EntityBase().Page(n.Edges[0].Key)
	return page
}

func TestDecode_readsCursorsAndLinks(t *testing.T) {
	const token = "access_token=IGAAsecret&limit=25&"
	for _, c := range []struct {
		name, paging   string
		before, after  string
		previous, next bool
	}{
		{"no paging", ``, "", "", false, false},
		{"empty paging", `,"paging":{}`, "", "", false, false},
		{"cursors alone", `,"paging":{"cursors":{"before":"B","after":"A"}}`, "B", "A", false, false},
		{"cursors and next", `,"paging":{"cursors":{"before":"B","after":"A"},"next":"https://x/?after=Z"}`, "B", "A", false, true},
		{"next before the cursors", `,"paging":{"next":"https://x/?after=Z","cursors":{"after":"A"}}`, "", "A", false, true},
		{"both links", `,"paging":{"cursors":{"before":"B","after":"A"},"next":"https://x/","previous":"https://x/"}`, "B", "A", true, true},
		{"next without cursors", `,"paging":{"next":"https://x/v25.0/17/comments?` + token + `after=QVFIUz"}`, "", "QVFIUz", false, true},
		{"next with an escaped cursor", `,"paging":{"next":"https:\/\/x\/?` + token + `after=QVFI%3D%3D"}`, "", "QVFI==", false, true},
		{"previous without cursors", `,"paging":{"previous":"https://x/?` + token + `before=QVFIUb"}`, "QVFIUb", "", true, false},
		{"next without a cursor in it", `,"paging":{"next":"https://x/?` + token + `"}`, "", "", false, true},
		{"next with an unsafe cursor", `,"paging":{"next":"https://x/?after=a%29%7Bid%7D"}`, "", "", false, true},
		{"next that is no address", `,"paging":{"next":"%zz://"}`, "", "", false, true},
		{"next by an offset", `,"paging":{"next":"https://x/?` + token + `offset=25"}`, "", "?offset=25", false, true},
		{"next by an offset before the cursors", `,"paging":{"next":"https://x/?offset=25","cursors":{"after":"A"}}`, "", "A", false, true},
		{"null links", `,"paging":{"cursors":{"after":"A"},"next":null,"previous":null}`, "", "A", false, false},
		{"an unsafe cursor", `,"paging":{"cursors":{"after":"a){id}"},"next":"https://x/"}`, "", "", false, true},
		{"null where paging is documented", `,"paging":null`, "", "", false, false},
		{"a list where paging is documented", `,"paging":[]`, "", "", false, false},
		{"a number where paging is documented", `,"paging":3`, "", "", false, false},
		{"null where cursors are documented", `,"paging":{"cursors":null}`, "", "", false, false},
		{"a list where cursors are documented", `,"paging":{"cursors":[],"next":"https://x/?after=Z"}`, "", "Z", false, true},
		{"cursors that are none", `,"paging":{"cursors":{"before":null,"after":[]}}`, "", "", false, false},
		{"a cursor that is a number", `,"paging":{"cursors":{"after":3}}`, "", "3", false, false},
		{"an empty cursor", `,"paging":{"cursors":{"after":""}}`, "", "", false, false},
		{"false for no link", `,"paging":{"cursors":{"after":"A"},"next":false}`, "", "A", false, false},
		{"an empty link", `,"paging":{"cursors":{"after":"A"},"next":"","previous":[]}`, "", "A", false, false},
		{"an unknown cursor", `,"paging":{"cursors":{"middle":"M","after":"A"},"total":3}`, "", "A", false, false},
	} {
		page := pageOf(t, c.paging)
		if page.Before != c.before || string(page.After) != c.after || page.Previous != c.previous || page.Next != c.next || len(page.Items) != 1 {
			t.Errorf("%s: %+v", c.name, page)
		}
		if strings.Contains(fmt.Sprintf("%+v", page), "secret") {
			t.Errorf("%s: the token of the link is kept", c.name)
		}
	}
}

func TestPage_isEmptyWhenWantedAndNilWhenNot(t *testing.T) {
	n := wantedMedia()
	deferred := commentsEdge(fields.Param{Name: "after", Value: "5"})
	deferred.Asked = expansion.Beside
	n.Edges = append(n.Edges, deferred)
	e, err := models.Decode([]byte(`{"id":"17"}`), n)
	if err != nil {
		t.Fatal(err)
	}
	if page, _ := e.EntityBase().Page(n.Edges[0].Key); page == nil || len(page.Items) != 0 || page.Next {
		t.Errorf("an edge that was left out is %+v, want an empty page", page)
	}
	for _, key := range []string{deferred.Key, "likes", ""} {
		if page, err := e.EntityBase().Page(key); page != nil || err != nil {
			t.Errorf("%q was not wanted and is %+v", key, page)
		}
	}
}

func TestDecode_skipsANodeThatIsNotWanted(t *testing.T) {
	e, err := models.Decode([]byte(`{"id":"17","owner":{"id":"3"}}`), &expansion.Expansion{Type: mediaType})
	if err != nil || asJSON(t, e) != `{"id":"17"}` {
		t.Errorf("read %v, %v", e, err)
	}
}

func TestDecodeIDs_readsNodesByTheirIDs(t *testing.T) {
	found, err := models.DecodeIDs([]byte(`{"1":{"id":"1","caption":"a"},"2":null,"3":{"id":"33"},"4":3,"5":{"odd":1},"6":{"id":[],"caption":"x"},"7":{"caption":"y"}}`), nil, wantedMedia())
	if err != nil || len(found) != 6 || found["2"].Entity != nil {
		t.Fatalf("found %v, %v", found, err)
	}
	for id, want := range map[string]string{"3": "another node for 3, where the node with the id that was asked for belongs", "4": "a number for 4, where a node belongs", "5": "an object without a readable id for 5, where a node belongs"} {
		if got := found[id].Err; got == nil || !strings.HasSuffix(got.Error(), want) {
			t.Errorf("%s: error = %v, want %s", id, got, want)
		}
	}
	for id, want := range map[string]string{"1": `{"caption":"a","id":"1"}`, "6": `{"caption":"x","id":"6"}`, "7": `{"caption":"y","id":"7"}`} {
		if found[id].Err != nil || asJSON(t, found[id].Entity) != want {
			t.Errorf("%s is %+v", id, found[id])
		}
	}
	came := entity.Reading{}
	if found, err := models.Noting(&came).DecodeIDs([]byte(`[]`), nil, wantedMedia()); err != nil || len(found) > 0 || !came.Odd {
		t.Errorf("an empty list: found %v, %v, odd: %v", found, err, came.Odd)
	}
	for _, body := range []string{``, `[3]`, `"x"`, `{"1":{"id":"1"}`, `{"1":{"id":"1"}}x`} {
		_, err := models.DecodeIDs([]byte(body), nil, wantedMedia())
		if _, ok := errors.AsType[*entity.DecodeError](err); !ok {
			t.Errorf("%s: error = %v", body, err)
		}
	}
}

func TestDecodeAccounts_skipsPagesWithoutAnAccount(t *testing.T) {
	page, err := models.DecodeAccounts([]byte(`{"data":[{"id":"100"},{"instagram_business_account":{"id":"1","username":"a"},"id":"101"},
		{"instagram_business_account":null,"id":"102"},{"instagram_business_account":[],"id":"103"},{"instagram_business_account":{"id":"2"},"name":"x"}],
		"paging":{"cursors":{"after":"A"},"next":"https://x/?access_token=EAAsecret&after=A"}}`), "instagram_business_account", &expansion.Expansion{Type: userType})
	if err != nil || len(page.Items) != 2 || page.After != "A" || !page.Next {
		t.Fatalf("%+v, %v", page, err)
	}
	accounts := page.Entities()
	if asJSON(t, accounts[0]) != `{"id":"1","username":"a"}` || asJSON(t, accounts[1]) != `{"id":"2"}` {
		t.Errorf("accounts = %s, %s", asJSON(t, accounts[0]), asJSON(t, accounts[1]))
	}
}

func TestDecodeAccounts_losesNoAccountButThoseThatCannotBeRead(t *testing.T) {
	page, err := models.DecodeAccounts([]byte(`{"data":[3,{"instagram_business_account":"secret"},{"instagram_business_account":{"username":"x"}},
		{"instagram_business_account":{"id":"1"}}]}`), "instagram_business_account", &expansion.Expansion{Type: userType})
	if err != nil || len(page.Entities()) != 1 || len(page.Lost()) != 3 {
		t.Errorf("%+v, %v", page, err)
	}
}

func TestDecodePage_readsWhatStandsForNoItems(t *testing.T) {
	for body, odd := range map[string]bool{
		`{"data":[]}`: false, `{"data":null}`: true, `{"data":{}}`: true, `{}`: true, `[]`: true, `{"paging":{}}`: true, `{"paging":{"cursors":{"after":"A"}}}`: true,
	} {
		came := entity.Reading{}
		page, err := models.Noting(&came).DecodePage([]byte(body), &expansion.Expansion{Type: userType})
		if err != nil || len(page.Items) > 0 || page.Next || came.Odd != odd {
			t.Errorf("%s: %+v, %v, odd: %v", body, page, err, came.Odd)
		}
	}
	for _, body := range []string{``, `3`, `{"data":3}`, `{"data":[`, `{"data":[]}]`} {
		_, err := models.DecodePage([]byte(body), &expansion.Expansion{Type: userType})
		if _, ok := errors.AsType[*entity.DecodeError](err); !ok {
			t.Errorf("%s: error = %v", body, err)
		}
	}
}

func TestNew_isANodeOfWhichOnlyTheTypeIsKnown(t *testing.T) {
	wanted := &expansion.Expansion{Type: mediaType}
	e := models.New(wanted)
	if _, ok := e.(*Media); !ok || e.EntityBase().Plan != wanted || e.EntityBase().GraphID != "" {
		t.Errorf("new is %#v", e)
	}
}

func TestID_isTheGlobalIDOfTypeAndGraphID(t *testing.T) {
	e, err := models.Decode([]byte(`{"id":"17"}`), wantedMedia())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := e.EntityBase().ID(), globalid.New("Media", "17"); got != want || entity.IDOf(e) != "17" || entity.IDOf(3) != "" {
		t.Errorf("id = %s, want %s", got, want)
	}
}

func TestCount_isTheNumberInAField(t *testing.T) {
	wanted := &expansion.Expansion{Type: userType}
	e, err := models.Decode([]byte(`{"id":"3","media_count":248}`), wanted)
	if err != nil {
		t.Fatal(err)
	}
	if got := models.Count(e, "media_count"); got == nil || *got != 248 {
		t.Errorf("count = %v, want 248", got)
	}
	for _, name := range []string{"username", "robots", ""} {
		if got := models.Count(e, name); got != nil {
			t.Errorf("%q counts %d", name, *got)
		}
	}
	if got := models.Count(models.New(wanted), "media_count"); got != nil {
		t.Errorf("a node without values counts %d", *got)
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range decodeCases(f) {
		f.Add([]byte(c.Answer))
	}
	f.Add([]byte(`{"comments":{"data":[{}],"paging":{"cursors":{"after":"A"},"next":"https://x/?after=A"}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if e, err := models.Decode(body, wantedMedia()); err != nil {
			if _, ok := errors.AsType[*entity.DecodeError](err); !ok {
				t.Fatalf("error = %#v, want a *DecodeError", err)
			}
		} else if e != nil {
			asJSON(t, e)
		}
		_, _ = models.DecodeIDs(body, nil, wantedMedia())
		_, _ = models.DecodeAccounts(body, "instagram_business_account", &expansion.Expansion{Type: userType})
		_, _ = models.DecodePage(body, &expansion.Expansion{Type: userType})
	})
}
