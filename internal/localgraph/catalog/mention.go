package catalog

// MentionsViewer returns SQL for whether a text mentions the viewer's account.
func MentionsViewer(text string) string {
	return text + " LIKE '%@' || (SELECT username FROM account WHERE id = :me) || '%'"
}

// mentionedMedia is a media of another account whose caption mentions this one.
//
// Source: Meta, Instagram Platform, "Mentioned Media" and "Mentioned Comment".
var mentionedMedia = &Type{
	Name: "IGMedia", Kind: MentionedMedia, Logins: Facebook, Table: "media", Permission: Comments, Default: "id",
	Fields: only(media.Fields, "id", "caption", "comments_count", "like_count", "media_type", "media_url", "owner", "permalink", "timestamp", "username"),
	Edges: []Edge{childrenEdge(OthersMedia, Unpaged), {
		Name: "comments", Target: BelowMention, Where: commentsEdge.Where, Permission: Comments,
		Paging: Cursors, Limit: 25, Max: 50, Default: "timestamp,text,id",
	}},
}

var mentionedMediaLookup = Field{
	Name: "mentioned_media", Value: Lookup, Target: MentionedMedia, Logins: Facebook, Permission: Comments,
	Param: "media_id", Where: "n.id = p.value AND " + MentionsViewer("n.caption"),
}

// belowMention is a comment on a media that mentions or tags the account. It lacks
// the @ of its mentions unless the media is the viewer's.
var belowMention = &Type{
	Name: "IGComment", Kind: BelowMention, Logins: Graph, Table: "comment", Permission: Comments, Default: "timestamp,text,id",
	Fields: append(only(comment.Fields, "id", "timestamp", "username", "like_count"),
		Field{Name: "text", SQL: "iif((SELECT owner_id FROM media WHERE id = n.media_id) = :me, n.text, replace(n.text, '@', ''))"}),
}

// mentionedComment is a comment on any media that mentions the account.
var mentionedComment = &Type{
	Name: "IGComment", Kind: MentionedComment, Logins: Facebook, Table: "comment", Permission: Comments, Default: "id,text,timestamp",
	Fields: append(only(comment.Fields, "id", "text", "timestamp", "like_count"),
		Field{Name: "media", Value: Object, Target: MentionedMedia, SQL: "n.media_id"}),
}

var mentionedCommentLookup = Field{
	Name: "mentioned_comment", Value: Lookup, Target: MentionedComment, Logins: Facebook, Permission: Comments,
	Param: "comment_id", Where: "n.id = p.value AND " + MentionsViewer("n.text"),
}
