// Package database is the one owner of the program's own data: what must outlast its
// end. It is a SQLite file, or PostgreSQL, which replicas share. All SQL on it stands
// here, one file a topic; a topic declares the store that it needs, and its file here
// fulfils it.
//
//	database.go     opens and closes
//	sqlite.go       a SQLite file, and who else has it open
//	postgres.go     a PostgreSQL server
//	migrate.go      the tables of this version, made by one process at a time
//	statement.go    transactions and queries
//	readable.go     lists, without the rows that cannot be read
//	process.go      which processes live, and the jobs that others have left
//	publication.go  posts on their way
//	login.go        who has connected which accounts, and is signed in where
//	grant.go        tokens of accounts, sealed
//	lent.go         tokens of callers who have connected no account, sealed
//	credential.go   API keys
//	authorization.go what apps were given
//	removal.go      people who remove the app, and have their data deleted
//	renewal.go      until when accounts are connected
//	sealed.go       all sealed texts, and which keys sealed them
//	dialect.go      what differs between the engines, and how values are kept
//	fault.go        why the database fails, in words for clients
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gramql/gramql/internal/jobs"
	"github.com/gramql/gramql/internal/login"
)

// Options say where the database is.
type Options struct {
	// Source is the address of a PostgreSQL server, or the path of a SQLite file.
	Source string
	// Now is the clock that jobs go by; nil is the machine's.
	Now func() time.Time
	// AsIs leaves the tables as they are, and a database that is not there is an error.
	AsIs bool
}

// DB is the open database. It may be used by many goroutines at once.
type DB struct {
	engine engine
	write  *sql.DB
	read   *sql.DB
	pool   *pgxpool.Pool // nil with SQLite
	queue  *jobs.Queue
	now    func() time.Time
	told   func(topic string) // hears of events; nil for no one
	// changed hears of accounts whose state has changed; nil for no one.
	changed func(login.Change)
	torn    torn
	// scrub takes what was deleted out of the files; nil with PostgreSQL.
	scrub  func(context.Context) (done bool, err error)
	closes []func() error
}

// IsPostgres reports whether a source is the address of a PostgreSQL server. No other
// has its scheme.
func IsPostgres(source string) bool {
	return strings.HasPrefix(source, "postgres://") || strings.HasPrefix(source, "postgresql://")
}

// Open opens the database, and brings its tables to this version. Processes that do so
// at the same time wait for each other. An error says in one line what is wrong with
// the database, and holds no password.
func Open(ctx context.Context, o Options) (_ *DB, err error) {
	db := &DB{now: o.Now}
	if db.now == nil {
		db.now = time.Now
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	if IsPostgres(o.Source) {
		err = db.openPostgres(ctx, o)
	} else {
		err = db.openSQLite(ctx, o)
	}
	if err != nil {
		return nil, err
	}
	if db.queue, err = jobs.NewQueue(db.Tables(), db.now); err != nil {
		return nil, err
	}
	return db, nil
}

// Tables returns the database that jobs are in.
func (db *DB) Tables() jobs.Tables { return jobs.Tables{DB: db.write, Pool: db.pool} }

// Close ends all connections. Nothing may use the database any more.
func (db *DB) Close() error {
	var errs []error
	for i := len(db.closes) - 1; i >= 0; i-- {
		errs = append(errs, db.closes[i]())
	}
	db.closes = nil
	return errors.Join(errs...)
}

// Ping asks whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	if err := db.read.PingContext(ctx); err != nil {
		return fault(err)
	}
	return nil
}

// opening says of which database an error is.
func opening(what string, err error) error {
	return fmt.Errorf("open %s: %w", what, err)
}
