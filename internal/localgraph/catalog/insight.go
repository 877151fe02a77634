package catalog

const insightFields = "name,period,values,title,description,total_value,id"

// insight is one metric of a node in one period. It is computed.
var insight = &Type{
	Name: "InstagramInsightsResult", Kind: Insight, Logins: Graph, Default: insightFields,
	Fields: []Field{
		{Name: "name", SQL: "name"},
		{Name: "period", SQL: "period"},
		{Name: "values", Value: JSON, SQL: "values"},
		{Name: "title", SQL: "title"},
		{Name: "description", SQL: "description"},
		{Name: "total_value", Value: JSON, SQL: "total_value"},
		{Name: "id", SQL: "id"},
	},
}

// mediaInsightsEdge computes the metrics of a media.
var mediaInsightsEdge = Edge{
	Name: "insights", Target: Insight, Permission: Insights, Paging: Unpaged, Default: insightFields,
	Params: []Param{{Name: "metric", Required: true}, {Name: "period"}, {Name: "breakdown"}},
	Subject: "json_object('id', n.id, 'product', n.product_type, 'child', n.album_id IS NOT NULL, 'created', " + madeAt("n") + ", " +
		"'converted', (SELECT converted FROM account WHERE id = n.owner_id), 'likes', n.likes, 'boosted', n.boosted_likes, " +
		"'newest', (SELECT created FROM media WHERE owner_id = n.owner_id AND " + posted("") + " ORDER BY seq DESC LIMIT 1), " +
		"'comments', " + commentCount + ", 'saves', n.saves, 'shares', n.shares, 'reposts', n.reposts, 'views', n.views)",
}

// userInsightsEdge computes the metrics of a user, whom the login type shows under
// an id.
func userInsightsEdge(login Login, id string) Edge {
	return Edge{
		Name: "insights", Target: Insight, Logins: login, Permission: Insights, Paging: Ranged, Default: insightFields,
		Params: []Param{
			{Name: "metric", Required: true}, {Name: "metric_type"}, {Name: "period", Required: true}, {Name: "breakdown"}, {Name: "timeframe"},
			{Name: "since", Time: true}, {Name: "until", Time: true},
		},
		Subject: "json_object('id', n.id, 'shown', " + id + ", 'followers', n.followers)",
	}
}
