// Package store is the local graph's SQLite database: one connection that
// writes, a few that only read, and a count of the reading statements.
package store

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/gofrs/flock"

	"github.com/gramql/gramql/internal/sqlite"
)

// fileName is the database's file in its folder.
const fileName = "graph.db"

// DB is an open database. It may be used by many goroutines at once.
type DB struct {
	sqlite     *sqlite.DB
	locked     *flock.Flock
	statements atomic.Int64

	mu       sync.Mutex
	prepared map[string]*sql.Stmt
}

// Open opens the database in a folder, which is created when it is missing. Its
// tables are empty when they are new, and when they were of another version. An
// empty dir is a database in memory, which goes with Close.
func Open(ctx context.Context, dir string) (*DB, error) { return open(ctx, dir, false) }

// OpenAlone opens the database in a folder that no other process has open, or else fails with
// ErrInUse.
func OpenAlone(ctx context.Context, dir string) (*DB, error) { return open(ctx, dir, true) }

func open(ctx context.Context, dir string, alone bool) (*DB, error) {
	path := ""
	if dir != "" {
		path = filepath.Join(dir, fileName)
	}
	db := &DB{prepared: map[string]*sql.Stmt{}}
	if err := db.lock(ctx, dir, alone); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := db.openTables(ctx, path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// maxPrepared is how many statements stay prepared. Each costs some kB for every
// connection; further ones are prepared for each use.
const maxPrepared = 64

// Query runs a reading statement, counts it, and calls scan for each row.
func (db *DB) Query(ctx context.Context, text string, scan func(*sql.Rows) error, args ...any) (err error) {
	db.statements.Add(1)
	prepared, err := db.prepare(ctx, text)
	if err != nil {
		return err
	}
	var rows *sql.Rows
	if prepared != nil {
		rows, err = prepared.QueryContext(ctx, args...)
	} else {
		rows, err = db.sqlite.Read.QueryContext(ctx, text, args...)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// prepare returns the prepared statement of a text, or nil if there are enough.
func (db *DB) prepare(ctx context.Context, text string) (*sql.Stmt, error) {
	db.mu.Lock()
	known, full := db.prepared[text], len(db.prepared) >= maxPrepared
	db.mu.Unlock()
	if known != nil || full {
		return known, nil
	}
	fresh, err := db.sqlite.Read.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if known = db.prepared[text]; known != nil { // another was faster
		return known, fresh.Close()
	}
	db.prepared[text] = fresh
	return fresh, nil
}

// Statements returns how many statements Query has run.
func (db *DB) Statements() int64 { return db.statements.Load() }

// Update runs a change in one transaction: all of it happens, or nothing.
func (db *DB) Update(ctx context.Context, change func(*sql.Tx) error) error {
	tx, err := db.sqlite.Write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := change(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Empty deletes the rows of all tables.
func Empty(ctx context.Context, tx *sql.Tx) error {
	// The tables go in no order, so what refers to what is checked at the end.
	if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = 1"); err != nil {
		return err
	}
	var tables []string
	rows, err := tx.QueryContext(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err says what went wrong
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			return err
		}
		tables = append(tables, table)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, table := range tables {
		if _, err := tx.ExecContext(ctx, `DELETE FROM "`+table+`"`); err != nil {
			return err
		}
	}
	return nil
}

// Close ends all connections.
func (db *DB) Close() error {
	var err error
	for _, statement := range db.prepared {
		err = errors.Join(err, statement.Close())
	}
	if db.sqlite != nil {
		err = errors.Join(err, db.sqlite.Close())
	}
	if db.locked != nil {
		err = errors.Join(err, db.locked.Close())
	}
	return err
}
