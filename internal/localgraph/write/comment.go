package write

import (
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/ids"
)

// maxMessage is how many characters a comment may have.
const maxMessage = 2200

var message = Param{Name: "message", Required: true, Most: maxMessage}

// comments writes, hides and deletes comments.
//
// Source: Meta, Instagram Platform, "IG Comment", "IG Media Comments", "IG User Mentions".
var comments = []*Write{
	{
		Method: post, Node: catalog.Media, Edge: "comments", Logins: catalog.Graph, Permission: catalog.Comments,
		Params: []Param{message}, Makes: catalog.Comment, Range: ids.Comment,
		Rules: []Rule{
			{isPost, says("Comments can be written on posts only.")},
			{enabled(":node"), says("Comments are disabled on this media.")},
		},
		SQL: []string{comment(":node", "NULL")},
	},
	{
		Method: post, Node: catalog.Comment, Edge: "replies", Logins: catalog.Graph, Permission: catalog.Comments,
		Params: []Param{message}, Makes: catalog.Comment, Range: ids.Comment,
		Rules: []Rule{
			{notLive, says("Comments on live media cannot be replied to.")},
			{enabled(mediaOf(":node")), says("Comments are disabled on this media.")},
			{"(SELECT NOT max(hidden) FROM comment WHERE id IN (:node, " + topOf(":node") + "))", says("Hidden comments cannot be replied to.")},
		},
		SQL: []string{comment(mediaOf(":node"), topOf(":node"))},
	},
	{ // What the account wrote itself stays visible.
		Method: post, Node: catalog.Comment, Logins: catalog.Graph, Permission: catalog.Comments,
		Params: []Param{{Name: "hide", Value: Bool, Required: true}, {Name: "is_pinned", Value: Bool}},
		Rules:  []Rule{{notLive, says("Comments on live media cannot be hidden.")}},
		SQL:    []string{"UPDATE comment SET hidden = :hide WHERE id = :node AND username <> " + myName},
	},
	{
		Method: remove, Node: catalog.Comment, Logins: catalog.Graph, Permission: catalog.Comments,
		Rules: []Rule{{notLive, says("Comments on live media cannot be deleted.")}},
		SQL:   []string{"DELETE FROM comment WHERE id = :node"},
	},
	{
		Method: post, Node: catalog.Account, Edge: "mentions", Logins: catalog.Graph, Permission: catalog.Comments,
		Params: []Param{{Name: "media_id", Value: ID, Required: true}, message, {Name: "comment_id", Value: ID}}, Makes: catalog.Comment, Range: ids.Comment,
		Rules: []Rule{
			{"(SELECT album_id IS NULL AND product_type IN ('FEED', 'REELS') FROM media WHERE id = :media_id)", lacks("media_id")},
			{":comment_id IS NOT NULL OR (SELECT " + catalog.MentionsViewer("caption") + " FROM media WHERE id = :media_id)", lacks("media_id")},
			{":comment_id IS NULL OR (SELECT " + catalog.MentionsViewer("text") + " FROM comment WHERE id = :comment_id AND media_id = :media_id)", lacks("comment_id")},
			{enabled(":media_id"), says("Comments are disabled on this media.")},
		},
		SQL: []string{comment(":media_id", topOf(":comment_id"))},
	},
}

const (
	myName = "(SELECT username FROM account WHERE id = :me)"
	// notLive is SQL for whether the comment in the path is below no broadcast.
	notLive = "(SELECT m.product_type <> 'LIVE' FROM comment AS c JOIN media AS m ON m.id = c.media_id WHERE c.id = :node)"
)

// enabled returns SQL for whether comments are enabled on a media.
func enabled(media string) string {
	return "(SELECT comments_enabled FROM media WHERE id = " + media + ")"
}

func mediaOf(comment string) string {
	return "(SELECT media_id FROM comment WHERE id = " + comment + ")"
}

// topOf returns SQL for the comment that replies to a comment are kept below: itself,
// or the one that it replies to.
func topOf(comment string) string {
	return "(SELECT coalesce(parent_id, id) FROM comment WHERE id = " + comment + ")"
}

// comment returns the statement that writes a comment of the viewer's account.
func comment(media, parent string) string {
	return "INSERT INTO comment (id, media_id, parent_id, username, commenter_id, text, old_id, created) SELECT :id, " + media + ", " + parent +
		", username, coalesce(commenter_id, id), :message, :old, :now FROM account WHERE id = :me"
}
