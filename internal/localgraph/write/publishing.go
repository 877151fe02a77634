package write

import (
	"context"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/publish"
)

// publishing makes containers and media, and changes media.
var publishing = []*Write{
	{
		Method: post, Node: catalog.Account, Edge: "media", Logins: catalog.Graph, Permission: catalog.Publish, Makes: catalog.Container,
		do: func(ctx context.Context, w *Writer, c *Call) (done Result, err error) {
			order := publish.Order{Account: c.Node.ID, Params: c.Params, Now: c.Now, Spoil: c.Spoil, Uploads: c.Viewer.Login == catalog.Facebook}
			done.Made, done.Upload, err = w.publisher.Prepare(ctx, order)
			return done, err
		},
	},
	{
		Method: post, Node: catalog.Account, Edge: "media_publish", Logins: catalog.Graph, Permission: catalog.Publish, Makes: catalog.Media,
		Params: []Param{{Name: "creation_id", Value: ID, Required: true}},
		do: func(ctx context.Context, w *Writer, c *Call) (done Result, err error) {
			done.Made, err = w.publisher.Publish(ctx, c.Node.ID, c.id("creation_id"), c.Now)
			return done, err
		},
	},
	{
		Method: post, Node: catalog.Media, Logins: catalog.Graph, Permission: catalog.Comments,
		Params: []Param{{Name: "comment_enabled", Value: Bool}, {Name: "is_ai_generated", Value: Bool}},
		Rules: []Rule{
			{":comment_enabled IS NOT NULL OR :is_ai_generated IS NOT NULL", func(*Call) *apierror.Error { return apierror.ParameterRequired("comment_enabled") }},
			{isPost, says("Only posts can be changed.")},
		},
		SQL: []string{"UPDATE media SET comments_enabled = coalesce(:comment_enabled, comments_enabled), ai_generated = coalesce(:is_ai_generated, ai_generated) WHERE id = :node"},
	},
	{
		Method: remove, Node: catalog.Media, Logins: catalog.Facebook, Permission: catalog.Contents, Deletes: true,
		Rules: []Rule{{"(SELECT album_id IS NULL AND product_type <> 'LIVE' FROM media WHERE id = :node)", func(*Call) *apierror.Error { return apierror.Undeletable() }}},
		SQL:   []string{"DELETE FROM media WHERE id = :node"},
	},
}

// isPost is SQL for whether the media in the path is neither live, nor a story, nor
// the child of an album.
const isPost = "(SELECT album_id IS NULL AND product_type IN ('FEED', 'REELS') FROM media WHERE id = :node)"
