package catalog

// mediaCount counts what the media edge would show.
var mediaCount = "(SELECT count(*) FROM media WHERE owner_id = n.id AND " + posted("") + ")"

// posted returns SQL for whether a row of media is what the media edge lists: neither
// the child of an album, nor a story, nor what the clock moves along. It has the words
// of the table's index.
func posted(row string) string {
	return row + "album_id IS NULL AND " + row + "age IS NULL AND " + row + "product_type <> 'STORY'"
}

// basicUser is the User node of the Basic Display API.
var basicUser = &Type{
	Name: "User", Kind: Account, Logins: BasicDisplay, Table: "account", Permission: Basic, Default: "id",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "username", SQL: "n.username"},
		{Name: "account_type", SQL: "n.account_type"},
		{Name: "media_count", Value: Number, SQL: mediaCount, Permission: Posts},
	},
	Edges: []Edge{mediaEdge},
}

// user is the IG User node. With Instagram Login its id is app-scoped, and user_id
// is what Facebook Login calls id.
var user = &Type{
	Name: "IGUser", Kind: Account, Logins: Graph, Table: "account", Permission: Basic, Default: "id",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.scoped_id", Logins: Instagram, Public: true},
		{Name: "id", Value: ID, SQL: "n.id", Logins: Facebook, Public: true},
		{Name: "user_id", Value: Number, SQL: "n.id", Logins: Instagram},
		{Name: "username", SQL: "n.username", Public: true},
		{Name: "name", SQL: "n.name", Public: true},
		{Name: "biography", SQL: "n.biography", Public: true},
		{Name: "website", SQL: "n.website", Public: true},
		{Name: "profile_picture_url", Value: File, SQL: "n.picture", Public: true},
		{Name: "followers_count", Value: Number, SQL: "n.followers", Public: true},
		{Name: "follows_count", Value: Number, SQL: "n.follows", Public: true},
		{Name: "media_count", Value: Number, SQL: mediaCount, Public: true},
		{Name: "account_type", SQL: "n.account_type", Logins: Instagram},
		{Name: "ig_id", Value: Number, SQL: "n.old_id", Logins: Facebook, Public: true},
		{Name: "legacy_instagram_user_id", Value: ID, SQL: "n.legacy_id", Logins: Facebook},
		{Name: "has_profile_pic", Value: Bool, SQL: "n.picture IS NOT NULL", Logins: Facebook},
		{Name: "is_published", Value: Bool, SQL: "1", Logins: Facebook},
		{Name: "shopping_product_tag_eligibility", Value: Bool, SQL: "n.has_shop", Logins: Facebook, Permission: Shopping},
		{Name: "shopping_review_status", SQL: "n.shop_review", Logins: Facebook},
		{Name: "owner_business", Value: Embedded, Target: Business, Logins: Facebook},
		discoveryLookup, mentionedMediaLookup, mentionedCommentLookup, collaborativeLookup,
	},
	Edges: []Edge{
		mediaEdge, storiesEdge, liveMediaEdge, tagsEdge, publishingLimitEdge, invitesEdge, collaborativeEdge, searchedEdge,
		scheduledEdge, upcomingEventsEdge, threadsEdge("connected_threads_user", "0"), threadsEdge("instagram_backed_threads_user", "1"),
		agenciesEdge, adAccountsEdge, creatorPermissionsEdge, catalogsEdge, productSearchEdge, productAppealEdge,
		conversationsEdge(Instagram, "p.value", ""), messengerProfileEdge, subscribedAppsEdge(Instagram, "p.value"),
		userInsightsEdge(Instagram, "n.scoped_id"), userInsightsEdge(Facebook, "n.id"),
	},
}

// business is the Business that owns an account, in the account's row.
var business = &Type{
	Name: "Business", Kind: Business, Logins: Facebook, Table: "account", Permission: Basic, Default: "id,name",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.business_id"},
		{Name: "name", SQL: "n.business_name"},
		{Name: "verification_status", SQL: "iif(n.business_id IS NULL, NULL, 'verified')"},
	},
}

// mediaEdge lists an account's media.
//
// The largest page is not documented; clients were seen to get 100.
var mediaEdge = Edge{
	Name: "media", Target: Media, Where: "x.owner_id = p.value AND " + posted("x."),
	Permission: Posts, Paging: Full, Limit: 25, Max: 100, Time: "x.created", Default: "id", Public: true,
}

// storiesEdge lists the stories of the last 24 hours.
var storiesEdge = Edge{
	Name: "stories", Target: Media, Where: "x.owner_id = p.value AND x.product_type = 'STORY' AND (x.age IS NOT NULL OR x.created > :now - 86400)",
	Permission: Posts, Paging: Full, Limit: 25, Max: 100, Default: "id",
}

// liveMediaEdge lists the broadcast that is on the air, as one is in each even
// hour of the clock.
var liveMediaEdge = Edge{
	Name: "live_media", Target: Media,
	Where:      "x.owner_id = p.value AND x.product_type = 'LIVE' AND x.age IS NOT NULL AND :now / 3600 % 2 = 0",
	Permission: Posts, Paging: Full, Limit: 25, Max: 100, Time: madeAt("x"), Default: "id",
}
