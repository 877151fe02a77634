// Package world plants the demo world: three accounts with their media and
// comments, the same on every machine and in every run.
//
// What belongs to jayposiris, and the profile of metricsaurus, are the examples
// in Meta's own documentation; all else is invented.
package world

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/gramql/gramql/internal/localgraph/store"
)

// PageToken is the access token of the Page, as /me/accounts gives it out.
const PageToken = "EAAdemometricsauruspage" //nolint:gosec // opens the demo world only

// Seed plants the demo world in a store without one.
func Seed(ctx context.Context, db *store.DB) error {
	return db.Update(ctx, func(tx *sql.Tx) error {
		var accounts int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM account").Scan(&accounts); err != nil || accounts > 0 {
			return err
		}
		return plant(ctx, tx)
	})
}

// Replant plants the demo world in place of whatever a store holds. Who reads
// meanwhile finds the one or the other.
func Replant(ctx context.Context, db *store.DB) error {
	return db.Update(ctx, func(tx *sql.Tx) error {
		if err := store.Empty(ctx, tx); err != nil {
			return err
		}
		return plant(ctx, tx)
	})
}

// plant plants the demo world in empty tables.
func plant(ctx context.Context, tx *sql.Tx) error {
	p := newPlanter(ctx, tx)
	p.accounts()
	p.jayposiris()
	p.cretaceouscoffee()
	p.metricsaurus()
	p.stories()
	p.broadcast()
	p.together()
	p.attachments()
	p.audio()
	p.crowd()
	p.shop()
	p.containers()
	p.plans()
	p.partners()
	p.messages()
	if p.err != nil {
		return fmt.Errorf("local graph: plant the demo world: %w", p.err)
	}
	return nil
}
