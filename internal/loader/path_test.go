package loader_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/loader/loadertest"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/viewer"
)

// read reads me, and forgets the calls for it.
func (w *world) read(t *testing.T, query string) (*loader.Loader, entity.Entity) {
	t.Helper()
	_, l := w.Load(t.Context(), t, query, nil)
	me, err := l.Me()
	if err != nil || me == nil {
		t.Fatal(me, err)
	}
	w.Calls()
	return l, me
}

// further returns the page of the only edge of a node that is behind the one that came with
// the node.
func further(t *testing.T, of entity.Entity, limit string) *expansion.Edge {
	t.Helper()
	edge := *of.EntityBase().Plan.Edges[0]
	page, err := of.EntityBase().Page(edge.Key)
	if err != nil || page == nil {
		t.Fatal(page, err)
	}
	others := paging.WithoutPosition(fields.WithoutLimit(edge.Params))
	edge.Params = slices.Concat(others, []fields.Param{{Name: "limit", Value: limit}}, page.After.Params())
	edge.Key = expansion.Key(edge.Edge, edge.Params)
	return &edge
}

const tagged = `{ me { tags(first: 3) { nodes { comments(first: 1) { nodes { text } } } } } }`

func TestPage_isOfOneNodeWhereManyAreOnAPage(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	l, me := w.read(t, tagged)
	media := loadertest.Slice(t, l, me, first(3))
	m := media.Item(2).(*model.Media)
	page, err := l.Page(m.EntityBase(), further(t, m, "7"))
	want := "GET /24680011223344556?fields=id,tags.after(…).limit(1){id,comments.limit(7).after(…){id,text}} GET /24680011223344556?fields=id,tags.limit(2){id}"
	if calls := strings.Join(w.Calls(), " "); calls != want {
		t.Errorf("calls\n%s\nwant\n%s", calls, want)
	}
	if err != nil || len(page.Items) != 1 {
		t.Errorf("page %v, %v", page, err)
	}
	_, err = l.Page(m.EntityBase(), further(t, m, "8"))
	if calls := w.Calls(); err != nil || len(calls) != 1 {
		t.Errorf("the way there is known, and %q are made, %v", calls, err)
	}
}

func TestPage_hasTheErrorOfTheWayToItsNode(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	l, me := w.read(t, tagged)
	m := loadertest.Slice(t, l, me, first(3)).Item(2).(*model.Media)
	w.Graph.Faults().Add(fault.Fault{Kind: fault.OtherError, Path: "/24680011223344556", Body: refusedWith(190, 463), Times: 1})
	page, err := l.Page(m.EntityBase(), further(t, m, "7"))
	if calls := w.Calls(); page != nil || graphapi.KindOf(err) != graphapi.Unauthenticated || len(calls) != 1 {
		t.Errorf("page %v, %v after %q", page, err, calls)
	}
}

func TestPage_isReadThroughAFieldThatHoldsItsNode(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
	l, me := w.read(t, `{ me { mentionedComment(commentId: "17835610128690493") { media { comments(first: 1) { nodes { text } } } } } }`)
	found, err := l.Page(me.EntityBase(), me.EntityBase().Plan.Edges[0])
	if err != nil {
		t.Fatal(err)
	}
	media := model.Entities.Object(found.Items[0].(entity.Entity), "media")
	page, err := l.Page(media.EntityBase(), further(t, media, "7"))
	want := "GET /17841405822304914?fields=id,mentioned_comment.comment_id(17835610128690493){id,media{id,comments.limit(7).after(…){id,text}}}"
	if calls := strings.Join(w.Calls(), " "); err != nil || len(page.Items) != 1 || calls != want {
		t.Errorf("page %v, %v after %q", page, err, calls)
	}
}

func TestPage_isRefusedWhereAFieldOnTheWayIs(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
	l, me := w.read(t, `{ me { mentionedComment(commentId: "17835610128690493") { media { comments(first: 1) { nodes { text } } } } } }`)
	found, err := l.Page(me.EntityBase(), me.EntityBase().Plan.Edges[0])
	if err != nil {
		t.Fatal(err)
	}
	media := model.Entities.Object(found.Items[0].(entity.Entity), "media")
	w.Graph.Faults().Add(fault.Fault{Kind: fault.OtherError, Field: "media", Body: refusedWith(12, 0)})
	if page, err := l.Page(media.EntityBase(), further(t, media, "7")); page != nil || graphapi.KindOf(err) != graphapi.Unsupported {
		t.Errorf("page %v, %v", page, err)
	}
}

// The page of a media that left the list through which alone it is read is an error that
// says so, and names the list.
func TestPage_isNotFoundWhenItsNodeIsNotOnTheWayAnyMore(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	l, me := w.read(t, tagged)
	m := loadertest.Slice(t, l, me, first(3)).Item(2).(*model.Media)
	next := further(t, m, "7")
	w.Graph.Faults().Add(fault.Fault{Kind: fault.EmptyPage, Edge: "tags"})
	page, err := l.Page(m.EntityBase(), next)
	shown, ok := errors.AsType[problem.Problem](err)
	if page != nil || !ok || shown.Code() != problem.NotFound || !strings.Contains(err.Error(), "User.tags no longer holds the node") {
		t.Errorf("page %v, %v", page, err)
	}
}

// Where nothing says where the list goes on behind the nodes before, the whole page is
// asked.
func TestPage_isAskedOfTheWholeListWhereNoCursorLeadsToItsNode(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	l, me := w.read(t, tagged)
	m := loadertest.Slice(t, l, me, first(3)).Item(2).(*model.Media)
	w.Graph.Faults().Add(fault.Fault{Kind: fault.OtherValue, Path: "/24680011223344556", Edge: "tags", Field: "paging", Body: "null", Times: 1})
	_, err := l.Page(m.EntityBase(), further(t, m, "7"))
	const want = "GET /24680011223344556?fields=id,tags.limit(3){id,comments.limit(7).after(…){id,text}}"
	if calls := w.Calls(); graphapi.KindOf(err) != graphapi.BadInput || !slices.Contains(calls, want) { // the cursor is another media's, too
		t.Errorf("%v by %q", err, calls)
	}
}

func TestPage_isNotFoundWhereTheAccountOnTheWayHasGone(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
	l, me := w.read(t, tagged)
	m := loadertest.Slice(t, l, me, first(3)).Item(2).(*model.Media)
	next := further(t, m, "7")
	if _, err := l.Page(m.EntityBase(), next); err != nil { // the way is known from here on
		t.Fatal(err)
	}
	w.Graph.Faults().Add(fault.Fault{Kind: fault.OtherError, Path: "/" + entity.IDOf(me), Body: refusedWith(100, 33)})
	if page, err := l.Page(m.EntityBase(), further(t, m, "8")); graphapi.KindOf(err) != graphapi.NotFound && (err != nil || len(page.Items) > 0) {
		t.Errorf("page %v, %v", page, err)
	}
}

// A node whose id another one holds is looked up when nothing followed up on that one.
func TestReference_isLookedUpWhereNoCallFollowed(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
	l, me := w.read(t, `{ me { media(first: 1) { nodes { audio { title } } } } }`)
	media, err := model.Entities.Decode([]byte(`{"id":"1","audio_id":"3978946263896854486"}`), me.EntityBase().Plan.Edges[0].Node)
	if err != nil {
		t.Fatal(err)
	}
	audio, err := l.Reference(media, "audio_id")
	if a, ok := audio.(*model.Audio); err != nil || !ok || a.GraphID != "3978946263896854486" || a.Title == nil {
		t.Errorf("%+v, %v by %q", audio, err, w.Calls())
	}
}

func TestPage_isNotFoundWhenItsNodeHasGone(t *testing.T) {
	t.Parallel()
	for _, c := range modes {
		w := open(t, c.login, c.mode, localgraph.Options{Legacy: true})
		l, me := w.read(t, `{ me { media(first: 1) { nodes { id } } } }`)
		w.Graph.Faults().Add(fault.Fault{Kind: fault.OtherError, Path: "/" + entity.IDOf(me), Body: refusedWith(100, 33)})
		if page, err := l.Page(me.EntityBase(), further(t, me, "2")); graphapi.KindOf(err) != graphapi.NotFound {
			t.Errorf("%s: page %v, %v", c.mode, page, err)
		}
	}
}

func TestMe_tellsTheAccountOfItsViewer(t *testing.T) {
	t.Parallel()
	for _, login := range logins {
		w := open(t, login, dialect.Auto, localgraph.Options{})
		v, _ := viewer.FromContext(w.Viewer(t.Context()))
		if known := w.Account(v.ID); known != "" {
			t.Errorf("%s: the account is %s before it is read", login, known)
		}
		_, me := w.read(t, `{ me { username } }`)
		if known := w.Account(v.ID); known != entity.IDOf(me) {
			t.Errorf("%s: the account is %q, want %s", login, known, entity.IDOf(me))
		}
	}
}
