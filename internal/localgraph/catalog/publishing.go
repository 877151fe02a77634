package catalog

// publishingLimit is how much of the quota of published media is spent.
//
// Source: Meta's pages name 25, 50 and 100 as the quota; clients should read it.
var publishingLimit = &Type{
	Name: "ContentPublishingLimitResponse", Kind: PublishingLimit, Logins: Graph, Table: "account", Default: "quota_usage",
	Fields: []Field{
		{Name: "quota_usage", Value: Number, SQL: PublishedSince("n.id", "max(coalesce(:since, 0), :now - 86400)")},
		{Name: "config", Value: JSON, SQL: "json_object('quota_total', n.publishing_quota, 'quota_duration', 86400)"},
	},
}

// PublishedSince returns SQL for how many media an account has published since a Unix
// time: those that are gone count too, and those that the clock moves along.
func PublishedSince(account, since string) string {
	return "((SELECT count(*) FROM container WHERE account_id = " + account + " AND published >= " + since + ") + " +
		"(SELECT count(*) FROM media AS m WHERE owner_id = " + account + " AND product_type = 'STORY' AND age IS NOT NULL AND " + madeAt("m") + " >= " + since + "))"
}

var publishingLimitEdge = Edge{
	Name: "content_publishing_limit", Target: PublishingLimit, Where: "x.id = p.value", Params: []Param{{Name: "since", Time: true}},
	Permission: Publish, Paging: Unpaged, Limit: 1, Max: 1, Default: "quota_usage",
}
