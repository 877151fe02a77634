package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/gramql/gramql/internal/problem"
)

// Fault is that the database does not do what it is asked, whatever that is. Its text
// is for clients; Unwrap has what the engine says.
type Fault struct {
	reason string
	cause  error
}

// The reasons of faults.
const (
	down     = "does not answer"
	busy     = "is locked by another process"
	full     = "has no space left"
	readOnly = "may not be written to"
	damaged  = "is damaged"
)

// Error says what is wrong with the database.
func (f *Fault) Error() string { return "our database " + f.reason }

// Unwrap returns what the engine says of it.
func (f *Fault) Unwrap() error { return f.cause }

// Code returns problem.Internal.
func (*Fault) Code() string { return problem.Internal }

// Hint returns that it is worth to try again.
func (*Fault) Hint() string {
	return "Try again later; those who run the server see the cause in its log."
}

// Retryable returns true: what failed was not done.
func (*Fault) Retryable() bool { return true }

var _ problem.Problem = (*Fault)(nil)

// fault returns an error as a *Fault if it is the database's and not the statement's.
func fault(err error) error {
	if err == nil {
		return nil
	}
	if _, told := errors.AsType[*Fault](err); told {
		return err
	}
	reason := ""
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		reason = sqliteReason(e.Code())
	} else if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		reason = postgresReason(e.Code)
	} else if isLost(err) {
		reason = down
	}
	if reason == "" {
		return err
	}
	return &Fault{reason, err}
}

// sqliteReason returns what a result code of SQLite says of the database; empty if
// nothing. Source: SQLite, Result and Error Codes.
func sqliteReason(code int) string {
	switch code & 0xff { // the rest says more than is needed
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return busy
	case sqlite3.SQLITE_FULL:
		return full
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return readOnly
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return damaged
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_INTERRUPT:
		return down
	}
	return ""
}

// postgresReason returns what a code of PostgreSQL says of the database; empty if
// nothing. Source: PostgreSQL, Appendix A, Error Codes.
func postgresReason(code string) string {
	switch {
	case code == "53100", code == "53200": // disk_full, out_of_memory
		return full
	case code == "25006": // read_only_sql_transaction, as on a standby
		return readOnly
	case code == "55P03": // lock_not_available
		return busy
	case code == "XX001", code == "XX002": // data_corrupted, index_corrupted
		return damaged
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "57"), strings.HasPrefix(code, "53"),
		strings.HasPrefix(code, "28"), strings.HasPrefix(code, "3D"), code == "42501":
		// connection exceptions, interventions, too many connections, a wrong
		// password, no such database, no right to it
		return down
	}
	return ""
}

// isLost reports whether there is no connection to the database, or none in time.
func isLost(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, context.DeadlineExceeded) || pgconn.SafeToRetry(err) ||
		strings.Contains(err.Error(), "conn closed")
}
