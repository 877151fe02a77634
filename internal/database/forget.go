package database

import (
	"context"

	"github.com/gramql/gramql/internal/publish"
)

// ForgetPublications drops all publications of accounts, whatever their state, with the tokens
// that were lent for them, and tells those who watch them. Jobs find nothing to do.
func (db *DB) ForgetPublications(ctx context.Context, accounts []string) error {
	return db.update(ctx, func(tx *tx) error {
		var ids []string
		err := tx.rows(func(row scanner) error {
			var id string
			err := row.Scan(&id)
			ids = append(ids, id)
			return err
		}, "DELETE FROM publication WHERE "+db.engine.in("account_id", 1)+" RETURNING id", list(accounts))
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := tx.tell(publish.Topic(id)); err != nil {
				return err
			}
		}
		_, err = tx.exec("DELETE FROM lent_token WHERE "+db.engine.in("account_id", 1), list(accounts))
		return err
	})
}
