package catalog

// publishingLimit is how much of the quota of published media is spent.
//
// Source: Meta's pages name 25, 50 and 100 as the quota; clients should read it.
var publishingLimit = &Type{
	Name: "ContentPublishingLimitResponse", Kind: PublishingLimit, Logins: Graph, Table: "account", Default: "quota_usage",
	Fields: []Field{
		{Name: "quota_usage", Value: Number, SQL: "(SELECT count(*) FROM media AS m WHERE owner_id = n.id AND album_id IS NULL AND product_type <> 'LIVE' AND " +
			madeAt("m") + " >= max(coalesce(:since, 0), :now - 86400))"},
		{Name: "config", Value: JSON, SQL: "json_object('quota_total', n.publishing_quota, 'quota_duration', 86400)"},
	},
}

var publishingLimitEdge = Edge{
	Name: "content_publishing_limit", Target: PublishingLimit, Where: "x.id = p.value", Params: []Param{{Name: "since", Time: true}},
	Permission: Publish, Paging: Unpaged, Limit: 1, Max: 1, Default: "quota_usage",
}
