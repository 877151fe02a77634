package catalog

// container is a media that is being prepared for publishing.
//
// Source: Meta, Instagram Platform, "IG Container".
var container = &Type{
	Name: "ShadowIGMediaBuilder", Kind: Container, Logins: Graph, Table: "container", Permission: Publish, Default: "id",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "status_code", SQL: StatusCode("n")},
		{Name: "status", SQL: containerStatus},
		{Name: "copyright_check_status", Value: Embedded, Target: ContainerCopyright, Logins: Facebook},
		{Name: "video_status", Value: Embedded, Target: VideoStatus},
	},
}

// StatusCode returns SQL for how far a row of container is by now.
func StatusCode(row string) string {
	return "CASE WHEN " + row + ".published IS NOT NULL THEN 'PUBLISHED' WHEN :now >= " + row + ".created + 86400 THEN 'EXPIRED' " +
		"WHEN :now < " + row + ".ready THEN 'IN_PROGRESS' WHEN " + row + ".failure IS NOT NULL THEN 'ERROR' ELSE 'FINISHED' END"
}

// containerStatus is the same in words, and of a failure what went wrong.
var containerStatus = "CASE " + StatusCode("n") + " WHEN 'PUBLISHED' THEN 'Published: Media has been successfully published.' " +
	"WHEN 'EXPIRED' THEN 'Expired: The container was not published within 24 hours.' " +
	"WHEN 'IN_PROGRESS' THEN 'In Progress: Media is still being processed.' " +
	"WHEN 'ERROR' THEN n.failure ELSE 'Finished: Media has been uploaded and it is ready to be published.' END"

var containerCopyright = &Type{
	Name: "IGVideoCopyrightCheckStatus", Kind: ContainerCopyright, Logins: Facebook, Default: "status,matches_found",
	Fields: []Field{
		{Name: "status", SQL: "n.copyright ->> 'status'"},
		{Name: "matches_found", Value: Bool, SQL: "n.copyright ->> 'matches_found'"},
	},
}

// videoStatus is the progress of a resumable upload.
var videoStatus = &Type{
	Name: "IGResumableVideoUploadStatus", Kind: VideoStatus, Logins: Graph, Default: "uploading_phase,processing_phase",
	Fields: []Field{
		{Name: "uploading_phase", Value: JSON, SQL: "n.video -> 'uploading_phase'"},
		{Name: "processing_phase", Value: JSON, SQL: "iif(n.video ->> '$.processing_phase.status' = 'in_progress' AND :now >= n.ready, '{\"status\":\"complete\"}', n.video -> 'processing_phase')"},
	},
}

// scheduledMedia is a media that will be published at a set time.
var scheduledMedia = &Type{
	Name: "ShadowIGScheduledMedia", Kind: ScheduledMedia, Logins: Facebook, Table: "scheduled_media", Permission: Publish, Default: "id",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "caption", SQL: "n.caption"},
		{Name: "media_type", SQL: "n.media_type"},
		{Name: "media_url", Value: File, SQL: "n.file"},
		{Name: "thumbnail_url", Value: File, SQL: "n.thumbnail"},
		{Name: "publish_timestamp", Value: Number, SQL: hour + " + n.ahead"},
	},
}

var scheduledEdge = Edge{
	Name: "scheduled_media", Target: ScheduledMedia, Logins: Facebook, Where: "x.account_id = p.value", Oldest: true,
	Permission: Publish, Paging: Full, Limit: 25, Max: 100, Default: "id",
}
