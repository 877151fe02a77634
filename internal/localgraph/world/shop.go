package world

import "strconv"

// shop plants the products of metricsaurus, and the media that show them.
func (p *planter) shop() {
	p.exec("UPDATE account SET has_shop = 1, shop_review = 'approved' WHERE id = ?", Metricsaurus)
	for n, product := range []struct{ name, price, sale, review string }{
		{"Fern poster, A2", "€18.00", "", "approved"}, {"Footprint doormat", "€34.00", "€29.00", "approved"},
		{"Median mug", "€12.50", "", "approved"}, {"Tiny arms, long sleeves", "€27.00", "", "pending"},
		{"Volcano night light", "€41.00", "", "rejected"}, {"Egg timer", "€9.00", "€7.50", "outdated"},
	} {
		id, variants := int64(6120034410000000+n*37), "[]"
		if n == 3 {
			variants = `[{"product_id":` + strconv.FormatInt(id+1, 10) + `,"variant_name":"S"},{"product_id":` + strconv.FormatInt(id+2, 10) + `,"variant_name":"XL"}]`
		}
		columns := []any{"id", id, "catalog_id", Catalog, "merchant_id", 90010177253934, "retailer_id", "MS-" + strconv.Itoa(100+n), "name", product.name,
			"price", product.price, "picture", strconv.FormatInt(id, 10) + ".jpg", "review", product.review, "variants", variants}
		if product.sale != "" {
			columns = append(columns, "sale_price", product.sale)
		}
		p.insert("product", columns...)
	}
	for i, tag := range []struct {
		back, product int
		x, y          float32
	}{{0, 0, 0.8, 0.4}, {0, 2, 0.25, 0.6}, {5, 1, 0.5, 0.7}} {
		p.exec("INSERT INTO product_tag (id, media_id, product_id, x, y) SELECT ?, id, ?, ?, ? FROM media "+
			"WHERE owner_id = ? AND album_id IS NULL AND age IS NULL ORDER BY seq DESC LIMIT 1 OFFSET ?",
			i+1, int64(6120034410000000+tag.product*37), float64(tag.x), float64(tag.y), Metricsaurus, tag.back)
	}
	for i, status := range []string{"ACTIVE", "PAUSED"} {
		p.exec("INSERT INTO advertisement (id, media_id, status) SELECT ?, id, ? FROM media "+
			"WHERE owner_id = ? AND album_id IS NULL AND age IS NULL ORDER BY seq DESC LIMIT 1", 120210000771180123+int64(i)*10, status, Metricsaurus)
	}
}
