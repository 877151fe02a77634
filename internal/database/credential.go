package database

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/credential"
)

// credentials keeps what this server has given out so that it is asked by.
type credentials struct{ *DB }

// Credentials returns the store of API keys.
func (db *DB) Credentials() credential.Store { return credentials{db} }

// Add keeps a new key.
func (c credentials) Add(ctx context.Context, k credential.Key, secret credential.Hash) error {
	terms, err := json.Marshal(k.Terms)
	if err != nil {
		return err
	}
	return c.update(ctx, func(tx *tx) error {
		_, err := tx.exec("INSERT INTO credential (id, kind, secret, viewer_id, terms, created_at, used_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			k.ID, string(k.Kind), string(secret), k.Person, string(terms), millis(k.CreatedAt), millis(k.UsedAt), millis(k.Expires))
		return err
	})
}

// keys returns the keys that a condition is true of.
func (c credentials) keys(ctx context.Context, condition string, args ...any) ([]credential.Key, error) {
	return readable(ctx, c.DB, "credential", scanKey,
		"SELECT id, kind, viewer_id, terms, created_at, used_at, expires_at FROM credential WHERE family IS NULL AND "+condition, args...)
}

func scanKey(row scanner) (k credential.Key, err error) {
	var terms string
	var created, used, expires int64
	if err := row.Scan(&k.ID, &k.Kind, &k.Person, &terms, &created, &used, &expires); err != nil {
		return k, err
	}
	k.CreatedAt, k.UsedAt, k.Expires = moment(created), moment(used), moment(expires)
	if err := json.Unmarshal([]byte(terms), &k.Terms); err != nil {
		return k, fmt.Errorf("the terms of %s: %w", k.ID, err)
	}
	return k, nil
}

// Find returns the key of a secret, unless it has expired.
func (c credentials) Find(ctx context.Context, secret credential.Hash, now time.Time) (credential.Key, error) {
	found, err := c.keys(ctx, "secret = $1 AND (expires_at = 0 OR expires_at > $2)", string(secret), millis(now))
	if err == nil && len(found) == 0 {
		err = credential.ErrNone
	}
	if err != nil {
		return credential.Key{}, err
	}
	return found[0], nil
}

// Keys returns the keys of a person, the newest first.
func (c credentials) Keys(ctx context.Context, person string) ([]credential.Key, error) {
	return c.keys(ctx, "viewer_id = $1 ORDER BY created_at DESC, id", person)
}

// See notes that a key is used.
func (c credentials) See(ctx context.Context, key string, now time.Time) error {
	return c.update(ctx, func(tx *tx) error {
		_, err := tx.exec("UPDATE credential SET used_at = $1 WHERE id = $2 AND used_at < $1", millis(now), key)
		return err
	})
}

// Revoke ends a key of a person, and tells of it.
func (c credentials) Revoke(ctx context.Context, person, key string) error {
	return c.update(ctx, func(tx *tx) error {
		ended, err := tx.endCredentials("family IS NULL AND viewer_id = $1 AND id = $2", person, key)
		if err == nil && ended == 0 {
			err = credential.ErrNone
		}
		return err
	})
}

// endCredentials ends the credentials that a condition is true of, and tells whoever is
// answered by them.
func (t *tx) endCredentials(condition string, args ...any) (ended int, err error) {
	var ids []string
	err = t.rows(func(row scanner) error {
		var id string
		err := row.Scan(&id)
		ids = append(ids, id)
		return err
	}, "DELETE FROM credential WHERE "+condition+" RETURNING id", args...)
	for _, id := range ids {
		if err == nil {
			err = t.tell(credential.Topic(id))
		}
	}
	return len(ids), err
}

// Origins returns the origins of all public keys that have not expired.
func (c credentials) Origins(ctx context.Context, now time.Time) (all []string, err error) {
	found, err := c.keys(ctx, "kind = $1 AND (expires_at = 0 OR expires_at > $2)", string(credential.Public), millis(now))
	for _, k := range found {
		all = append(all, k.Origins...)
	}
	return all, err
}

// unbind has no key of a person be for an account any more. A key for no other account ends, as
// does one of which nobody can read what it is for.
func (t *tx) unbind(person, graph string) error {
	narrowed, ended := map[string]string{}, []string{}
	if err := t.rows(func(row scanner) error {
		var id, text string
		if err := row.Scan(&id, &text); err != nil {
			return err
		}
		var terms credential.Terms
		if err := json.Unmarshal([]byte(text), &terms); err != nil {
			ended = append(ended, id)
			return nil
		}
		if !slices.Contains(terms.Accounts, graph) {
			return nil
		}
		terms.Accounts = slices.DeleteFunc(terms.Accounts, func(each string) bool { return each == graph })
		if len(terms.Accounts) == 0 {
			ended = append(ended, id)
			return nil
		}
		left, err := json.Marshal(terms)
		narrowed[id] = string(left)
		return err
	}, "SELECT id, terms FROM credential WHERE family IS NULL AND viewer_id = $1", person); err != nil {
		return err
	}
	for id, terms := range narrowed {
		if _, err := t.exec("UPDATE credential SET terms = $1 WHERE id = $2", terms, id); err != nil {
			return err
		}
	}
	for _, id := range ended {
		if _, err := t.endCredentials("id = $1", id); err != nil {
			return err
		}
	}
	return nil
}
