package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/gramql/gramql/internal/sqlite"
)

//go:embed schema/*.sql
var schema embed.FS

// version is that of the tables and of the demo world in them. Raise it with
// every change to either: a database of another version is recreated.
const version = 17

// errOtherVersion says that a database has tables of another version.
var errOtherVersion = errors.New("tables of another version")

// openTables opens a database with tables of this version. The files of any other
// version are removed first.
func (db *DB) openTables(ctx context.Context, path string) (err error) {
	if db.sqlite, err = sqlite.Open(path, sqlite.Quick); err != nil {
		return fmt.Errorf("local graph: %w", err)
	}
	err = db.createTables(ctx)
	if errors.Is(err, errOtherVersion) {
		if err = errors.Join(db.sqlite.Close(), sqlite.Remove(path)); err != nil {
			return fmt.Errorf("local graph: remove an outdated database: %w", err)
		}
		if db.sqlite, err = sqlite.Open(path, sqlite.Quick); err != nil {
			return fmt.Errorf("local graph: %w", err)
		}
		err = db.createTables(ctx)
	}
	if err != nil {
		return fmt.Errorf("local graph: create the tables of %s: %w", path, err)
	}
	return nil
}

// createTables creates the tables of a new database, all or none.
func (db *DB) createTables(ctx context.Context) error {
	return db.Update(ctx, func(tx *sql.Tx) error {
		var found int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&found); err != nil {
			return err
		}
		switch found {
		case version:
			return nil
		case 0:
			text, err := script()
			if err == nil {
				_, err = tx.ExecContext(ctx, text)
			}
			return err
		}
		return errOtherVersion
	})
}

// script returns the statements that create all tables and note their version.
func script() (string, error) {
	names, err := fs.Glob(schema, "schema/*.sql")
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, name := range names {
		tables, err := schema.ReadFile(name)
		if err != nil {
			return "", err
		}
		text.Write(tables)
	}
	fmt.Fprintf(&text, "PRAGMA user_version = %d", version)
	return text.String(), nil
}
