package catalog

const productTagFields = "product_id,merchant_id,name,price_string,image_url,review_status,is_checkout,stripped_price_string,stripped_sale_price_string,x,y"

// productOf returns SQL for a column of the product that a tag shows.
func productOf(column string) string {
	return "(SELECT " + column + " FROM product WHERE id = n.product_id)"
}

// productTag is a product that is visible in a media. Its place has the digits of
// a 32-bit float that became a 64-bit one.
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
		{Name: "x", Value: JSON, SQL: "iif(n.x IS NULL, NULL, printf('%.14g', n.x))"},
		{Name: "y", Value: JSON, SQL: "iif(n.y IS NULL, NULL, printf('%.14g', n.y))"},
	},
}

// productTagsEdge has at most five tags.
var productTagsEdge = Edge{
	Name: "product_tags", Target: ProductTag, Logins: Facebook, Where: "x.media_id = p.value", Oldest: true,
	Permission: Shopping, Paging: Unpaged, Limit: 5, Max: 5, Default: productTagFields,
}

// boostAd is an advertisement made from a media.
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

// productCatalog is a list of products that the account may show.
var productCatalog = &Type{
	Name: "UserAvailableCatalogs", Kind: ProductCatalog, Logins: Facebook, Table: "product_catalog", Default: "catalog_id,catalog_name,shop_name,product_count",
	Fields: []Field{
		{Name: "catalog_id", Value: ID, SQL: "n.id"},
		{Name: "catalog_name", SQL: "n.name"},
		{Name: "shop_name", SQL: "n.shop"},
		{Name: "product_count", Value: Number, SQL: "(SELECT count(*) FROM product WHERE catalog_id = n.id)"},
	},
}

var catalogsEdge = Edge{
	Name: "available_catalogs", Target: ProductCatalog, Logins: Facebook, Where: "x.account_id = p.value",
	Permission: Shopping, Paging: Full, Limit: 25, Max: 100, Default: "catalog_id,catalog_name,shop_name,product_count",
}

const (
	productFields = "product_id,merchant_id,product_name,image_url,retailer_id,review_status,is_checkout_flow,product_variants"
	ownProduct    = "x.catalog_id IN (SELECT id FROM product_catalog WHERE account_id = p.value)"
)

// product is one that a search in a catalog finds.
var product = &Type{
	Name: "ShadowIGUserCatalogProductSearch", Kind: Product, Logins: Facebook, Table: "product", Default: productFields,
	Fields: []Field{
		{Name: "product_id", Value: Number, SQL: "n.id"},
		{Name: "merchant_id", Value: Number, SQL: "n.merchant_id"},
		{Name: "product_name", SQL: "n.name"},
		{Name: "image_url", Value: File, SQL: "n.picture"},
		{Name: "retailer_id", SQL: "n.retailer_id"},
		{Name: "review_status", SQL: "n.review"},
		{Name: "is_checkout_flow", Value: Bool, SQL: "0"},
		{Name: "product_variants", Value: JSON, SQL: "n.variants"},
	},
}

var productSearchEdge = Edge{
	Name: "catalog_product_search", Target: Product, Logins: Facebook, Oldest: true,
	Where:  ownProduct + " AND x.catalog_id = :catalog_id AND (:q IS NULL OR instr(lower(x.name), lower(:q)) > 0)",
	Params: []Param{{Name: "catalog_id", Required: true}, {Name: "q"}}, Permission: Shopping,
	Paging: Full, Limit: 25, Max: 100, Default: productFields,
}

const appealFields = "product_id,review_status,eligible_for_appeal,product_appeal_status,rejection_reasons"

// productAppeal is the outcome of the review of a product.
var productAppeal = &Type{
	Name: "IGShoppingProductAppeal", Kind: ProductAppeal, Logins: Facebook, Table: "product", Default: appealFields,
	Fields: []Field{
		{Name: "product_id", Value: Number, SQL: "n.id"},
		{Name: "review_status", SQL: "n.review"},
		{Name: "eligible_for_appeal", Value: Bool, SQL: "n.review = 'rejected' AND n.appeal IS NULL"},
		{Name: "product_appeal_status", SQL: "iif(n.review = 'rejected', iif(n.appeal IS NULL, 'not_appealed', 'in_review'), NULL)"},
		{Name: "rejection_reasons", Value: JSON, SQL: `iif(n.review = 'rejected', '["UNSAFE_PRODUCT"]', NULL)`},
	},
}

var productAppealEdge = Edge{
	Name: "product_appeal", Target: ProductAppeal, Logins: Facebook, Where: ownProduct + " AND x.id = :product_id",
	Params: []Param{{Name: "product_id", Required: true}}, Permission: Shopping, Paging: Unpaged, Limit: 1, Max: 1, Default: appealFields,
}
