package apptest

// FeedOperation reaches through three levels of edges.
const FeedOperation = `{ me { username media(first: 10) { totalCount nodes { id caption children { nodes { mediaUrl } }
	comments(first: 3) { nodes { text replies { nodes { text } } } } } } } }`

// MyMedia selects a feed of media by their plain fields.
const MyMedia = `{ me { username media(first: 25) { nodes { id caption mediaType permalink timestamp commentsCount } } } }`

// NodesByID looks up the global ids of media.
const NodesByID = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Media { username } } }"

// Newest returns the global ids of an account's newest media.
func (w *World) Newest(token string, n int) []string {
	w.T.Helper()
	var ids []string
	for _, media := range List(w.Ask(token, "query ($n: Int) { me { media(first: $n) { nodes { id } } } }", map[string]any{"n": n}), "me", "media", "nodes") {
		ids = append(ids, At(media, "id").(string))
	}
	return ids
}
