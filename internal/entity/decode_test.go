package entity_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/plan"
)

// decodeCase is one entry of testdata/decode.yml. Error is "true", or the field
// and the node that the error names.
type decodeCase struct{ Name, Answer, Want, Error string }

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
			e, err := models.Decode([]byte(c.Answer), wantedMedia())
			if c.Error == "" {
				if err != nil {
					t.Fatal(err)
				}
				if got := asJSON(t, e); got != c.Want {
					t.Errorf("read %s\nwant %s", got, c.Want)
				}
				return
			}
			wrong, ok := errors.AsType[*entity.DecodeError](err)
			if !ok {
				t.Fatalf("error = %#v, want a *DecodeError", err)
			}
			if place := wrong.Field + " of a " + wrong.Node; c.Error != "true" && place != c.Error {
				t.Errorf("the error is in %s, want %s", place, c.Error)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error quotes the answer: %v", err)
			}
		})
	}
}

func TestDecode_refusesATruncatedAnswer(t *testing.T) {
	whole := `{"id":"17","caption":"a\u00e4\"b","like_count":12,"is_shared_to_feed":true,"owner":{"id":"3"},"more":[1,{}],` +
		`"comments":{"data":[{"id":"1"},null],"paging":{"cursors":{"after":"A"},"next":"https://x/?after=A"}}}`
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
	page, _ := e.Base().Page(n.Edges[0].Key)
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
		{"null links", `,"paging":{"cursors":{"after":"A"},"next":null,"previous":null}`, "", "A", false, false},
		{"an unsafe cursor", `,"paging":{"cursors":{"after":"a){id}"},"next":"https://x/"}`, "", "", false, true},
		{"an unknown cursor", `,"paging":{"cursors":{"middle":"M","after":"A"},"total":3}`, "", "A", false, false},
	} {
		page := pageOf(t, c.paging)
		if page.Before != c.before || page.After != c.after || page.Previous != c.previous || page.Next != c.next || len(page.Items) != 1 {
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
	deferred.Asked = plan.Beside
	n.Edges = append(n.Edges, deferred)
	e, err := models.Decode([]byte(`{"id":"17"}`), n)
	if err != nil {
		t.Fatal(err)
	}
	if page, _ := e.Base().Page(n.Edges[0].Key); page == nil || len(page.Items) != 0 || page.Next {
		t.Errorf("an edge that was left out is %+v, want an empty page", page)
	}
	for _, key := range []string{deferred.Key, "likes", ""} {
		if page, err := e.Base().Page(key); page != nil || err != nil {
			t.Errorf("%q was not wanted and is %+v", key, page)
		}
	}
}

func TestDecode_skipsANodeThatIsNotWanted(t *testing.T) {
	e, err := models.Decode([]byte(`{"id":"17","owner":{"id":"3"}}`), &plan.Node{Type: mediaType})
	if err != nil || asJSON(t, e) != `{"id":"17"}` {
		t.Errorf("read %v, %v", e, err)
	}
}

func TestDecodeIDs_readsNodesByTheirIDs(t *testing.T) {
	found, err := models.DecodeIDs([]byte(`{"1":{"id":"1","caption":"a"},"2":null,"3":{"id":"33"}}`), wantedMedia())
	if err != nil || len(found) != 3 || found["2"] != nil {
		t.Fatalf("found %v, %v", found, err)
	}
	if got := asJSON(t, found["1"]); got != `{"caption":"a","id":"1"}` {
		t.Errorf("1 is %s", got)
	}
	for _, body := range []string{``, `[]`, `{"1":3}`, `{"1":{"id":"1"}`, `{"1":{"id":"1"}}x`} {
		_, err := models.DecodeIDs([]byte(body), wantedMedia())
		if _, ok := errors.AsType[*entity.DecodeError](err); !ok {
			t.Errorf("%s: error = %v", body, err)
		}
	}
}

func TestDecodeAccounts_skipsPagesWithoutAnAccount(t *testing.T) {
	wanted := &plan.Node{Type: userType}
	accounts, after, more, err := models.DecodeAccounts([]byte(`{"data":[{"id":"100"},{"instagram_business_account":{"id":"1","username":"a"},"id":"101"},
		{"instagram_business_account":null},{"instagram_business_account":{"id":"2"},"name":"x"}],
		"paging":{"cursors":{"after":"A"},"next":"https://x/?access_token=EAAsecret&after=A"}}`), wanted)
	if err != nil || len(accounts) != 2 || after != "A" || !more {
		t.Fatalf("%d accounts, after %q, more %v, %v", len(accounts), after, more, err)
	}
	if asJSON(t, accounts[0]) != `{"id":"1","username":"a"}` || asJSON(t, accounts[1]) != `{"id":"2"}` {
		t.Errorf("accounts = %s, %s", asJSON(t, accounts[0]), asJSON(t, accounts[1]))
	}
	accounts, after, more, err = models.DecodeAccounts([]byte(`{"data":[]}`), wanted)
	if err != nil || len(accounts) != 0 || after != "" || more {
		t.Errorf("no Pages: %v, %q, %v, %v", accounts, after, more, err)
	}
	for _, body := range []string{``, `[]`, `{"data":{}}`, `{"data":[3]}`, `{"data":[{"instagram_business_account":"secret"}]}`} {
		_, _, _, err := models.DecodeAccounts([]byte(body), wanted)
		if _, ok := errors.AsType[*entity.DecodeError](err); !ok {
			t.Errorf("%s: error = %v", body, err)
		}
	}
}

func TestNew_isANodeOfWhichOnlyTheTypeIsKnown(t *testing.T) {
	wanted := &plan.Node{Type: mediaType}
	e := models.New(wanted)
	if _, ok := e.(*Media); !ok || e.Base().Plan != wanted || e.Base().GraphID != "" {
		t.Errorf("new is %#v", e)
	}
}

func TestID_isTheGlobalIDOfTypeAndGraphID(t *testing.T) {
	e, err := models.Decode([]byte(`{"id":"17"}`), wantedMedia())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := e.Base().ID(), globalid.New("Media", "17"); got != want || entity.IDOf(e) != "17" || entity.IDOf(3) != "" {
		t.Errorf("id = %s, want %s", got, want)
	}
}

func TestCount_isTheNumberInAField(t *testing.T) {
	wanted := &plan.Node{Type: userType}
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
		_, _ = models.DecodeIDs(body, wantedMedia())
		_, _, _, _ = models.DecodeAccounts(body, &plan.Node{Type: userType})
	})
}
