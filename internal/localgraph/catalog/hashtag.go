package catalog

// hashtag is the IG Hashtag node, which is the same for all accounts.
//
// Source: Meta, Instagram Platform, "IG Hashtag" and "Hashtag Search".
var hashtag = &Type{
	Name: "ShadowIGHashtag", Kind: Hashtag, Logins: Facebook, Table: "hashtag", Permission: Hashtags, Default: "id",
	Fields: hashtagFields("n.id"),
	Edges: []Edge{
		// The last 24 hours, in no order of time.
		hashtagEdge("recent_media", " AND "+madeAt("x")+" >= :now - 86400", "(seq * 40503 & 65535)"),
		// The most popular first.
		hashtagEdge("top_media", "", "(likes * 16777216 + seq)"),
	},
}

func hashtagFields(id string) []Field {
	return []Field{
		{Name: "id", Value: ID, SQL: id},
		{Name: "name", SQL: "(SELECT name FROM hashtag AS h WHERE h.id = " + id + ")"},
	}
}

func hashtagEdge(name, condition, rank string) Edge {
	return Edge{
		Name: name, Target: HashtagMedia, Rank: rank,
		Where:  "x.id IN (SELECT media_id FROM hashtag_media WHERE hashtag_id = p.value) AND x.product_type IN ('FEED', 'REELS')" + condition,
		Params: []Param{{Name: "user_id", Required: true, Own: true}}, Permission: Hashtags,
		Paging: Repeated, Limit: 25, Max: 50, Default: "id",
	}
}

// hashtagMedia is the media of any account. It does not show whose.
var hashtagMedia = &Type{
	Name: "IGMedia", Kind: HashtagMedia, Logins: Facebook, Table: "media", Permission: Hashtags, Default: "id",
	Fields: append(only(media.Fields, "id", "caption", "comments_count", "like_count", "media_type", "permalink", "timestamp"),
		Field{Name: "media_url", Value: File, SQL: "n.file"}),
	Edges: []Edge{childrenEdge(HashtagMedia, Unpaged)},
}

// searchedHashtag is a hashtag that the account has searched in the last seven days.
var searchedHashtag = &Type{
	Name: "ShadowIGHashtag", Kind: SearchedHashtag, Logins: Facebook, Table: "hashtag_search", Permission: Hashtags, Default: "id",
	Fields: hashtagFields("n.id"),
}

var searchedEdge = Edge{
	Name: "recently_searched_hashtags", Target: SearchedHashtag, Logins: Facebook, Permission: Hashtags,
	Where:  "x.account_id = p.value AND x.searched > :now - 604800",
	Paging: Full, Limit: 25, Max: 30, Default: "id",
}
