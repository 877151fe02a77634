package writing_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/plan/writing"
)

// read reads the first mutation of a document.
func read(t testing.TB, document string, variables map[string]any, settled ...string) (*writing.Write, error) {
	t.Helper()
	operation := plantest.Operation(t, document, variables)
	selected := graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Mutation"})[0]
	return writing.Read(plantest.Mapping(t).Type("Mutation").Fields[selected.Name], dialect.Instagram, operation, selected, settled...)
}

func TestRead_makesTheCallOfTheInput(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]string{
		`mutation { createComment(input: {mediaId: "17", message: "a & b"}) { __typename } }`:                                                             "POST /17/comments message=a & b",
		`mutation { createComment(input: {mediaId: "TWVkaWE6MTc", message: "x", accountId: "5"}) { __typename } }`:                                        "POST /17/comments message=x",
		`mutation { setCommentHidden(input: {commentId: "9", hidden: false}) { __typename } }`:                                                            "POST /9 hide=false",
		`mutation { deleteComment(input: {commentId: "9"}) { __typename } }`:                                                                              "DELETE /9",
		`mutation { unlike(input: {subjectId: "TWVkaWE6MTc"}) { __typename } }`:                                                                           "DELETE /me/likes?media_id=17",
		`mutation { replyToMention(input: {mediaId: "1", commentId: null, message: "x"}) { __typename } }`:                                                "POST /me/mentions media_id=1&message=x",
		`mutation { sendPrivateReply(input: {commentId: "9", text: "x"}) { __typename } }`:                                                                `POST /me/messages message={"text":"x"}&recipient={"comment_id":"9"}`,
		`mutation { setProductTags(input: {mediaId: "1", tags: {productId: "4", x: 0.5, y: 1}}) { __typename } }`:                                         `POST /1/product_tags updated_tags=[{"product_id":"4","x":0.5,"y":1}]`,
		`mutation { createUpcomingEvent(input: {title: "a", startTime: "2027-01-01T01:00:00+01:00", notificationSubtypes: EVENT_START}) { __typename } }`: `POST /me/upcoming_events notification_subtypes=["EVENT_START"]&start_time=2027-01-01T00:00:00+0000&title=a`,
	} {
		w, err := read(t, document, nil)
		if err != nil {
			t.Errorf("%s: %v", document, err)
			continue
		}
		if call := w.Call("me", "", nil); call.String() != want {
			t.Errorf("%s\nmakes %s\nwant  %s", document, call.String(), want)
		}
	}
}

func TestSettle_leavesAPathWithoutAParameter(t *testing.T) {
	t.Parallel()
	for id, doubted := range map[string]bool{"9": true, "Q29tbWVudDo5": false} {
		w, err := read(t, `mutation($i: ID!) { deleteComment(input: {commentId: $i}) { __typename } }`, map[string]any{"i": id})
		if err != nil {
			t.Fatal(err)
		}
		w.Doubt(w.Field.Write.Deletes())
		if (w.Unsure != nil) != doubted {
			t.Errorf("%s: unsure of %v", id, w.Unsure)
		}
		if w.Unsure != nil {
			w = w.Settle(w.Unsure.Of)
		}
		if call := w.Call("me", "", nil); call.String() != "DELETE /9" || w.Unsure != nil {
			t.Errorf("%s makes %s, unsure of %v", id, call.String(), w.Unsure)
		}
	}
}

func TestRead_refusesWhatCanBeKnownBeforeACall(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]string{
		`mutation { createComment(input: {mediaId: "x", message: "a"}) { __typename } }`:                                                                             "input.mediaId: neither",
		`mutation { createComment(input: {mediaId: "Q29tbWVudDoxNw", message: "a"}) { __typename } }`:                                                                "input.mediaId: the id of a Comment, not of a Media",
		`mutation { createComment(input: {mediaId: "17", message: " \n"}) { __typename } }`:                                                                          "input.message: empty",
		`mutation { createComment(input: {mediaId: "17", message: "a", accountId: "/"}) { __typename }}`:                                                             "input.accountId: neither",
		`mutation { like(input: {subjectId: "VXNlcjoxNw"}) { __typename } }`:                                                                                         "not of a Media or a Comment",
		`mutation { createContainer(input: {content: {image: {imageUrl: "https://a.example/b.jpg", productTags: {productId: "4", x: 0.5, y: 1}}}}) { __typename } }`: "Facebook Login only",
		`mutation { createComment(input: {mediaId: "17", message: "a\u0000b"}) { __typename } }`:                                                                     "input.message: has the character U+0000",
		`mutation { createUpcomingEvent(input: {title: "a\u0007", startTime: "2027-01-01T01:00:00Z"}) { __typename } }`:                                              "input.title: has the character U+0007",
		`mutation { setProductTags(input: {mediaId: "1", tags: [{productId: ""}]}) { __typename } }`:                                                                 "input.tags.0.productId: is not",
		`mutation { setProductTags(input: {mediaId: "1", tags: [{productId: "4", x: 1.5, y: 0}]}) { __typename } }`:                                                  "input.tags.0.x: is not between",
		`mutation { setProductTags(input: {mediaId: "1", tags: []}) { __typename } }`:                                                                                "input.tags: names no product",
		`mutation { appealProduct(input: {productId: "TWVkaWE6MTc", reason: "x"}) { __typename } }`:                                                                  "input.productId: the id of a Media",
	} {
		if _, err := read(t, document, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", document, err, want)
		}
	}
	const comment = `mutation($m: String!) { createComment(input: {mediaId: "17", message: $m}) { __typename } }`
	for length, ok := range map[int]bool{1: true, writing.MaxText: true, writing.MaxText + 1: false} {
		if _, err := read(t, comment, map[string]any{"m": strings.Repeat("é", length)}); (err == nil) != ok {
			t.Errorf("a text of %d characters: %v", length, err)
		}
	}
	const reply = `mutation($m: String!) { sendPrivateReply(input: {commentId: "9", text: $m}) { __typename } }`
	for message, ok := range map[string]bool{
		strings.Repeat("a", 1000): true, strings.Repeat("a", 1001): false,
		strings.Repeat("é", 500): true, strings.Repeat("é", 501): false,
	} {
		if _, err := read(t, reply, map[string]any{"m": message}); (err == nil) != ok {
			t.Errorf("a message of %d bytes: %v", len(message), err)
		}
	}
}

func FuzzRead_putsNoTextOfAClientIntoThePath(f *testing.F) {
	for _, id := range []string{"17", "TWVkaWE6MTc", "../me", "17/likes", "17?a=b", "", "{accountId}", "0"} {
		f.Add(id, "Hello")
	}
	f.Fuzz(func(t *testing.T, id, message string) {
		if !utf8.ValidString(id + message) { // no request has such
			return
		}
		const document = `mutation($i: ID!, $m: String!) { createComment(input: {mediaId: $i, message: $m}) { __typename } }`
		w, err := read(t, document, map[string]any{"i": id, "m": message})
		if err != nil {
			return
		}
		call := w.Call("me", "", nil)
		node := strings.TrimSuffix(strings.TrimPrefix(call.Path, "/"), "/comments")
		if strings.Trim(node, "0123456789_") != "" || call.Params.Get("message") != message || len(call.Params) != 1 {
			t.Errorf("%q and %q make %s", id, message, call.String())
		}
	})
}

func TestRead_leavesOutWhatIsSettled(t *testing.T) {
	t.Parallel()
	for _, account := range []string{"5", "no id at all"} {
		w, err := read(t, `mutation { createComment(input: {mediaId: "17", message: "x", accountId: "`+account+`"}) { __typename } }`, nil, "accountId")
		if err != nil || w.Account != "" || len(w.Unproven()) != 1 {
			t.Errorf("%s: %+v, %v", account, w, err)
		}
	}
}
