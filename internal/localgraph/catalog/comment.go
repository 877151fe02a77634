package catalog

// comment is the IG Comment node. It shows its author only to tokens that may
// manage comments.
var comment = &Type{
	Name: "IGComment", Kind: Comment, Logins: Graph, Table: "comment", Permission: Comments, Default: "id",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "text", SQL: "n.text"},
		{Name: "timestamp", Value: Time, SQL: "coalesce(n.created, " + hour + " + n.ahead)"},
		{Name: "username", SQL: "n.username", Permission: Comments, Quiet: true},
		{Name: "from", Value: Embedded, Target: Commenter, Permission: Comments, Quiet: true},
		{Name: "user", Value: Object, Target: Account, SQL: "(SELECT id FROM account WHERE username = n.username)", Own: true},
		{Name: "like_count", Value: Number, SQL: "n.likes"},
		{Name: "hidden", Value: Bool, SQL: "n.hidden"},
		{Name: "media", Value: Object, Target: Media, SQL: "n.media_id"},
		{Name: "parent_id", Value: ID, SQL: "n.parent_id"},
		{Name: "legacy_instagram_comment_id", Value: ID, SQL: "n.old_id", Logins: Facebook},
	},
	Edges: []Edge{replies(Instagram, Comments), replies(Facebook, Basic)},
}

// replies is the edge of a comment's replies, which each login type grants by
// another permission.
//
// Source: Meta, Instagram Platform, IG Comment Replies.
func replies(login Login, permission Permission) Edge {
	return Edge{
		Name: "replies", Target: Comment, Logins: login, Where: "x.parent_id = p.value", Permission: permission,
		Paging: After, Limit: 25, Max: 50, Default: "timestamp,text,id",
	}
}

// written is SQL for whether a comment is there by now: those under a broadcast
// come in as its hour goes on.
const written = "coalesce(ahead, 0) <= :now % 3600"

// commentsEdge lists the comments on a media, without replies.
var commentsEdge = Edge{
	Name: "comments", Target: Comment, Where: "x.media_id = p.value AND x.parent_id IS NULL AND " + written, Permission: Comments,
	Paging: After, Limit: 25, Max: 50, Default: "timestamp,text,id",
}

// commenter is the author of a comment, under the id that messages use.
var commenter = &Type{
	Name: "IGCommentFromUser", Kind: Commenter, Logins: Graph, Default: "id,username",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.commenter_id"},
		{Name: "username", SQL: "n.username"},
		{Name: "self_ig_scoped_id", Value: ID, SQL: "(SELECT scoped_id FROM account WHERE username = n.username)", Logins: Facebook},
	},
}
