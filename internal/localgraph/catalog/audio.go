package catalog

// audio is what reels use, the same for all accounts.
//
// Source: Meta, Instagram Platform changelog, 2026-06-01.
var audio = &Type{
	Name: "IGAudio", Kind: Audio, Logins: Facebook, Table: "audio", Permission: Basic, Default: "id",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "title", SQL: "n.title"},
		{Name: "display_artist", SQL: "n.artist"},
		{Name: "duration_in_ms", Value: Number, SQL: "n.duration"},
		{Name: "audio_type", SQL: "n.audio_type"},
		{Name: "cover", Value: File, SQL: "n.id || '.jpg'"},
		{Name: "download_url", Value: File, SQL: "n.id || '.m4a'"},
		{Name: "ig_username", SQL: "n.username"},
	},
}
