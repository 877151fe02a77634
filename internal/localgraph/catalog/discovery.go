package catalog

import "slices"

// discoveredUser is another professional account, found by its name.
//
// Source: Meta, Instagram Platform, "Business Discovery".
var discoveredUser = &Type{
	Name: "IGUser", Kind: DiscoveredAccount, Logins: Facebook, Table: "account", Permission: Insights, Default: "id",
	Fields: public(user.Fields),
	Edges:  []Edge{discoveredMediaEdge},
}

// discoveryLookup finds an account by its name. A personal account is as good as
// none.
var discoveryLookup = Field{
	Name: "business_discovery", Value: Lookup, Target: DiscoveredAccount, Logins: Facebook, Permission: Insights,
	Param: "username", Where: "n.username = p.value COLLATE NOCASE AND n.account_type <> 'PERSONAL'",
}

var discoveredMediaEdge = Edge{
	Name: "media", Target: DiscoveredMedia, Where: mediaEdge.Where,
	Permission: Posts, Paging: Discovered, Limit: 25, Max: 100, Time: mediaEdge.Time, Default: "id",
}

// discoveredMedia is the only media that shows how often a reel was viewed.
var discoveredMedia = &Type{
	Name: "IGMedia", Kind: DiscoveredMedia, Logins: Facebook, Table: "media", Permission: Posts, Default: "id",
	Fields: append(
		slices.DeleteFunc(public(media.Fields), func(f Field) bool { return f.Elsewhere }),
		Field{Name: "view_count", Value: Number, SQL: "iif(n.product_type = 'REELS', n.views, NULL)"},
	),
	Edges: []Edge{childrenEdge(DiscoveredMedia, Unpaged)},
}

// othersMedia is the media of another account.
var othersMedia = &Type{
	Name: "IGMedia", Kind: OthersMedia, Logins: Graph, Table: "media", Permission: Posts, Default: "id",
	Fields: public(media.Fields),
	Edges:  []Edge{childrenEdge(OthersMedia, Unpaged)},
}

// taggedMedia is the media of another account that tags this one.
var taggedMedia = &Type{
	Name: "IGMedia", Kind: TaggedMedia, Logins: Graph, Table: "media", Permission: Posts, Default: "id",
	Fields: public(media.Fields),
	Edges: []Edge{childrenEdge(OthersMedia, Unpaged), {
		Name: "comments", Target: BelowMention, Where: commentsEdge.Where, Permission: Comments,
		Paging: After, Limit: 25, Max: 50, Default: "timestamp,text,id",
	}},
}

// tagsEdge lists the posts of others that tag the account; stories are none.
var tagsEdge = Edge{
	Name: "tags", Target: TaggedMedia, Where: "x.id IN (SELECT media_id FROM tag WHERE account_id = p.value) AND x.product_type <> 'STORY'",
	Permission: Comments, Paging: Cursors, Limit: 25, Max: 100, Default: "id",
}
