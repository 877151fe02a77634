package database

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/gofrs/flock"

	"github.com/gramql/gramql/internal/sqlite"
)

// lockTime is how long a process waits for others that bring the tables to their
// version, and lockPause how often it looks.
const (
	lockTime  = time.Minute
	lockPause = 50 * time.Millisecond
)

// openSQLite opens a SQLite file.
func (db *DB) openSQLite(ctx context.Context, o Options) (err error) {
	path := o.Source
	if o.AsIs {
		if _, err := os.Stat(path); err != nil { // to open it would make it
			return opening(path, err)
		}
	}
	files, err := sqlite.Open(path, sqlite.Durable)
	if err != nil {
		return opening(path, err)
	}
	db.engine, db.write, db.read, db.scrub = sqliteEngine, files.Write, files.Read, files.Scrub
	db.closes = append(db.closes, files.Close)
	if o.AsIs {
		if err := db.row(ctx, "PRAGMA schema_version", nil, new(int)); err != nil { // a file that is no database
			return opening(path, err)
		}
		return nil
	}
	if err := db.lockFile(ctx, path); err != nil {
		return opening(path, fault(err))
	}
	return nil
}

// lockFile brings the tables to their version while no other process does. It then
// shares a lock with all processes that have the file open, which ends with them: who
// can have it alone has the file alone, and goes on with what others have left.
func (db *DB) lockFile(ctx context.Context, path string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, lockTime)
	defer cancel()
	one := flock.New(path + ".migrate.lock")
	if _, err := one.TryLockContext(ctx, lockPause); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, one.Close()) }()
	all := flock.New(path + ".lock")
	alone, err := all.TryLock()
	if err != nil {
		return err
	}
	db.closes = append(db.closes, all.Close)
	if err := db.migrate(ctx); err != nil {
		return err
	}
	if alone {
		if err := db.buryAll(ctx); err != nil {
			return err
		}
	}
	_, err = all.TryRLockContext(ctx, lockPause)
	return err
}
