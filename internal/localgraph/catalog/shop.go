package catalog

const productTagFields = "product_id,merchant_id,name,price_string,image_url,review_status,is_checkout,stripped_price_string,stripped_sale_price_string,x,y"

// productOf returns SQL for a column of the product that a tag shows.
func productOf(column string) string {
	return "(SELECT " + column + " FROM product WHERE id = n.product_id)"
}

// productTag is a product that is to be seen in a media. Its place has the
// digits that a float of 32 bits leaves in one of 64.
//
// Source: Meta, Instagram Platform, "Product Tagging".
var productTag = &Type{
	Name: "ShadowIGMediaProductTags", Kind: ProductTag, Logins: Facebook, Table: "product_tag", Default: productTagFields,
	Fields: []Field{
		{Name: "product_id", Value: Number, SQL: "n.product_id"},
		{Name: "merchant_id", Value: Number, SQL: productOf("merchant_id")},
		{Name: "name", SQL: productOf("name")},
		{Name: "price_string", SQL: productOf("coalesce(sale_price, price)")},
		{Name: "image_url", Value: File, SQL: productOf("picture")},
		{Name: "review_status", SQL: productOf("review")},
		{Name: "is_checkout", Value: Bool, SQL: "0"},
		{Name: "stripped_price_string", SQL: productOf("price")},
		{Name: "stripped_sale_price_string", SQL: productOf("sale_price")},
		{Name: "x", Value: JSON, SQL: "printf('%.14g', n.x)"},
		{Name: "y", Value: JSON, SQL: "printf('%.14g', n.y)"},
	},
}

// productTagsEdge has at most five tags.
var productTagsEdge = Edge{
	Name: "product_tags", Target: ProductTag, Logins: Facebook, Where: "x.media_id = p.value", Oldest: true,
	Permission: Shopping, Paging: Unpaged, Limit: 5, Max: 5, Default: productTagFields,
}

// boostAd is an advertisement made of a media.
var boostAd = &Type{
	Name: "IGBoostMediaAd", Kind: BoostAd, Logins: Facebook, Table: "advertisement", Default: "ad_id,ad_status",
	Fields: []Field{
		{Name: "ad_id", Value: ID, SQL: "n.id"},
		{Name: "ad_status", SQL: "n.status"},
	},
}

var boostAdsEdge = Edge{
	Name: "boost_ads_list", Target: BoostAd, Logins: Facebook, Where: "x.media_id = p.value",
	Permission: Posts, Paging: Full, Limit: 25, Max: 100, Default: "ad_id,ad_status",
}
