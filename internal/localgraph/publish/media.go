package publish

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/caption"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/ids"
)

// Publish turns a container into a media, once, and returns the media's id.
func (p *Publisher) Publish(ctx context.Context, account, container int64, now time.Time) (media int64, err error) {
	err = p.db.Update(ctx, func(tx *sql.Tx) error {
		w := &writer{ctx: ctx, tx: tx, account: account, now: now}
		c, err := w.take(container)
		if err != nil {
			return err
		}
		if media, err = w.media(c, 0); err != nil {
			return err
		}
		for _, child := range c.Children {
			item, err := w.read(child)
			if err != nil {
				return err
			}
			if _, err := w.media(item, media); err != nil {
				return err
			}
		}
		return w.exec("UPDATE container SET published = iif(id = ?1, ?2, 0) WHERE id = ?1 OR id IN (SELECT value FROM json_each((SELECT content -> 'children' FROM container WHERE id = ?1)))",
			container, now.Unix())
	})
	return media, err
}

// writer writes one media.
type writer struct {
	ctx     context.Context //nolint:containedctx // lives as long as the one transaction
	tx      *sql.Tx
	account int64
	now     time.Time
}

func (w *writer) exec(text string, args ...any) error {
	_, err := w.tx.ExecContext(w.ctx, text, args...)
	return err
}

// take returns the content of a container that can be published.
func (w *writer) take(container int64) (*content, error) {
	var state string
	var spent, quota int64
	err := w.tx.QueryRowContext(w.ctx, "SELECT "+catalog.StatusCode("n")+", "+catalog.PublishedSince("n.account_id", ":now - 86400")+
		", (SELECT publishing_quota FROM account WHERE id = n.account_id) FROM container AS n WHERE id = :id AND account_id = :me",
		sql.Named("now", w.now.Unix()), sql.Named("id", container), sql.Named("me", w.account)).Scan(&state, &spent, &quota)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, apierror.UnknownMedia()
	case err != nil:
		return nil, err
	case state == "PUBLISHED", state == "EXPIRED":
		return nil, apierror.ContainerGone(strconv.FormatInt(container, 10))
	case state != "FINISHED":
		return nil, apierror.NotReady()
	case spent >= quota:
		return nil, apierror.QuotaSpent(quota)
	}
	c, err := w.read(container)
	if err == nil && c.Item {
		err = apierror.NoItem("The media builder with creation id = " + strconv.FormatInt(container, 10) + " is an item of a carousel.")
	}
	return c, err
}

// read returns the content of a container.
func (w *writer) read(container int64) (*content, error) {
	var text string
	if err := w.tx.QueryRowContext(w.ctx, "SELECT content FROM container WHERE id = ?", container).Scan(&text); err != nil {
		return nil, err
	}
	c := &content{}
	return c, json.Unmarshal([]byte(text), c)
}

// media writes a media, below an album unless that is 0, and returns its id.
func (w *writer) media(c *content, album int64) (int64, error) {
	id, old := ids.New(ids.Media), ids.Old(w.now, rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))) //nolint:gosec // ids are no secrets
	columns := map[string]any{
		"id": id, "owner_id": w.account, "media_type": "IMAGE", "product_type": "FEED", "old_id": old, "shortcode": ids.Shortcode(old),
		"created": w.now.Unix(), "ai_generated": c.AIGenerated,
	}
	given := map[string]string{"caption": c.Caption, "alt_text": c.AltText, "file": c.File, "thumbnail": c.Thumbnail}
	isVideo := c.File != "" && c.File != c.picture()
	switch {
	case c.Kind == carousel:
		columns["media_type"] = "CAROUSEL_ALBUM"
	case isVideo:
		columns["media_type"] = "VIDEO"
		if c.Thumbnail == "" {
			given["thumbnail"] = strconv.FormatInt(id, 10) + ".jpg"
		}
	}
	switch c.Kind {
	case reel:
		columns["product_type"], columns["shared_to_feed"] = "REELS", !c.HiddenInFeed
		columns["audio_type"], columns["audio_id"] = "ORIGINAL_SOUND", old
	case story:
		columns["product_type"], columns["has_poll"], columns["has_slider"] = "STORY", false, false
	case image, video, carousel:
	}
	for name, text := range given {
		if text != "" {
			columns[name] = text
		}
	}
	if album != 0 {
		columns["album_id"] = album
	} else {
		columns["likes"], columns["boosted_likes"], columns["comments_enabled"] = 0, 0, true
		columns["reposts"], columns["shares"], columns["saves"] = 0, 0, 0
		if isVideo || c.Kind == story {
			columns["views"] = 0
		}
	}
	if err := w.insert("media", columns); err != nil {
		return 0, err
	}
	return id, w.around(c, id, old)
}

// picture returns the name of the file if it is a picture; "" for a video.
func (c *content) picture() string {
	if strings.HasSuffix(c.File, ".jpg") {
		return c.File
	}
	return ""
}

func (w *writer) insert(table string, columns map[string]any) error {
	var names, marks []string
	var values []any
	for name, value := range columns {
		names, marks, values = append(names, name), append(marks, "?"), append(values, value)
	}
	return w.exec("INSERT INTO "+table+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", values...)
}

// around writes what a media has around it: hashtags, people, products, sound.
func (w *writer) around(c *content, media, old int64) error {
	for _, name := range caption.Hashtags(c.Caption) {
		id := ids.Hashtag(name)
		if err := w.exec("INSERT OR IGNORE INTO hashtag (id, name) VALUES (?, ?)", id, name); err != nil {
			return err
		}
		if err := w.exec("INSERT OR IGNORE INTO hashtag_media (hashtag_id, media_id) VALUES (?, ?)", id, media); err != nil {
			return err
		}
	}
	for _, tag := range c.UserTags {
		if err := w.exec("INSERT OR IGNORE INTO tag (account_id, media_id) SELECT id, coalesce((SELECT album_id FROM media WHERE id = ?1), ?1) FROM account WHERE username = ?2 COLLATE NOCASE", media, strings.TrimPrefix(tag.Username, "@")); err != nil {
			return err
		}
	}
	for _, username := range c.Collaborators {
		if err := w.exec("INSERT OR IGNORE INTO collaborator (id, media_id, account_id, status) SELECT (SELECT coalesce(max(id), 0) + 1 FROM collaborator), ?, id, 'Pending' FROM account WHERE username = ? COLLATE NOCASE AND id <> ?",
			media, strings.TrimPrefix(username, "@"), w.account); err != nil {
			return err
		}
	}
	for _, tag := range c.ProductTags {
		if err := TagProduct(w.ctx, w.tx, w.account, media, tag); err != nil {
			return err
		}
	}
	if c.Kind != reel {
		return nil
	}
	title := c.AudioName
	if title == "" {
		title = "Original audio"
	}
	return w.exec("INSERT INTO audio (id, title, duration, audio_type, username) SELECT ?, ?, 15000, 'ORIGINAL_SOUND', username FROM account WHERE id = ?", old, title, w.account)
}

// TagProduct tags a product in a media of an account. A product that is tagged there
// already changes its place.
func TagProduct(ctx context.Context, tx *sql.Tx, account, media int64, tag ProductTag) error {
	var known int
	err := tx.QueryRowContext(ctx, "SELECT count(*) FROM product AS p JOIN product_catalog AS c ON c.id = p.catalog_id WHERE c.account_id = ? AND p.id = ? AND p.review = 'approved'",
		account, tag.Product.String()).Scan(&known)
	if err != nil {
		return err
	}
	if known == 0 {
		return apierror.BadProduct(tag.Product.String())
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM product_tag WHERE media_id = ? AND product_id = ?", media, tag.Product.String())
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO product_tag (id, media_id, product_id, x, y) SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ? FROM product_tag",
		media, tag.Product.String(), tag.X.value(), tag.Y.value())
	return err
}

// CountProductTags refuses more tags in a media than it may have.
func CountProductTags(ctx context.Context, tx *sql.Tx, media int64) error {
	var tags int
	err := tx.QueryRowContext(ctx, "SELECT count(*) FROM product_tag WHERE media_id = ?", media).Scan(&tags)
	if err == nil && tags > maxProductTags {
		return apierror.TooManyProducts(maxProductTags)
	}
	return err
}

// value returns the place as Meta stores it: a 32-bit float; nil for none.
func (p *place) value() any {
	if p == nil {
		return nil
	}
	return float64(float32(*p))
}
