package write

import (
	"context"
	"database/sql"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/publish"
)

// shop tags products, and appeals against their rejection.
//
// Source: Meta, Instagram Platform, "Product Tagging".
var shop = []*Write{
	{
		Method: post, Node: catalog.Media, Edge: "product_tags", Logins: catalog.Facebook, Permission: catalog.Shopping,
		Params: []Param{{Name: "updated_tags", Value: JSON, Required: true}, {Name: "child_index", Value: Number}},
		do:     tagProducts,
	},
	{
		Method: post, Node: catalog.Account, Edge: "product_appeal", Logins: catalog.Facebook, Permission: catalog.Shopping,
		Params: []Param{{Name: "product_id", Value: ID, Required: true}, {Name: "appeal_reason", Required: true}},
		Rules: []Rule{
			{"(SELECT count(*) FROM product AS p JOIN product_catalog AS c ON c.id = p.catalog_id WHERE p.id = :product_id AND c.account_id = :me)", lacks("product_id")},
			{"(SELECT review = 'rejected' AND appeal IS NULL FROM product WHERE id = :product_id)", says("The product is not eligible for an appeal.")},
		},
		SQL: []string{"UPDATE product SET appeal = :appeal_reason WHERE id = :product_id"},
	},
}

// tagProducts adds tags to a media or to one of its children, or moves those that are
// there.
func tagProducts(ctx context.Context, w *Writer, c *Call) (Result, error) {
	var tags []publish.ProductTag
	if err := c.Params.JSON("updated_tags", &tags); err != nil {
		return Result{}, err
	}
	return Result{}, w.db.Update(ctx, func(tx *sql.Tx) error {
		media, video, err := c.tagged(ctx, tx)
		if err != nil {
			return err
		}
		if err := publish.CheckProductTags(tags, video); err != nil {
			return err
		}
		for _, tag := range tags {
			if err := publish.TagProduct(ctx, tx, c.Viewer.Account, media, tag); err != nil {
				return err
			}
		}
		return publish.CountProductTags(ctx, tx, media)
	})
}

// tagged returns the media that is tagged: that in the path, or its child of an index.
func (c *Call) tagged(ctx context.Context, tx *sql.Tx) (media int64, video bool, err error) {
	where := "id = ?1 AND album_id IS NULL AND product_type IN ('FEED', 'REELS')"
	if c.values["child_index"] != nil {
		where = "id = (SELECT id FROM media WHERE album_id = ?1 ORDER BY seq LIMIT 1 OFFSET ?2)"
	}
	var kind string
	err = tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0), coalesce(max(media_type), '') FROM media WHERE "+where, c.Node.ID, c.id("child_index")).Scan(&media, &kind)
	switch {
	case err != nil:
	case media == 0 && c.values["child_index"] == nil:
		err = apierror.BadParameter("Products can be tagged in posts only.")
	case media == 0, kind == "CAROUSEL_ALBUM":
		err = apierror.BadParameter("Param child_index must name a child of the media.")
	}
	return media, kind == "VIDEO", err
}
