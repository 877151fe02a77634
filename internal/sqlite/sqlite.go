// Package sqlite opens SQLite databases: one connection that writes, and a few that
// only read.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"

	_ "modernc.org/sqlite" // the driver
)

// readers is how many connections read a database at once.
const readers = 4

// DB is an open database. Both pools may be used by many goroutines at once.
type DB struct {
	// Write is the one connection that writes. Its transactions take the lock for
	// writing when they begin, so that none fails in the middle for want of it.
	Write *sql.DB
	// Read is the connections that only read, each a state that was committed.
	Read *sql.DB
}

// Durability says what a committed transaction outlasts.
type Durability string

// A transaction outlasts the end of the process; with Durable, that of the machine too.
const (
	Quick   Durability = "normal"
	Durable Durability = "full"
)

var memories atomic.Int64

// Open opens the database of a file, which is made when it is missing, as is its
// folder. No one else may read it: its mode becomes 0600. An empty path is a database
// in memory, which goes with Close. That the file can't be made or written to is an
// fs.PathError.
func Open(path string, durability Durability) (*DB, error) {
	params := url.Values{}
	if path == "" {
		path = fmt.Sprintf("/memory-%d", memories.Add(1))
		params.Set("vfs", "memdb")
	} else {
		if err := prepare(path); err != nil {
			return nil, err
		}
		params.Add("_pragma", "journal_mode(wal)")
		params.Add("_pragma", "synchronous("+string(durability)+")")
		if durability == Durable {
			params.Add("_pragma", "secure_delete(1)")
		}
	}
	// Pragmas belong in the DSN: Exec would set them on one connection only.
	params.Add("_pragma", "busy_timeout(5000)")
	params.Add("_pragma", "foreign_keys(1)")
	params.Add("_pragma", "cache_size(-2000)")
	params.Set("_txlock", "immediate")
	write, err := open(path, params, 1)
	if err != nil {
		return nil, err
	}
	params.Set("_txlock", "deferred")
	params.Add("_pragma", "query_only(1)")
	read, err := open(path, params, readers)
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	return &DB{Write: write, Read: read}, nil
}

// prepare makes the file that a database is to be in, and keeps others from it. SQLite
// gives the files beside it the same mode.
func prepare(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // opening the file that it is given is the function's purpose
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = file.Chmod(0o600)
	}
	return errors.Join(err, file.Close())
}

func open(path string, params url.Values, connections int) (*sql.DB, error) {
	// Without OmitHost the first folder of a relative path would be a host.
	dsn := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: params.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// Scrub takes from the log beside the file what was deleted: with Durable, SQLite has put
// zeros in its place in the file. It waits for those who read, and says false if they
// took too long: then the next Scrub does it.
func (db *DB) Scrub(ctx context.Context) (done bool, err error) {
	var busy, frames, moved int
	err = db.Write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	return err == nil && busy == 0, err
}

// Close ends all connections.
func (db *DB) Close() error { return errors.Join(db.Read.Close(), db.Write.Close()) }

// Remove removes the files of a database that no one has open.
func Remove(path string) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
