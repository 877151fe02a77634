package catalog

// invite invites an account to be a collaborator of a media. It has no id.
//
// Source: Meta, Instagram Platform, "Collaboration Invites".
var invite = &Type{
	Name: "ShadowIGUserCollaborationInvites", Kind: Invite, Logins: Facebook, Table: "collaborator", Default: "media_id,media_owner_username,caption,media_url",
	Fields: []Field{
		{Name: "media_id", Value: ID, SQL: "n.media_id"},
		{Name: "media_owner_username", SQL: "(SELECT a.username FROM media AS m JOIN account AS a ON a.id = m.owner_id WHERE m.id = n.media_id)"},
		{Name: "caption", SQL: "(SELECT caption FROM media WHERE id = n.media_id)"},
		{Name: "media_url", Value: File, SQL: "(SELECT coalesce(m.file, (SELECT file FROM media WHERE album_id = m.id ORDER BY seq LIMIT 1)) FROM media AS m WHERE m.id = n.media_id)"},
	},
}

var invitesEdge = Edge{
	Name: "collaboration_invites", Target: Invite, Logins: Facebook, Where: "x.account_id = p.value AND x.status = 'Pending'",
	Permission: Basic, Paging: Full, Limit: 25, Max: 100, Default: "media_id,media_owner_username,caption,media_url",
}

// collaborativeMedia is a media of another account that this one helped to make.
var collaborativeMedia = &Type{
	Name: "ShadowIGUserCollaborativeMedia", Kind: CollaborativeMedia, Logins: Facebook, Table: "media", Permission: Posts, Default: "id",
	Fields: only(media.Fields, "caption", "comments_count", "id", "like_count", "media_product_type", "media_type", "media_url", "permalink",
		"reposts_count", "saved_count", "shares_count", "thumbnail_url", "timestamp", "total_comments_count", "total_like_count", "total_views_count", "username"),
}

var collaborativeEdge = Edge{
	Name: "collaborative_media", Target: CollaborativeMedia, Logins: Facebook,
	Where:      "x.id IN (SELECT media_id FROM collaborator WHERE account_id = p.value AND status = 'Accepted')",
	Permission: Basic, Paging: Full, Limit: 25, Max: 100, Default: "id",
}

var collaborativeLookup = Field{
	Name: "collaborative_media_search", Value: Lookup, Target: CollaborativeMedia, Logins: Facebook, Permission: Basic,
	Param: "media_id", Where: "n.id = p.value AND n.id IN (SELECT media_id FROM collaborator WHERE account_id = :me AND status = 'Accepted')",
}

// collaborator is an account that helped to make a media, or was invited to.
var collaborator = &Type{
	Name: "ShadowIGMediaCollaborators", Kind: Collaborator, Logins: Facebook, Table: "collaborator", Default: "id,username,invite_status",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.account_id"},
		{Name: "username", SQL: "(SELECT username FROM account WHERE id = n.account_id)"},
		{Name: "invite_status", SQL: "n.status"},
	},
}

var collaboratorsEdge = Edge{
	Name: "collaborators", Target: Collaborator, Logins: Facebook, Where: "x.media_id = p.value",
	Permission: Posts, Paging: Full, Limit: 25, Max: 100, Default: "id,username,invite_status",
}
