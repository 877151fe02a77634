package write

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// messages sends messages, privately in reply to a comment too.
//
// Source: Meta, Instagram Platform, "Send Messages" and "Private Replies".
var messages = []*Write{messagesOf(catalog.Graph, catalog.Account), messagesOf(catalog.Facebook, catalog.Page)}

func messagesOf(login catalog.Login, node catalog.Kind) *Write {
	return &Write{
		Method: post, Node: node, Edge: "messages", Logins: login,
		Params: []Param{
			{Name: "recipient", Value: JSON, Required: true}, {Name: "message", Value: JSON},
			{Name: "sender_action", Among: []string{"typing_on", "typing_off", "mark_seen", "react", "unreact"}}, {Name: "tag"},
		},
		do: send,
	}
}

// The limits of messages.
const (
	maxText    = 1000 // bytes
	replyTime  = 7 * 24 * time.Hour
	answerTime = 24 * time.Hour
	agentTime  = 7 * 24 * time.Hour
	agentTag   = "HUMAN_AGENT"
)

// retiredTags are tags that Meta has withdrawn.
var retiredTags = []string{"CONFIRMED_EVENT_UPDATE", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE"}

// letter is a message before it is sent.
type letter struct {
	to      int64 // the person
	comment int64 // that it replies to; 0 for none
	text    string
}

// send sends a message.
func send(ctx context.Context, w *Writer, c *Call) (Result, error) {
	l, err := c.letter()
	if err != nil {
		return Result{}, err
	}
	needed := catalog.Messages
	if l.comment != 0 {
		needed = catalog.Comments
	}
	if !c.Viewer.Permissions.Has(needed) {
		return Result{}, apierror.MissingPermission()
	}
	action := c.values["sender_action"] != nil
	switch {
	case slices.Contains(retiredTags, c.Params.Get("tag")):
		return Result{}, apierror.BadParameter("The message tag %s is no longer supported", c.Params.Get("tag"))
	case l.text == "" && (!action || l.comment != 0):
		return Result{}, apierror.ParameterRequired("message")
	case len(l.text) > maxText:
		return Result{}, apierror.BadParameter("Length of param message[text] must be less than or equal to %d", maxText)
	}
	var answer struct {
		Recipient string `json:"recipient_id"`
		Message   string `json:"message_id,omitempty"`
	}
	err = w.db.Update(ctx, func(tx *sql.Tx) error {
		if err := c.address(ctx, tx, l); err != nil || action {
			return err
		}
		answer.Message, err = c.post(ctx, tx, l)
		return err
	})
	if err != nil {
		return Result{}, err
	}
	answer.Recipient = strconv.FormatInt(l.to, 10)
	body, err := json.Marshal(answer)
	return Result{Body: body}, err
}

// letter reads whom a message is for, and what it says.
func (c *Call) letter() (*letter, error) {
	var recipient struct {
		ID      json.Number `json:"id"`
		Comment json.Number `json:"comment_id"`
	}
	var message struct {
		Text string `json:"text"`
	}
	if err := errors.Join(c.Params.JSON("recipient", &recipient), c.Params.JSON("message", &message)); err != nil {
		return nil, apierror.BadParameter("Params recipient and message must be objects with the ids and text of a message.")
	}
	l := &letter{text: message.Text}
	l.to, _ = recipient.ID.Int64() // what is no id is nobody's
	l.comment, _ = recipient.Comment.Int64()
	if l.to == 0 && l.comment == 0 {
		return nil, apierror.BadParameter("Param recipient must have an id or a comment_id.")
	}
	return l, nil
}

// address finds the person that a message is for, and refuses one that may not be
// sent now.
func (c *Call) address(ctx context.Context, tx *sql.Tx, l *letter) error {
	if l.comment != 0 {
		return c.addressReply(ctx, tx, l)
	}
	var last int64
	err := tx.QueryRowContext(ctx, "SELECT coalesce((SELECT max(created) FROM message WHERE conversation_id = c.id AND incoming), 0) FROM conversation AS c WHERE account_id = ? AND person_id = ?",
		c.Viewer.Account, l.to).Scan(&last)
	if errors.Is(err, sql.ErrNoRows) {
		return apierror.UnknownRecipient()
	}
	window := answerTime
	if c.Params.Get("tag") == agentTag {
		window = agentTime
	}
	if err == nil && c.Now.Sub(time.Unix(last, 0)) > window {
		return apierror.OutsideWindow()
	}
	return err
}

// addressReply finds the author of the comment that a message replies to.
func (c *Call) addressReply(ctx context.Context, tx *sql.Tx, l *letter) error {
	var created, answered sql.NullInt64
	err := tx.QueryRowContext(ctx, "SELECT c.commenter_id, c.created, c.answered FROM comment AS c JOIN media AS m ON m.id = c.media_id WHERE c.id = ? AND m.owner_id = ?",
		l.comment, c.Viewer.Account).Scan(&l.to, &created, &answered)
	onAir := c.Now.Unix()/3600%2 == 0 // as the broadcasts of the demo world are
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return apierror.UnknownObject("post", strconv.FormatInt(l.comment, 10), c.Viewer.Login)
	case err != nil:
		return err
	case answered.Valid:
		return apierror.AlreadyReplied()
	case created.Valid && c.Now.Sub(time.Unix(created.Int64, 0)) > replyTime, !created.Valid && !onAir:
		return apierror.OutsideWindow()
	}
	_, err = tx.ExecContext(ctx, "UPDATE comment SET answered = ? WHERE id = ?", c.Now.Unix(), l.comment)
	return err
}

// post puts a message into the conversation with a person, which begins if need be,
// and returns the message's id.
func (c *Call) post(ctx context.Context, tx *sql.Tx, l *letter) (id string, err error) {
	args := []any{sql.Named("me", c.Viewer.Account), sql.Named("to", l.to), sql.Named("comment", l.comment), sql.Named("text", l.text), sql.Named("now", c.Now.Unix())}
	for _, statement := range []string{
		"INSERT OR IGNORE INTO correspondent (id, user_id, username) SELECT id, id, username FROM account WHERE id = :me",
		"INSERT OR IGNORE INTO correspondent (id, username) SELECT :to, username FROM comment WHERE id = :comment",
		"INSERT INTO conversation (id, account_id, person_id) SELECT coalesce(max(id), 0) + 1, :me, :to FROM conversation " +
			"HAVING NOT EXISTS (SELECT 1 FROM conversation WHERE account_id = :me AND person_id = :to)",
		"INSERT INTO message (id, conversation_id, incoming, text, created) SELECT coalesce(max(id), 0) + 1, " +
			"(SELECT id FROM conversation WHERE account_id = :me AND person_id = :to), 0, :text, :now FROM message",
	} {
		if _, err := tx.ExecContext(ctx, statement, args...); err != nil {
			return "", err
		}
	}
	err = tx.QueryRowContext(ctx, "SELECT "+catalog.MessageID("n")+" FROM message AS n ORDER BY seq DESC LIMIT 1").Scan(&id)
	return id, err
}
