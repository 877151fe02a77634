package database

import (
	"cmp"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/database/databasetest"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// each runs a test on each engine: on a SQLite file, and on the PostgreSQL server that
// GRAMQL_TEST_POSTGRES names, if it names one.
func each(t *testing.T, test func(t *testing.T, db *DB)) {
	t.Helper()
	eachSource(t, func(t *testing.T, source string) { test(t, openTest(t, source)) })
}

// eachSource runs a test with the source of an empty database of each engine.
func eachSource(t *testing.T, test func(t *testing.T, source string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		test(t, filepath.Join(t.TempDir(), "data", "ours.db"))
	})
	t.Run("postgres", func(t *testing.T) { test(t, databasetest.Postgres(t)) })
}

func openTest(t *testing.T, source string) *DB {
	t.Helper()
	db, err := Open(t.Context(), Options{Source: source})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// numbered keeps a note, which other tests need not know.
func numbered(t *testing.T, db *DB, id string, n int64) {
	t.Helper()
	err := db.update(t.Context(), func(tx *tx) error {
		_, err := tx.exec("INSERT INTO process (id, seen_at) VALUES ($1, $2)", id, n)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ids returns the ids of all processes, in their order.
func ids(t *testing.T, db *DB, where string, args ...any) string {
	t.Helper()
	var found []string
	err := db.rows(t.Context(), func(row scanner) error {
		var id string
		err := row.Scan(&id)
		found = append(found, id)
		return err
	}, "SELECT id FROM process WHERE "+cmp.Or(where, "1 = 1")+" ORDER BY id", args...)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(found, " ")
}
