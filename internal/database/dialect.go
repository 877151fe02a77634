package database

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// engine is one of the two databases: what differs in SQL that is else the same.
type engine struct {
	name  string // of the folder of its migrations
	goose goose.Dialect
	// contains is a condition: a column is one of the texts of a JSON list.
	contains string
	// now is the database's own time in Unix milliseconds.
	now string
	// until is the part of a text before its first full stop.
	until string
	// River's own tables keep times and lists in ways of the engine's: its time, and
	// the process that began a job last.
	riverNow, riverDoer string
	// riverPayload is what a job has by a name.
	riverPayload string
	// notify reports that the server tells its clients what others say (NOTIFY).
	notify bool
}

var (
	sqliteEngine = engine{
		name: "sqlite", goose: goose.DialectSQLite3,
		contains: "%s IN (SELECT value FROM json_each($%d))",
		now:      "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
		until:    "substr(%[1]s, 1, instr(%[1]s, '.') - 1)",
		riverNow: "datetime('now', 'subsec')", riverDoer: "json_extract(attempted_by, '$[#-1]')",
		riverPayload: "CASE WHEN json_valid(args, 5) THEN json_extract(args, '$.%s') END",
	}
	postgresEngine = engine{
		name: "postgres", goose: goose.DialectPostgres,
		contains: "%s IN (SELECT jsonb_array_elements_text($%d::jsonb))",
		now:      "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)",
		until:    "split_part(%[1]s, '.', 1)",
		riverNow: "now()", riverDoer: "attempted_by[array_upper(attempted_by, 1)]",
		riverPayload: "args ->> '%s'",
		notify:       true,
	}
)

// in returns the condition that a column of texts is one of the list that the argument
// of a number is.
func (e engine) in(column string, argument int) string {
	return fmt.Sprintf(e.contains, column, argument)
}

// riverArgument returns the expression of what a job has by a name.
func (e engine) riverArgument(name string) string {
	return "(" + fmt.Sprintf(e.riverPayload, name) + ")"
}

// upToStop returns the expression of the part of a text before its first full stop.
func (e engine) upToStop(text string) string { return fmt.Sprintf(e.until, text) }

// list returns texts as the argument of a condition of in.
func list[T ~string](values []T) string {
	if len(values) == 0 {
		return "[]"
	}
	text, _ := json.Marshal(values) // of texts never fails
	return string(text)
}

// millis returns a time as a column keeps it: in Unix milliseconds, 0 if it is none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment returns the time of a column.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// isDuplicate reports whether a row was refused because one of the same key is there.
func isDuplicate(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "23505" // unique_violation
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// isConflict reports whether PostgreSQL ended a transaction for the sake of another,
// so that it succeeds when it is run again.
func isConflict(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01") // serialization_failure, deadlock_detected
}
