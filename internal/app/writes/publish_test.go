package writes_test

import (
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
)

const (
	image    = apptest.OwnBase + "/media/17895695668004550.jpg"
	facebook = "EAAdemometricsaurus"
	publish  = `mutation ($input: PublishMediaInput!) { publishMedia(input: $input) { publication { id state progress publishAt media { id } containers { id } error { code } } } }`
)

// posted is the input to post an image with a caption.
func posted(caption, key string) map[string]any {
	return map[string]any{"input": map[string]any{
		"content":        map[string]any{"image": map[string]any{"imageUrl": image, "caption": caption}},
		"idempotencyKey": key,
	}}
}

// at returns a value in an answer, by its path.
func at(data any, path string) any {
	for _, name := range strings.Split(path, ".") {
		object, _ := data.(map[string]any)
		data = object[name]
	}
	return data
}

func TestPublishMedia_publishesOnceForAKey(t *testing.T) {
	t.Parallel()
	w := apptest.StartOver(t, apptest.OpenWritable(t, localgraph.Options{}))
	accepted := w.Ask(localgraph.DemoToken, publish, posted("A dinosaur", "key"))
	id, _ := at(accepted, "publishMedia.publication.id").(string)
	if state := at(accepted, "publishMedia.publication.state"); state != "QUEUED" || id == "" {
		t.Fatalf("%v", accepted)
	}
	var last map[string]any
	w.Until("it is published", func() bool {
		last = w.Ask(facebook, `query ($id: ID!) { publication(id: $id) { state progress media { caption } containers { graphId } error { code } } }`, map[string]any{"id": id})
		return at(last, "publication.state") == "PUBLISHED"
	})
	if caption := at(last, "publication.media.caption"); caption != "A dinosaur" || at(last, "publication.progress") != 1.0 {
		t.Errorf("%v", last)
	}
	again := w.Ask(facebook, publish, posted("A dinosaur", "key"))
	if at(again, "publishMedia.publication.id") != id {
		t.Errorf("the same key is another publication: %v", again)
	}
	for name, c := range map[string]struct{ token, operation, code string }{
		"another input":   {localgraph.DemoToken, strings.Replace(publish, "($input: PublishMediaInput!)", "", 1), "CONFLICT"},
		"too late":        {localgraph.DemoToken, `mutation { cancelPublication(input: {publicationId: "` + id + `"}) { publication { state } } }`, "CONFLICT"},
		"another account": {"IGAAdemocretaceous", `mutation { cancelPublication(input: {publicationId: "` + id + `"}) { publication { state } } }`, "NOT_FOUND"},
		"no permission":   {"IGAAdemobasic", `mutation { publishMedia(input: {content: {image: {imageUrl: "` + image + `"}}}) { publication { id } } }`, "FORBIDDEN"},
		"a dead token":    {"IGAAdemoexpired", `mutation { publishMedia(input: {content: {image: {imageUrl: "` + image + `"}}}) { publication { id } } }`, "UNAUTHENTICATED"},
		"a wrong input":   {localgraph.DemoToken, `mutation { publishMedia(input: {content: {image: {imageUrl: "ftp://a"}}}) { publication { id } } }`, "BAD_USER_INPUT"},
	} {
		operation := strings.Replace(c.operation, "publishMedia(input: $input)", `publishMedia(input: {content: {image: {imageUrl: "`+image+`"}}, idempotencyKey: "key"})`, 1)
		a := w.Do(c.token, operation, nil)
		if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != c.code || a.Errors[0].Extensions["outcome"] == nil {
			t.Errorf("%s: %+v", name, a)
		}
	}
	newest := w.Ask(localgraph.DemoToken, `{ me { media(first: 2) { nodes { caption } } publications { nodes { id } pageInfo { hasNextPage } } } }`, nil)
	nodes := at(newest, "me.media.nodes").([]any)
	if at(nodes[0], "caption") != "A dinosaur" || at(nodes[1], "caption") == "A dinosaur" {
		t.Errorf("%v", newest)
	}
	if list := at(newest, "me.publications.nodes").([]any); len(list) != 1 || at(list[0], "id") != id {
		t.Errorf("%v", newest)
	}
}

func TestPublication_hasNoMediaAfterItIsDeleted(t *testing.T) {
	t.Parallel()
	w := apptest.StartOver(t, apptest.OpenWritable(t, localgraph.Options{}))
	variables := map[string]any{"id": at(w.Ask(facebook, publish, posted("A dinosaur", "key")), "publishMedia.publication.id")}
	var media any
	w.Until("it is published", func() bool {
		media = at(w.Ask(facebook, `query ($id: ID!) { publication(id: $id) { media { graphId } } }`, variables), "publication.media.graphId")
		return media != nil
	})
	w.Ask(facebook, `mutation ($media: ID!) { deleteMedia(input: {mediaId: $media}) { deletedMediaId } }`, map[string]any{"media": media})
	if found := w.Ask(facebook, `query ($id: ID!) { publication(id: $id) { state media { graphId caption } } }`, variables); at(found, "publication.state") != "PUBLISHED" || at(found, "publication.media") != nil {
		t.Errorf("%v", found)
	}
}

func TestPublishMedia_canBeScheduledAndCancelled(t *testing.T) {
	t.Parallel()
	w := apptest.StartOver(t, apptest.OpenWritable(t, localgraph.Options{}))
	input := posted("Later", "key")
	input["input"].(map[string]any)["publishAt"] = "2027-01-01T12:00:00Z"
	a := w.Do(localgraph.DemoToken, publish, input)
	publication := at(a.Data, "publishMedia.publication")
	if len(a.Errors) > 0 || at(publication, "state") != "SCHEDULED" || at(publication, "publishAt") != "2027-01-01T12:00:00Z" {
		t.Fatalf("%+v", a)
	}
	id := at(publication, "id")
	cancelled := w.Ask(facebook, `mutation ($id: ID!) { cancelPublication(input: {publicationId: $id}) { publication { state } } }`, map[string]any{"id": id})
	if at(cancelled, "cancelPublication.publication.state") != "CANCELLED" {
		t.Errorf("%v", cancelled)
	}
	found := w.Ask(facebook, `query ($id: ID!) { node(id: $id) { ... on Publication { state } } }`, map[string]any{"id": id})
	if at(found, "node.state") != "CANCELLED" {
		t.Errorf("%v", found)
	}
}
