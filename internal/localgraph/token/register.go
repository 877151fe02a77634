package token

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/store"
)

// How long access tokens live. A Page's token has the end of the short-lived user's
// token that it came with, and none with a long-lived one.
//
// Source: Meta, Instagram Platform, "Business Login", and Facebook Login, "Access
// Token Guide".
const (
	ShortOnInstagram = time.Hour
	ShortOnFacebook  = 2 * time.Hour
	LongLife         = 60 * 24 * time.Hour
)

// kept is how long the register knows that a token has expired. After that it is
// unknown.
const kept = 90 * 24 * time.Hour

// Register keeps the tokens in the local graph's store. It may be used by many
// goroutines at once.
type Register struct {
	Apps Apps
	db   *store.DB
	now  func() time.Time
}

// New returns the register of a store.
func New(db *store.DB, apps Apps, now func() time.Time) *Register {
	return &Register{Apps: apps, db: db, now: now}
}

// Issued is a token that was issued.
type Issued struct {
	Grant
	Text string
}

// Life returns in how long the token expires; 0 is never.
func (i Issued) Life() time.Duration {
	if i.Expires.IsZero() {
		return 0
	}
	return i.Expires.Sub(i.Issued)
}

// Find returns what an access token grants. The error says that the token is
// unknown or, beside what it once granted, that it has expired by now or that its
// app was removed.
func (r *Register) Find(ctx context.Context, text string) (Grant, error) {
	grant, found := findDemo(text)
	switch {
	case found:
	case strings.Contains(text, "|"):
		return r.Apps.grant(text)
	default:
		withdrawn := int64(0)
		err := r.db.Query(ctx, `SELECT t.id, t.kind, t.issued, t.expires, c.id, c.app, c.login, c.account_id, c.person_id, c.granted, c.declined, c.withdrawn
			FROM token AS t JOIN consent AS c ON c.id = t.consent_id WHERE t.hash = ?`, func(rows *sql.Rows) error {
			var issued, expires int64
			var granted, declined string
			found = true
			err := rows.Scan(&grant.ID, &grant.Kind, &issued, &expires, &grant.Consent.ID, &grant.App, &grant.Login, &grant.Account, &grant.Person, &granted, &declined, &withdrawn)
			grant.Granted, grant.Declined = names(granted), names(declined)
			grant.Issued, grant.Expires = unix(issued), unix(expires)
			return err
		}, hash(text))
		if err != nil {
			return Grant{}, err
		}
		if !found {
			return Grant{}, apierror.UnknownToken(catalog.OfToken(text))
		}
		grant.complete()
		if withdrawn > 0 {
			return grant, apierror.AppRemoved(grant.App)
		}
	}
	if now := r.now(); !grant.Expires.IsZero() && !now.Before(grant.Expires) {
		return grant, apierror.ExpiredToken(grant.Expires, now)
	}
	return grant, nil
}

// complete derives what is not kept of a grant.
func (g *Grant) complete() {
	g.Permissions = catalog.Permissions(g.Login, g.Granted)
	switch {
	case g.Kind == Page:
		g.Me = catalog.Page
	case g.Login == catalog.Facebook:
		g.Me = catalog.Person
	default:
		g.Me = catalog.Account
	}
}

// Issue issues a token of a kind to whom a consent names. The consent of a demo
// token is kept first: what comes of the token can be withdrawn.
func (r *Register) Issue(ctx context.Context, c Consent, kind Kind) (issued Issued, err error) {
	err = r.db.Update(ctx, func(tx *sql.Tx) error {
		issued, err = r.issue(ctx, tx, c, kind)
		return err
	})
	return issued, err
}

func (r *Register) issue(ctx context.Context, tx *sql.Tx, c Consent, kind Kind) (Issued, error) {
	now := r.now()
	// The tokens of Pages outlive the one of the user with which they came.
	const forget = "DELETE FROM token WHERE expires BETWEEN 1 AND ? AND NOT EXISTS (SELECT 1 FROM token AS page WHERE page.user_token = token.id)"
	if _, err := tx.ExecContext(ctx, forget, now.Add(-kept).Unix()); err != nil {
		return Issued{}, err
	}
	if c.ID == 0 {
		if err := c.insert(ctx, tx); err != nil {
			return Issued{}, err
		}
	}
	i := Issued{Grant: Grant{Consent: c, Kind: kind, Issued: now}, Text: prefixes[c.Login] + random()}
	if life := lifeOf(kind, c.Login); life > 0 {
		i.Expires = now.Add(life)
	}
	i.complete()
	err := tx.QueryRowContext(ctx, "INSERT INTO token (hash, consent_id, kind, issued, expires) VALUES (?, ?, ?, ?, ?) RETURNING id",
		hash(i.Text), c.ID, kind, now.Unix(), seconds(i.Expires)).Scan(&i.ID)
	if err != nil || c.Login != catalog.Facebook {
		return i, err
	}
	return i, i.issuePages(ctx, tx)
}

// issuePages issues a token for each Page of the token's person.
func (i Issued) issuePages(ctx context.Context, tx *sql.Tx) error {
	var pages []int64
	rows, err := tx.QueryContext(ctx, "SELECT id FROM page WHERE person_id = ?", i.Person)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err says what went wrong
	for rows.Next() {
		var page int64
		if err := rows.Scan(&page); err != nil {
			return err
		}
		pages = append(pages, page)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	expires := seconds(i.Expires)
	if i.Kind != Short {
		expires = 0
	}
	for _, page := range pages {
		text := prefixes[i.Login] + random()
		if _, err := tx.ExecContext(ctx, "INSERT INTO token (hash, consent_id, kind, issued, expires, page_id, user_token, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			hash(text), i.Consent.ID, Page, i.Issued.Unix(), expires, page, i.ID, text); err != nil {
			return err
		}
	}
	return nil
}

func lifeOf(kind Kind, login catalog.Login) time.Duration {
	switch {
	case kind == Long:
		return LongLife
	case kind == Short && login == catalog.Facebook:
		return ShortOnFacebook
	case kind == Short:
		return ShortOnInstagram
	}
	return 0
}

// prefixes are what the tokens of each login type begin with.
var prefixes = map[catalog.Login]string{catalog.BasicDisplay: "IGQV", catalog.Instagram: "IGAA", catalog.Facebook: "EAA"}

// random returns 52 letters and digits that cannot be guessed.
func random() string { return rand.Text() + rand.Text() }

func hash(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

// unix and seconds turn Unix times into times and back; 0 is no time.
func unix(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0)
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
