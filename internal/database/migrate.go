package database

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"github.com/gramql/gramql/internal/jobs"
)

// migrations are the steps to the tables of this version, a folder for each engine.
// Steps of different topics are numbered apart, and may come in any order.
//
//go:embed migrations
var migrations embed.FS

// migrate brings the tables to this version. The caller sees to it that one process
// does so at a time.
func (db *DB) migrate(ctx context.Context) error {
	steps, err := fs.Sub(migrations, "migrations/"+db.engine.name)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(db.engine.goose, db.write, steps,
		goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true))
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring its tables to this version: %w", err)
	}
	if err := jobs.Migrate(ctx, db.Tables()); err != nil {
		return fmt.Errorf("bring the tables of its jobs to this version: %w", err)
	}
	return nil
}
