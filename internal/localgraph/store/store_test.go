package store

import (
	"database/sql"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func openTest(t *testing.T, dir string) *DB {
	t.Helper()
	db, err := Open(t.Context(), dir)
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

func addPerson(name string) func(*sql.Tx) error {
	return func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO person (id, name) VALUES (?, ?)", len(name), name)
		return err
	}
}

func people(t *testing.T, db *DB) (n int) {
	t.Helper()
	if err := db.Query(t.Context(), "SELECT count(*) FROM person", func(rows *sql.Rows) error { return rows.Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestUpdate_isSeenByQueriesOrNeverHappened(t *testing.T) {
	for name, dir := range map[string]string{"in memory": "", "in a folder": t.TempDir()} {
		db := openTest(t, dir)
		if err := db.Update(t.Context(), addPerson("Rex")); err != nil {
			t.Fatal(err)
		}
		failed := errors.New("changed my mind")
		err := db.Update(t.Context(), func(tx *sql.Tx) error { return errors.Join(addPerson("Tricia")(tx), failed) })
		if !errors.Is(err, failed) {
			t.Errorf("%s: error = %v", name, err)
		}
		if got := people(t, db); got != 1 {
			t.Errorf("%s: %d people, want 1", name, got)
		}
	}
}

func TestOpen_findsWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	first, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(first.Update(t.Context(), addPerson("Rex")), first.Close()); err != nil {
		t.Fatal(err)
	}
	if got := people(t, openTest(t, dir)); got != 1 {
		t.Errorf("%d people, want 1", got)
	}
}

func TestOpen_recreatesADatabaseOfAnotherVersion(t *testing.T) {
	dir := t.TempDir()
	old, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	outdate := func(tx *sql.Tx) error {
		_, err := tx.Exec("DROP TABLE media; PRAGMA user_version = 7")
		return errors.Join(addPerson("Rex")(tx), err)
	}
	if err := errors.Join(old.Update(t.Context(), outdate), old.Close()); err != nil {
		t.Fatal(err)
	}
	db := openTest(t, dir)
	if got := people(t, db); got != 0 {
		t.Errorf("%d people, want none", got)
	}
	if err := db.Query(t.Context(), "SELECT id FROM media", none); err != nil {
		t.Error(err)
	}
}

func TestSchema_changesOnlyWithItsVersion(t *testing.T) {
	text, err := script()
	if err != nil {
		t.Fatal(err)
	}
	// Whoever changes the tables raises the version and writes the new sum here.
	const want = 0xa49cd9f
	if got := crc32.ChecksumIEEE([]byte(text)); got != want {
		t.Errorf("the schema sums up to %#x, want %#x", got, want)
	}
}

func TestOpen_leavesOtherFilesAlone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, fileName)
	if err := os.WriteFile(path, []byte(strings.Repeat("my notes\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if db, err := Open(t.Context(), dir); err == nil {
		t.Error("opened", db.Close())
	}
	if text, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(text), "my notes") {
		t.Errorf("the file holds %.20q, %v", text, err)
	}
}

func TestOpen_keepsDatabasesInMemoryApart(t *testing.T) {
	a, b := openTest(t, ""), openTest(t, "")
	if err := a.Update(t.Context(), addPerson("Rex")); err != nil {
		t.Fatal(err)
	}
	if got := people(t, b); got != 0 {
		t.Errorf("%d people, want none", got)
	}
}

func TestOpen_refusesAFolderThatCannotBe(t *testing.T) {
	if db, err := Open(t.Context(), "/dev/null/data"); err == nil {
		t.Error("opened", db.Close())
	}
}

func TestOpen_takesAFolderByARelativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	for range 2 { // made, then found
		openTest(t, filepath.Join("data", "a b?c#d"))
	}
	if _, err := os.Stat(filepath.Join("data", "a b?c#d", fileName)); err != nil {
		t.Error(err)
	}
}

func TestQuery_canOnlyRead(t *testing.T) {
	db := openTest(t, "")
	if err := db.Query(t.Context(), "DELETE FROM person RETURNING id", none); err == nil {
		t.Error("a query deletes")
	}
}

func none(*sql.Rows) error { return nil }

func TestQuery_holdsForeignKeysOnEveryConnection(t *testing.T) {
	db := openTest(t, "")
	err := db.Update(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO media (id, owner_id, media_type, product_type, shortcode, old_id, created) VALUES (1, 2, 'IMAGE', 'FEED', 'a', 1, 1)")
		return err
	})
	if err == nil {
		t.Error("a media without an owner is taken")
	}
}

func TestQuery_worksBeyondThePreparedStatements(t *testing.T) {
	db := openTest(t, "")
	for i := range maxPrepared + 10 {
		if err := db.Query(t.Context(), fmt.Sprintf("SELECT %d", i), none); err != nil {
			t.Fatal(err)
		}
	}
	if len(db.prepared) != maxPrepared || db.Statements() != maxPrepared+10 {
		t.Errorf("%d prepared, %d counted", len(db.prepared), db.Statements())
	}
}
