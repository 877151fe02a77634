package database

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/gramql/gramql/internal/jobs"
)

// statementTime is how long a query, or a transaction, may take. Both are short: what
// takes longer waits for a database that is down or locked.
const statementTime = 10 * time.Second

// tries is how often a transaction is run that PostgreSQL ends for the sake of another.
const tries = 5

// scanner is a row of an answer.
type scanner interface{ Scan(into ...any) error }

// tx is a transaction that writes. It is no longer than its statements take: no call
// to another server is made in it.
type tx struct {
	*DB
	ctx   context.Context //nolint:containedctx // a transaction ends with it
	sql   *sql.Tx
	later []func()
}

// update runs a change in one transaction: all of it happens, or nothing. The change
// may be run again, so it has no effects but those on the transaction.
func (db *DB) update(ctx context.Context, change func(*tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	for left := tries; ; left-- {
		err := db.try(ctx, change)
		if err == nil || left == 1 || !isConflict(err) {
			return fault(err)
		}
	}
}

func (db *DB) try(ctx context.Context, change func(*tx) error) error {
	begun, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	t := &tx{DB: db, ctx: ctx, sql: begun}
	defer func() { _ = begun.Rollback() }() // of one that was not committed, after a panic too
	if err := change(t); err != nil {
		return err
	}
	if err := begun.Commit(); err != nil {
		return err
	}
	for _, f := range t.later {
		f()
	}
	return nil
}

// enqueue puts a job into the queue: it is done if the transaction is committed.
func (t *tx) enqueue(j jobs.Job) error { return t.queue.Insert(t.ctx, t.sql, j) }

// after has a function run after the commit.
func (t *tx) after(f func()) { t.later = append(t.later, f) }

// exec runs a statement, and returns how many rows it changed.
func (t *tx) exec(statement string, args ...any) (changed int64, err error) {
	result, err := t.sql.ExecContext(t.ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// row scans the one row of a query's answer; sql.ErrNoRows if there is none.
func (t *tx) row(query string, args []any, into ...any) error {
	return t.sql.QueryRowContext(t.ctx, query, args...).Scan(into...)
}

// rows calls a function for each row of a query's answer.
func (t *tx) rows(scan func(scanner) error, query string, args ...any) error {
	rows, err := t.sql.QueryContext(t.ctx, query, args...)
	return scanAll(rows, err, scan)
}

// row scans the one row of a query's answer, outside of a transaction; sql.ErrNoRows
// if there is none.
func (db *DB) row(ctx context.Context, query string, args []any, into ...any) error {
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	return fault(db.read.QueryRowContext(ctx, query, args...).Scan(into...))
}

// rows calls a function for each row of a query's answer, outside of a transaction.
func (db *DB) rows(ctx context.Context, scan func(scanner) error, query string, args ...any) error {
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	rows, err := db.read.QueryContext(ctx, query, args...)
	return fault(scanAll(rows, err, scan))
}

func scanAll(rows *sql.Rows, err error, scan func(scanner) error) error {
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err says what went wrong
	for rows.Next() {
		if err := scan(rows); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return rows.Err()
}
