package database

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/jobs"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
)

// publications keeps posts on their way.
type publications struct{ *DB }

var _ publish.Store = publications{}

// Publications returns the store of publications.
func (db *DB) Publications() publish.Store { return publications{db} }

// Add writes a new publication, its job and its event, or returns the account's of the same
// idempotency key.
func (db publications) Add(ctx context.Context, p *publication.Publication, access string) (known *publication.Publication, err error) {
	content, err := json.Marshal(p.Content)
	if err != nil {
		return nil, err
	}
	work, err := json.Marshal(p.Work)
	if err != nil {
		return nil, err
	}
	err = db.update(ctx, func(tx *tx) error {
		known = nil
		if err := tx.holdAccess(access); err != nil {
			return err
		}
		if _, err := tx.exec(`UPDATE publication SET idempotency_key = NULL
			WHERE account_id = $1 AND idempotency_key = $2 AND ended_at > 0 AND ended_at < $3`,
			p.Account, p.Key, millis(p.CreatedAt.Add(-publish.KeyLifetime))); err != nil {
			return err
		}
		added, err := tx.exec(`INSERT INTO publication (id, version, account_id, login, idempotency_key, fingerprint, content,
				publish_at, created_at, updated_at, ended_at, retry_at, state, progress, work)
			VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10, 0, $11)
			ON CONFLICT (account_id, idempotency_key) DO NOTHING`,
			p.ID, p.Account, p.Login.String(), orNull(p.Key), p.Fingerprint, string(content),
			millis(p.PublishAt), millis(p.CreatedAt), millis(p.UpdatedAt), string(p.State), string(work))
		if err != nil {
			return err
		}
		if added == 0 {
			return tx.rows(func(row scanner) error {
				known, err = scanPublication(row)
				return err
			}, publicationOf+"account_id = $1 AND idempotency_key = $2", p.Account, p.Key)
		}
		if err := tx.tell(publish.Topic(p.ID)); err != nil {
			return err
		}
		return tx.enqueue(jobs.Job{Kind: publish.Kind, ID: p.ID, At: p.PublishAt})
	})
	if err == nil && known == nil {
		p.Version = 1
	}
	return known, err
}

// Known returns the account's publication of an idempotency key, unless it ended before a
// time; nil if there is none.
func (db publications) Known(ctx context.Context, account, key string, ended time.Time) (*publication.Publication, error) {
	return db.first(ctx, publicationOf+"account_id = $1 AND idempotency_key = $2 AND (ended_at = 0 OR ended_at >= $3)", account, key, millis(ended))
}

// Get returns a publication; nil if there is none.
func (db publications) Get(ctx context.Context, id string) (*publication.Publication, error) {
	return db.first(ctx, publicationOf+"id = $1", id)
}

// Save writes a publication as it is now, with its event and its job.
func (db publications) Save(ctx context.Context, p *publication.Publication, change publish.Change) error {
	work, err := json.Marshal(p.Work)
	if err != nil {
		return err
	}
	var failure []byte
	if p.Failure != nil {
		if failure, err = json.Marshal(p.Failure); err != nil {
			return err
		}
	}
	err = db.update(ctx, func(tx *tx) error {
		saved, err := tx.exec(`UPDATE publication SET version = version + 1, updated_at = $3, ended_at = $4, retry_at = $5,
				state = $6, progress = $7, media_id = $8, failure = $9, work = $10
			WHERE id = $1 AND version = $2`,
			p.ID, p.Version, millis(p.UpdatedAt), millis(p.EndedAt), millis(p.RetryAt),
			string(p.State), p.Progress, orNull(p.MediaID), orNull(string(failure)), string(work))
		switch {
		case err != nil:
			return err
		case saved == 0:
			return publish.ErrStale
		}
		if !p.EndedAt.IsZero() {
			if err := tx.giveBack(p.Account); err != nil {
				return err
			}
		}
		if change.Seen {
			if err := tx.tell(publish.Topic(p.ID)); err != nil {
				return err
			}
		}
		if change.Woken {
			return tx.enqueue(jobs.Job{Kind: publish.Kind, ID: p.ID})
		}
		return nil
	})
	if err == nil {
		p.Version++
	}
	return err
}

// List returns an account's publications, newest first.
func (db publications) List(ctx context.Context, q publish.Query) (found []*publication.Publication, err error) {
	where, args := "account_id = $1", []any{q.Account}
	add := func(condition func(argument int) string, value any) {
		args = append(args, value)
		where += " AND " + condition(len(args))
	}
	if q.Before != "" {
		add(func(n int) string { return "id < $" + strconv.Itoa(n) }, q.Before)
	}
	if len(q.States) > 0 {
		add(func(n int) string { return db.engine.in("state", n) }, list(q.States))
	}
	rows, last := 0, ""
	found, err = readable(ctx, db.DB, "publication", func(row scanner) (*publication.Publication, error) {
		p, err := scanPublication(row)
		rows, last = rows+1, p.ID
		return p, err
	}, publicationOf+where+" ORDER BY id DESC LIMIT "+strconv.Itoa(q.Limit), args...)
	if err != nil || rows < q.Limit || len(found) == rows || last == "" {
		return found, err
	}
	q.Before, q.Limit = last, q.Limit-len(found) // others are in the place of those that were left out
	more, err := db.List(ctx, q)
	return append(found, more...), err
}

// Taken returns those of an account's media that publications are known to have become.
func (db publications) Taken(ctx context.Context, account string, media []string) (taken []string, err error) {
	err = db.rows(ctx, func(row scanner) error {
		var id string
		err := row.Scan(&id)
		taken = append(taken, id)
		return err
	}, "SELECT media_id FROM publication WHERE account_id = $1 AND "+db.engine.in("media_id", 2), account, list(media))
	return taken, err
}

// publicationOf selects publications by a condition that follows.
const publicationOf = "SELECT " + publicationColumns + " FROM publication WHERE "

const publicationColumns = `id, version, account_id, login, coalesce(idempotency_key, ''), fingerprint, content,
	publish_at, created_at, updated_at, ended_at, retry_at, state, progress, coalesce(media_id, ''), coalesce(failure, ''), work`

// scanPublication reads a row of publicationColumns. With an error it returns what could be read.
func scanPublication(row scanner) (*publication.Publication, error) {
	var p publication.Publication
	var login, content, state, failure, work string
	var publishAt, createdAt, updatedAt, endedAt, retryAt int64
	err := row.Scan(&p.ID, &p.Version, &p.Account, &login, &p.Key, &p.Fingerprint, &content,
		&publishAt, &createdAt, &updatedAt, &endedAt, &retryAt, &state, &p.Progress, &p.MediaID, &failure, &work)
	if err != nil {
		return &p, err
	}
	p.State = publication.State(state)
	p.PublishAt, p.CreatedAt, p.UpdatedAt = moment(publishAt), moment(createdAt), moment(updatedAt)
	p.EndedAt, p.RetryAt = moment(endedAt), moment(retryAt)
	if failure != "" {
		err = json.Unmarshal([]byte(failure), &p.Failure)
	}
	kind, wrong := dialect.ParseLogin(login)
	p.Login = kind
	if err = errors.Join(err, wrong, json.Unmarshal([]byte(content), &p.Content), json.Unmarshal([]byte(work), &p.Work)); err != nil {
		return &p, fmt.Errorf("what is kept of %s: %w", p.ID, err)
	}
	return &p, nil
}

// first returns the publication that a query finds; nil for none.
func (db publications) first(ctx context.Context, query string, args ...any) (found *publication.Publication, err error) {
	err = db.rows(ctx, func(row scanner) error {
		found, err = scanPublication(row)
		return err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return found, nil
}

// orNull returns a text, or null for an empty one.
func orNull(text string) sql.NullString { return sql.NullString{String: text, Valid: text != ""} }
