package publish_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/content"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
	"github.com/gramql/gramql/internal/viewer"
)

// The demo world's tokens, and the accounts that they are of.
const (
	instagram  = localgraph.DemoToken
	facebook   = "EAAdemometricsaurus"
	cretaceous = "IGAAdemocretaceous"
	account    = "17841405822304914"
)

// request returns one to post an image with a caption.
func (w *world) request(t *testing.T, caption string) publish.Request {
	t.Helper()
	image, _ := w.files(t)
	return publish.Request{Content: content.Content{Image: &content.Image{ImageURL: image, Caption: &caption}}}
}

// code returns that of an error which clients see; empty for none.
func code(err error) string {
	if known, ok := errors.AsType[problem.Problem](err); ok {
		return known.Code()
	}
	if err == nil {
		return ""
	}
	return graphapi.KindOf(err).String()
}

// tagProduct tags a product in the request's image.
func tagProduct(r *publish.Request) {
	at := 0.5
	r.Content.Image.ProductTags = []content.ProductTag{{ProductID: "1", X: &at, Y: &at}}
}

func TestPublish_refusesAtOnceWhatCannotBe(t *testing.T) {
	t.Parallel()
	w := open(t)
	unavailable := fault.Fault{Kind: fault.Unavailable, Edge: "content_publishing_limit"}
	for name, c := range map[string]struct {
		token  string
		change func(*publish.Request)
		fault  *fault.Fault
		want   string
		calls  int
	}{
		"a good one":                   {token: instagram, calls: 1},
		"with Facebook Login":          {token: facebook, calls: 1},
		"with the account's id":        {token: facebook, change: func(r *publish.Request) { r.Account = account }, calls: 1},
		"with another account":         {token: instagram, change: func(r *publish.Request) { r.Account = "1" }, want: "NOT_FOUND", calls: 1},
		"without a permission":         {token: "IGAAdemobasic", want: "FORBIDDEN", calls: 1},
		"with a dead token":            {token: "IGAAdemoexpired", want: "UNAUTHENTICATED", calls: 1},
		"with Basic Display":           {token: "IGQVdemojayposiris", want: "UNSUPPORTED"},
		"while the Graph API is down":  {token: instagram, fault: &unavailable, calls: 1},
		"before it is known who it is": {token: cretaceous, fault: &unavailable, calls: 2},
		"of a wrong content":           {token: instagram, change: func(r *publish.Request) { r.Content = content.Content{} }, want: "BAD_USER_INPUT"},
		"of products":                  {token: instagram, change: tagProduct, want: "UNSUPPORTED"},
		"of products, with Facebook":   {token: facebook, change: tagProduct, calls: 1},
		"with an empty key":            {token: instagram, change: func(r *publish.Request) { r.Key = new("") }, want: "BAD_USER_INPUT"},
		"with a key of 255 characters": {token: instagram, change: func(r *publish.Request) { r.Key = new(strings.Repeat("ä", 255)) }, calls: 1},
		"with a key of 256 characters": {token: instagram, change: func(r *publish.Request) { r.Key = new(strings.Repeat("ä", 256)) }, want: "BAD_USER_INPUT"},
		"with a key that is no text":   {token: instagram, change: func(r *publish.Request) { r.Key = new("a\x00b") }, want: "BAD_USER_INPUT"},
		"with a key that was cut":      {token: instagram, change: func(r *publish.Request) { r.Key = new("a\ufffd") }, want: "BAD_USER_INPUT"},
		"in the past":                  {token: instagram, change: func(r *publish.Request) { r.PublishAt = new(w.time()) }, want: "BAD_USER_INPUT"},
		"in the past, with a new key":  {token: instagram, change: func(r *publish.Request) { r.PublishAt, r.Key = new(w.time()), new("past") }, want: "BAD_USER_INPUT", calls: 1},
		"in 75 days":                   {token: instagram, change: func(r *publish.Request) { r.PublishAt = new(w.time().Add(75 * 24 * time.Hour)) }, calls: 1},
		"in more than 75 days":         {token: instagram, change: func(r *publish.Request) { r.PublishAt = new(w.time().Add(75*24*time.Hour + 1)) }, want: "BAD_USER_INPUT"},
	} {
		r := w.request(t, name)
		if c.change != nil {
			c.change(&r)
		}
		if c.fault != nil {
			_, _ = w.Publish(w.as(t, instagram), w.request(t, "known"))
			w.graph.Faults().Add(*c.fault)
		}
		w.graph.ForgetCalls()
		p, err := w.Publish(w.as(t, c.token), r)
		w.graph.Faults().Clear()
		if got := code(err); got != c.want || (p == nil) != (c.want != "") {
			t.Errorf("%s: %s, %v; want %s", name, got, err, c.want)
		}
		if calls := w.graph.Calls(); len(calls) != c.calls {
			t.Errorf("%s: %d calls", name, len(calls))
		}
	}
}

func TestPublish_acceptsAKeyOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	image, _ := w.files(t) // once, for the addresses of files change every day
	keyed := func(token, caption string, at *time.Time) (*publication.Publication, error) {
		return w.Publish(w.as(t, token), publish.Request{
			Content: content.Content{Image: &content.Image{ImageURL: image, Caption: &caption}}, Key: new("key"), PublishAt: at,
		})
	}
	later := w.time().Add(time.Hour)
	first, err := keyed(instagram, "A", &later)
	if err != nil || first.State != publication.Scheduled || !first.PublishAt.Equal(later) {
		t.Fatalf("%+v, %v", first, err)
	}
	w.advance(2 * time.Hour)
	for name, token := range map[string]string{"again": instagram, "with another login type": facebook} {
		if same, err := keyed(token, "A", &later); err != nil || same.ID != first.ID {
			t.Errorf("%s: %+v, %v", name, same, err)
		}
	}
	evenLater := later.Add(time.Second)
	for name, c := range map[string]struct {
		caption string
		at      *time.Time
	}{"another caption": {"B", &later}, "another time": {"A", &evenLater}, "no time": {"A", nil}} {
		if _, err := keyed(instagram, c.caption, c.at); code(err) != "CONFLICT" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if other, err := keyed(cretaceous, "B", nil); err != nil || other.ID == first.ID {
		t.Errorf("another account: %+v, %v", other, err)
	}
}

func TestPublication_isSeenByItsAccountOnly(t *testing.T) {
	t.Parallel()
	w := open(t)
	p, err := w.Publish(w.as(t, instagram), w.request(t, "A"))
	if err != nil {
		t.Fatal(err)
	}
	for token, c := range map[string]struct {
		seen   bool
		cancel string // why it cannot cancel the publication
	}{
		"IGAAdemobasic":      {true, "FORBIDDEN"},
		cretaceous:           {false, "NOT_FOUND"},
		"IGQVdemojayposiris": {false, "NOT_FOUND"},
		instagram:            {seen: true},
		facebook:             {seen: true},
	} {
		ctx, seen := w.as(t, token), c.seen
		p, err := w.Publish(w.as(t, instagram), w.request(t, token))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := w.Publication(ctx, p.ID); err != nil || (got != nil) != seen {
			t.Errorf("%s: %+v, %v", token, got, err)
		}
		page, err := w.List(ctx, publish.Query{Account: account, Limit: 1})
		if err != nil || (page != nil) != seen || seen && (len(page.Publications) != 1 || !page.More) {
			t.Errorf("%s: %+v, %v", token, page, err)
		}
		if _, err := w.Cancel(ctx, p.ID); code(err) != c.cancel {
			t.Errorf("%s: %v", token, err)
		}
	}
	if got, err := w.Publication(w.as(t, instagram), "1"); got != nil || err != nil {
		t.Errorf("unknown: %+v, %v", got, err)
	}
	if _, err := w.Publication(w.as(t, "IGAAdemoexpired"), p.ID); code(err) != "UNAUTHENTICATED" {
		t.Errorf("a dead token: %v", err)
	}
}

func TestPublication_isSeenAndCancelledByItsConnectedAccountWhateverTheGraphAPISays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		token string
		down  bool
	}{"with a dead token": {token: "IGAAdemoexpired"}, "with none": {}, "while the Graph API is down": {token: instagram, down: true}} {
		w := open(t)
		r, later := w.request(t, "A"), w.time().Add(time.Hour)
		r.PublishAt = &later
		p, err := w.Publish(w.as(t, facebook), r)
		if err != nil {
			t.Fatal(err)
		}
		if c.down {
			w.graph.Faults().Add(fault.Fault{Kind: fault.Unavailable})
		}
		for _, mine := range []string{account, "1"} {
			v, _ := viewer.FromContext(w.as(t, instagram))
			v.Token, v.Account, v.Access, v.Person = c.token, mine, "access", "person"
			ctx, own := viewer.NewContext(t.Context(), v), mine == account
			if got, err := w.Publication(ctx, p.ID); (err == nil) != own || (got != nil) != own {
				t.Errorf("%s, of %s: %+v, %v", name, mine, got, err)
			}
			if page, err := w.List(ctx, publish.Query{Account: account, Limit: 1}); (err == nil) != own || (page != nil) != own {
				t.Errorf("%s, of %s: %+v, %v", name, mine, page, err)
			}
			if _, err := w.Cancel(ctx, p.ID); (err == nil) != own {
				t.Errorf("%s, of %s: %v", name, mine, err)
			}
			if v.Account != account {
				continue
			}
			if got, _ := w.store.Get(t.Context(), p.ID); got.State != publication.Cancelled {
				t.Errorf("%s: %s", name, got.State)
			}
		}
	}
}

func TestList_tellsWhetherThereAreMore(t *testing.T) {
	t.Parallel()
	w := open(t)
	var ids []string
	for _, caption := range []string{"A", "B", "C"} {
		p, err := w.Publish(w.as(t, instagram), w.request(t, caption))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, p.ID)
		w.advance(time.Second)
	}
	var me struct{ ID string }
	w.get(t, "/me?fields=id", &me) // as Instagram Login has it
	page, err := w.List(w.as(t, instagram), publish.Query{Account: me.ID, Limit: 2})
	if err != nil || !page.More || len(page.Publications) != 2 || page.Publications[0].ID != ids[2] {
		t.Fatalf("%+v, %v", page, err)
	}
	page, err = w.List(w.as(t, instagram), publish.Query{Account: account, Limit: 2, Before: ids[1]})
	if err != nil || page.More || len(page.Publications) != 1 || page.Publications[0].ID != ids[0] {
		t.Fatalf("%+v, %v", page, err)
	}
}

func TestCancel_endsWhatIsNotPublished(t *testing.T) {
	t.Parallel()
	w := open(t)
	later := w.time().Add(time.Hour)
	r := w.request(t, "A")
	r.PublishAt = &later
	p, err := w.Publish(w.as(t, instagram), r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Cancel(w.as(t, "IGAAdemobasic"), p.ID); code(err) != "FORBIDDEN" {
		t.Errorf("with a token that only reads: %v", err)
	}
	for range 2 {
		if p, err = w.Cancel(w.as(t, facebook), p.ID); err != nil || p.State != publication.Cancelled || p.EndedAt.IsZero() {
			t.Errorf("%+v, %v", p, err)
		}
	}
	w.advance(time.Hour)
	w.graph.ForgetCalls()
	if p = w.finish(t, p.ID); p.State != publication.Cancelled || len(w.graph.Calls()) > 0 {
		t.Errorf("%+v, %v", p, w.graph.Calls())
	}
	published, err := w.Publish(w.as(t, instagram), w.request(t, "B"))
	if err != nil {
		t.Fatal(err)
	}
	w.finish(t, published.ID)
	if _, err := w.Cancel(w.as(t, instagram), published.ID); code(err) != "CONFLICT" {
		t.Errorf("too late: %v", err)
	}
}

func TestPublish_takesAPostWithoutAKeyForNoneThatHasOne(t *testing.T) {
	t.Parallel()
	w := open(t)
	r := w.request(t, "A")
	r.Key = new("key")
	keyed, err := w.Publish(w.as(t, instagram), r)
	if err != nil {
		t.Fatal(err)
	}
	w.graph.Faults().Add(fault.Fault{Kind: fault.ExpiredToken, Path: "/*/media_publish"})
	w.finish(t, keyed.ID)
	w.graph.Faults().Clear()
	r.Key = nil
	if next, err := w.Publish(w.as(t, instagram), r); err != nil || next.ID == keyed.ID {
		t.Errorf("%+v, %v", next, err)
	}
}

func TestPublish_letsWhatIsParkedGoOn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		token string
		key   *string
	}{
		"the same login type": {instagram, new("key")},
		"the other":           {facebook, new("key")},
		"the same input":      {instagram, nil}, // which nobody knows to be another post
	} {
		w := open(t)
		token, r := c.token, w.request(t, "A")
		r.Key = c.key
		p, err := w.Publish(w.as(t, instagram), r)
		if err != nil {
			t.Fatal(err)
		}
		w.graph.Faults().Add(fault.Fault{Kind: fault.ExpiredToken, Path: "/*/media_publish"})
		if p = w.finish(t, p.ID); p.State != publication.NeedsReauthentication || p.Failure == nil {
			t.Fatalf("%+v", p)
		}
		w.graph.Faults().Clear()
		if next, err := w.Publish(w.as(t, "IGAAdemobasic"), r); next != nil || code(err) != "FORBIDDEN" {
			t.Errorf("%s: with a token that only reads: %+v, %v", name, next, err)
		}
		if again, err := w.Publish(w.as(t, token), r); err != nil || again.ID != p.ID || again.State != publication.Queued || again.Failure != nil {
			t.Fatalf("%s: %+v, %v", name, again, err)
		}
		if w.store.woken[len(w.store.woken)-1] != p.ID {
			t.Errorf("%s: it is not woken", name)
		}
		if p = w.finish(t, p.ID); p.State != publication.Published || p.MediaID == "" {
			t.Errorf("%s: %+v", name, p)
		}
		if next, err := w.Publish(w.as(t, token), r); c.key == nil && (err != nil || next.ID == p.ID) {
			t.Errorf("%s: what is published already is the next post: %+v, %v", name, next, err)
		}
	}
}

func TestPublish_acceptsNothingByAnAccessThatHasEnded(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.store.ended = "ended"
	for access, want := range map[string]string{"ended": problem.Unauthenticated, "another": ""} {
		v, _ := viewer.FromContext(w.as(t, instagram))
		v.Person, v.Access = "person", access
		p, err := w.Publish(viewer.NewContext(t.Context(), v), w.request(t, access))
		if code(err) != want || (p == nil) != (want != "") {
			t.Errorf("by the access %q: %+v, %v", access, p, err)
		}
	}
}
