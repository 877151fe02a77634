package catalog

// hour is the last full hour, from which the age of what the clock moves along
// is counted.
const hour = "(:now - :now % 3600)"

// madeAt returns when a row of media was made.
func madeAt(row string) string {
	return "coalesce(" + row + ".created, " + hour + " - " + row + ".age)"
}

const (
	ownerName = "(SELECT username FROM account WHERE id = n.owner_id)"
	permalink = "CASE n.product_type WHEN 'STORY' THEN 'https://instagram.com/stories/' || " + ownerName + " || '/' || n.old_id " +
		"ELSE 'https://www.instagram.com/' || iif(n.product_type = 'REELS', 'reel', 'p') || '/' || n.shortcode || '/' END"
	// Others' captions come without the @ of their mentions.
	caption = "iif(n.owner_id = :me, n.caption, replace(n.caption, '@', ''))"
	// An album shows its first child.
	file = "CASE n.media_type WHEN 'CAROUSEL_ALBUM' THEN " +
		"(SELECT file FROM media WHERE album_id = n.id ORDER BY seq LIMIT 1) ELSE n.file END"
	// Replies count, and the children of an album have no comments.
	commentCount = "iif(n.album_id IS NULL, (SELECT count(*) FROM comment WHERE media_id = n.id AND " + written + "), NULL)"
)

// basicMedia is the Media node of the Basic Display API.
var basicMedia = &Type{
	Name: "Media", Kind: Media, Logins: BasicDisplay, Table: "media", Permission: Posts, Default: "id",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "caption", SQL: "n.caption"},
		{Name: "media_type", SQL: "n.media_type"},
		{Name: "media_url", Value: File, SQL: file},
		{Name: "permalink", SQL: permalink},
		{Name: "thumbnail_url", Value: File, SQL: "n.thumbnail"},
		{Name: "timestamp", Value: Time, SQL: "n.created"},
		{Name: "username", SQL: ownerName},
		{Name: "is_shared_to_feed", Value: Bool, SQL: "n.shared_to_feed"},
	},
	Edges: []Edge{childrenEdge(Media, Full)},
}

// media is the IG Media node.
var media = &Type{
	Name: "IGMedia", Kind: Media, Logins: Graph, Table: "media", Permission: Posts, Default: "id",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id", Public: true},
		{Name: "caption", SQL: caption, Public: true},
		{Name: "media_type", SQL: "n.media_type", Public: true},
		{Name: "media_product_type", SQL: "n.product_type", Public: true},
		{Name: "media_url", Value: File, SQL: file, Public: true},
		{Name: "thumbnail_url", Value: File, SQL: "n.thumbnail", Public: true},
		{Name: "permalink", SQL: permalink, Public: true},
		{Name: "shortcode", SQL: "n.shortcode", Public: true},
		{Name: "timestamp", Value: Time, SQL: madeAt("n"), Public: true},
		{Name: "username", SQL: ownerName, Public: true},
		{Name: "owner", Value: Object, Target: Account, SQL: "n.owner_id", Own: true, Public: true},
		{Name: "comments_count", Value: Number, SQL: commentCount, Public: true},
		{Name: "like_count", Value: Number, SQL: "n.likes", Indirect: "iif(n.likes_hidden, NULL, n.likes)", Public: true},
		{Name: "is_comment_enabled", Value: Bool, SQL: "n.comments_enabled"},
		{Name: "is_shared_to_feed", Value: Bool, SQL: "n.shared_to_feed", Public: true},
		{Name: "alt_text", SQL: "n.alt_text", Public: true},
		// While a broadcast runs only.
		{Name: "current_live_viewer_count", Value: Number, SQL: "n.viewers"},
		{Name: "view_count", Value: Number, SQL: "NULL", Public: true, Elsewhere: true},
		{Name: "copyright_check_information", Value: Embedded, Target: Copyright, Logins: Facebook, Lost: "n.lost"},
		{Name: "boost_eligibility_info", Value: Embedded, Target: Boost, Logins: Facebook},
		{Name: "legacy_instagram_media_id", Value: ID, SQL: "n.old_id", Logins: Facebook},
		{Name: "ig_id", Value: ID, SQL: "n.old_id", Logins: Facebook},
		// On stories only.
		{Name: "has_poll", Value: Bool, SQL: "n.has_poll", Logins: Facebook},
		{Name: "has_slider", Value: Bool, SQL: "n.has_slider", Logins: Facebook},
		// Retired: still there, and always empty.
		{Name: "video_title", SQL: "NULL", Logins: Facebook},
		{Name: "total_like_count", Value: Number, SQL: "n.likes + n.boosted_likes", Indirect: "iif(n.likes_hidden, NULL, n.likes + n.boosted_likes)", Logins: Facebook, Public: true},
		{Name: "total_comments_count", Value: Number, SQL: commentCount, Logins: Facebook, Public: true},
		{Name: "total_views_count", Value: Number, SQL: "n.views", Logins: Facebook},
		{Name: "reposts_count", Value: Number, SQL: "n.reposts", Logins: Facebook, Public: true},
		{Name: "shares_count", Value: Number, SQL: "n.shares", Logins: Facebook},
		{Name: "saved_count", Value: Number, SQL: "n.saves", Logins: Facebook},
		{Name: "media_audio_type", SQL: "n.audio_type", Public: true},
		{Name: "audio_id", Value: ID, SQL: "n.audio_id"},
		{Name: "is_ai_generated", Value: Bool, SQL: "iif(n.album_id IS NULL, n.ai_generated, NULL)"},
	},
	Edges: []Edge{childrenEdge(Media, Unpaged), commentsEdge, collaboratorsEdge, productTagsEdge, boostAdsEdge, pollEdge, promptEdge, mediaInsightsEdge},
}

// boost says whether a media may be promoted.
var boost = &Type{
	Name: "IGMediaBoostEligibilityInfo", Kind: Boost, Logins: Facebook, Default: "eligible_to_boost,boost_ineligible_reason",
	Fields: []Field{
		{Name: "eligible_to_boost", Value: Bool, SQL: "iif(n.album_id IS NULL, n.audio_type IS NOT 'MUSIC', NULL)"},
		{Name: "boost_ineligible_reason", SQL: "iif(n.audio_type = 'MUSIC', 'The audio of this reel cannot be used in ads.', NULL)"},
	},
}

// copyright is what the copyright check of a video found.
var copyright = &Type{
	Name: "IGVideoCopyrightCheckMatchesInformation", Kind: Copyright, Logins: Facebook, Default: "status,copyright_matches",
	Fields: []Field{
		{Name: "status", Value: Embedded, Target: CopyrightStatus},
		{Name: "copyright_matches", Value: JSON, SQL: "iif(n.media_type = 'VIDEO', '[]', NULL)"},
	},
}

var copyrightStatus = &Type{
	Name: "IGVideoCopyrightCheckStatus", Kind: CopyrightStatus, Logins: Facebook, Default: "status,matches_found",
	Fields: []Field{
		{Name: "status", SQL: "iif(n.media_type = 'VIDEO', 'completed', NULL)"},
		{Name: "matches_found", Value: Bool, SQL: "iif(n.media_type = 'VIDEO', 0, NULL)"},
	},
}

// childrenEdge lists the children of an album, in the album's order. An album has
// at most ten, so one page holds them.
func childrenEdge(target Kind, paging Paging) Edge {
	return Edge{
		Name: "children", Target: target, Where: "x.album_id = p.value", Oldest: true,
		Permission: Posts, Paging: paging, Limit: 10, Max: 10, Default: "id", Public: true,
	}
}
