package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/database/databasetest"
	"github.com/jackc/pgx/v5/pgconn"
	sqlite3 "modernc.org/sqlite/lib"
)

func TestFault_tellsTheDatabasesTroubleFromTheStatements(t *testing.T) {
	for _, c := range []struct {
		err    error
		reason string // empty: it is the statement's
	}{
		{&pgconn.PgError{Code: "53100"}, full},
		{&pgconn.PgError{Code: "53200"}, full},
		{&pgconn.PgError{Code: "53300"}, down},
		{&pgconn.PgError{Code: "25006"}, readOnly},
		{&pgconn.PgError{Code: "55P03"}, busy},
		{&pgconn.PgError{Code: "XX001"}, damaged},
		{&pgconn.PgError{Code: "XX002"}, damaged},
		{&pgconn.PgError{Code: "08006"}, down},
		{&pgconn.PgError{Code: "57P01"}, down},
		{&pgconn.PgError{Code: "28P01"}, down},
		{&pgconn.PgError{Code: "3D000"}, down},
		{&pgconn.PgError{Code: "42501"}, down},
		{&pgconn.PgError{Code: "42601"}, ""},
		{&pgconn.PgError{Code: "23505"}, ""},
		{&net.OpError{Op: "dial", Err: errors.New("connection refused")}, down},
		{fmt.Errorf("begin: %w", driver.ErrBadConn), down},
		{sql.ErrConnDone, down},
		{context.DeadlineExceeded, down},
		{errors.New("conn closed"), down},
		{context.Canceled, ""},
		{sql.ErrNoRows, ""},
		{errors.New("changed my mind"), ""},
	} {
		got := fault(c.err)
		f, is := errors.AsType[*Fault](got)
		if is != (c.reason != "") || is && f.reason != c.reason || !errors.Is(got, c.err) {
			t.Errorf("%v: %v, want %q", c.err, got, c.reason)
		}
		if again := fault(got); again != got { //nolint:errorlint // the same, and not one in another
			t.Errorf("%v is wrapped again: %v", c.err, again)
		}
	}
	if fault(nil) != nil {
		t.Error("nothing is a fault")
	}
	for code, want := range map[int]string{
		sqlite3.SQLITE_BUSY: busy, sqlite3.SQLITE_BUSY_SNAPSHOT: busy, sqlite3.SQLITE_LOCKED: busy,
		sqlite3.SQLITE_FULL: full, sqlite3.SQLITE_READONLY: readOnly, sqlite3.SQLITE_READONLY_DIRECTORY: readOnly,
		sqlite3.SQLITE_PERM: readOnly, sqlite3.SQLITE_AUTH: readOnly, sqlite3.SQLITE_CORRUPT: damaged, sqlite3.SQLITE_NOTADB: damaged,
		sqlite3.SQLITE_IOERR_WRITE: down, sqlite3.SQLITE_CANTOPEN: down, sqlite3.SQLITE_INTERRUPT: down,
		sqlite3.SQLITE_CONSTRAINT_UNIQUE: "", sqlite3.SQLITE_ERROR: "",
	} {
		if got := sqliteReason(code); got != want {
			t.Errorf("SQLite's %d: %q, want %q", code, got, want)
		}
	}
}

func TestUpdate_ofADatabaseThatMayNotBeWrittenToSaysSo(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		set := func(on string) {
			t.Helper()
			statement := "PRAGMA query_only = " + on
			if db.pool != nil {
				db.write.SetMaxOpenConns(1)
				statement = "SET default_transaction_read_only = " + on
			}
			if _, err := db.write.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		set("on")
		err := db.update(t.Context(), func(tx *tx) error {
			_, err := tx.exec("INSERT INTO process (id, seen_at) VALUES ('one', 0)")
			return err
		})
		if err == nil || err.Error() != "our database may not be written to" {
			t.Errorf("error = %v", err)
		}
		if got := ids(t, db, ""); got != "" {
			t.Errorf("found %q", got)
		}
		set("off")
		numbered(t, db, "one", 1)
	})
}

func TestUpdate_goesOnAfterPostgreSQLWasRestarted(t *testing.T) {
	db := openTest(t, databasetest.Postgres(t))
	numbered(t, db, "one", 1)
	other := openTest(t, databasetest.Postgres(t))
	for range 2 {
		var ended int
		// A restart ends all connections; here only those of this test's pool.
		if err := db.row(t.Context(), "SELECT pg_backend_pid()", nil, &ended); err != nil {
			t.Fatal(err)
		}
		if err := other.row(t.Context(), "SELECT count(pg_terminate_backend($1))", []any{ended}, &ended); err != nil {
			t.Fatal(err)
		}
		err := db.update(t.Context(), func(tx *tx) error {
			_, err := tx.exec("UPDATE process SET seen_at = seen_at + 1")
			return err
		})
		if err != nil && !strings.Contains(err.Error(), "does not answer") {
			t.Errorf("error = %v", err)
		}
	}
	numbered(t, db, "two", 2)
}
