package write

import (
	"context"

	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/publish"
)

// publishing makes containers and media.
var publishing = []*Write{
	{
		Method: post, Node: catalog.Account, Edge: "media", Logins: catalog.Graph, Permission: catalog.Publish,
		Makes: catalog.Container,
		do: func(ctx context.Context, w *Writer, c *Call) (int64, error) {
			order := publish.Order{Account: c.Node.ID, Params: c.Params, Now: c.Now}
			if c.Spoil != nil {
				order.Failure, order.Stuck = c.Spoil()
			}
			return w.publisher.Prepare(ctx, order)
		},
	},
	{
		Method: post, Node: catalog.Account, Edge: "media_publish", Logins: catalog.Graph, Permission: catalog.Publish,
		Params: []Param{{Name: "creation_id", Value: ID, Required: true}}, Makes: catalog.Media,
		do: func(ctx context.Context, w *Writer, c *Call) (int64, error) {
			return w.publisher.Publish(ctx, c.Node.ID, c.id("creation_id"), c.Now)
		},
	},
}
