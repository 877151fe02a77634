package world

// accounts plants the accounts that have tokens or are known to those that do,
// and the Page that leads to metricsaurus.
func (p *planter) accounts() {
	p.insert("account",
		"id", Jayposiris,
		"scoped_id", 10218560180051171,
		"legacy_id", 5793187218,
		"old_id", 5793187218,
		"username", "jayposiris",
		"account_type", "PERSONAL",
		"name", "Jay Posiris",
		"picture", "jayposiris.jpg",
		"followers", 212,
		"follows", 187,
	)
	p.insert("account",
		"id", Metricsaurus,
		"scoped_id", MetricsaurusScoped,
		"legacy_id", 3206543210987654,
		"old_id", 5822304914,
		"commenter_id", owners[Metricsaurus].id,
		"username", "metricsaurus",
		"account_type", "BUSINESS",
		"name", "Metricsaurus",
		"biography", "Dino data crunching app",
		"website", "http://www.metricsaurus.com/",
		"picture", "metricsaurus.jpg",
		"followers", 104218,
		"follows", 311,
		"business_id", Business,
		"business_name", "Metricsaurus Ltd.",
	)
	p.insert("account",
		"id", Cretaceouscoffee,
		"scoped_id", 24680011223349001,
		"legacy_id", 3206543210981234,
		"old_id", 5309211844,
		"commenter_id", owners[Cretaceouscoffee].id,
		"username", "cretaceouscoffee",
		"account_type", "MEDIA_CREATOR",
		"name", "Cretaceous Coffee",
		"biography", "Slow coffee from the fast end of an era ☕",
		"website", "https://cretaceouscoffee.example/",
		"picture", "cretaceouscoffee.jpg",
		"followers", 84,
		"follows", 402,
	)
	p.exec("UPDATE account SET converted = unixepoch('2023-04-24') WHERE id = ?", Metricsaurus)
	p.insert("person", "id", Person, "name", "Rexine Datta")
	p.insert("person", "id", SystemUser, "name", "Metricsaurus Ltd. systems")
	p.insert("page",
		"id", Page,
		"person_id", Person,
		"account_id", Metricsaurus,
		"name", "Metricsaurus",
		"category", "Software",
		"category_list", `[{"id":"2256","name":"Software"}]`,
		"tasks", `["ANALYZE","ADVERTISE","MODERATE","CREATE_CONTENT","MANAGE"]`,
		"access_token", PageToken,
	)
}
