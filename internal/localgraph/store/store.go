// Package store is the local graph's SQLite database: one connection that
// writes, a few that only read, and a count of the reading statements.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	_ "modernc.org/sqlite" // the driver
)

// The database file in its folder, and how many connections read it at once.
const (
	fileName = "graph.db"
	readers  = 4
)

// DB is an open database. It may be used by many goroutines at once.
type DB struct {
	write, read *sql.DB
	statements  atomic.Int64

	mu       sync.Mutex
	prepared map[string]*sql.Stmt
}

var memories atomic.Int64

// Open opens the database in a folder, which is created when it is missing. Its
// tables are empty when they are new, and when they were of another version. An
// empty dir is a database in memory, which goes with Close.
func Open(ctx context.Context, dir string) (*DB, error) {
	path, params := fmt.Sprintf("/localgraph-%d", memories.Add(1)), url.Values{"vfs": {"memdb"}}
	if dir != "" {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return nil, fmt.Errorf("local graph: make the data folder: %w", err)
		}
		path, params = filepath.Join(dir, fileName), url.Values{}
		params.Add("_pragma", "journal_mode(wal)")
		params.Add("_pragma", "synchronous(normal)")
	}
	// Pragmas belong in the DSN: Exec would set them on one connection only.
	params.Add("_pragma", "foreign_keys(1)")
	params.Add("_pragma", "busy_timeout(5000)")
	params.Add("_pragma", "cache_size(-2000)")
	params.Set("_txlock", "immediate")
	db := &DB{prepared: map[string]*sql.Stmt{}}
	if err := db.openTables(ctx, path, params); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	params.Set("_txlock", "deferred")
	params.Add("_pragma", "query_only(1)")
	var err error
	if db.read, err = open(path, params, readers); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func open(path string, params url.Values, connections int) (*sql.DB, error) {
	// Without OmitHost the first folder of a relative path would be a host.
	dsn := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: params.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("local graph: open %s: %w", path, err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
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
		rows, err = db.read.QueryContext(ctx, text, args...)
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
	fresh, err := db.read.PrepareContext(ctx, text)
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
	tx, err := db.write.BeginTx(ctx, nil)
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
	for _, pool := range []*sql.DB{db.read, db.write} {
		if pool != nil {
			err = errors.Join(err, pool.Close())
		}
	}
	return err
}
