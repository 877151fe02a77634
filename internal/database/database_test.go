package database

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/jobs"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/sqlite"
)

func TestOpen_findsWhatWasThere(t *testing.T) {
	eachSource(t, func(t *testing.T, source string) {
		first, err := Open(t.Context(), Options{Source: source})
		if err != nil {
			t.Fatal(err)
		}
		err = first.update(t.Context(), func(tx *tx) error { return tx.enqueue(jobs.Job{Kind: "note", ID: "one"}) })
		if err := errors.Join(err, first.Close()); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := openTest(t, source).row(t.Context(), "SELECT count(*) FROM river_job", nil, &n); err != nil || n != 1 {
			t.Errorf("found %d, %v", n, err)
		}
	})
}

func TestOpen_mayBeCalledByManyAtOnce(t *testing.T) {
	eachSource(t, func(t *testing.T, source string) {
		var opened sync.WaitGroup
		for range 4 {
			opened.Go(func() {
				db, err := Open(t.Context(), Options{Source: source})
				if err != nil {
					t.Error(err)
					return
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		opened.Wait()
	})
}

func TestOpen_keepsTheFileFromOthers(t *testing.T) {
	folder := t.TempDir()
	db, err := Open(t.Context(), Options{Source: filepath.Join(folder, "gramql.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	files, err := filepath.Glob(filepath.Join(folder, "gramql.db*"))
	if err != nil || len(files) < 3 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
	}
}

func TestOpen_saysWhatIsWrongWithTheDatabase(t *testing.T) {
	folder := t.TempDir()
	notes := filepath.Join(folder, "notes")
	if err := os.WriteFile(notes, []byte(strings.Repeat("my notes\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for source, says := range map[string]string{
		notes:                                 "notes: our database is damaged",
		folder:                                "is a directory",
		filepath.Join(notes, "x"):             "not a directory",
		"postgres://me:hush@127.0.0.1:1/ours": "PostgreSQL's database ours at 127.0.0.1: our database does not answer",
		"postgres://me:hush@[::1/ours":        "the address of PostgreSQL cannot be read",
	} {
		db, err := Open(t.Context(), Options{Source: source})
		if err == nil {
			t.Errorf("%s is opened: %v", source, db.Close())
			continue
		}
		if text := err.Error(); !strings.Contains(text, says) || strings.Contains(text, "hush") || strings.Contains(text, "\n") {
			t.Errorf("%s: %s", source, text)
		}
	}
	if text, err := os.ReadFile(notes); err != nil || !strings.HasPrefix(string(text), "my notes") {
		t.Errorf("the file holds %.20q, %v", text, err)
	}
	if _, err := Open(t.Context(), Options{Source: folder}); !isPath(err) {
		t.Errorf("a folder is no error of a path: %v", err)
	}
}

func isPath(err error) bool { _, is := errors.AsType[*fs.PathError](err); return is }

func TestUpdate_doesAllOrNothing(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		numbered(t, db, "one", 1)
		var told []string
		change := func(id string, err error) error {
			return db.update(t.Context(), func(tx *tx) error {
				tx.after(func() { told = append(told, id) })
				_, failed := tx.exec("INSERT INTO process (id, seen_at) VALUES ($1, 0)", id)
				return errors.Join(failed, err)
			})
		}
		mind := errors.New("changed my mind")
		if err := change("two", mind); !errors.Is(err, mind) {
			t.Errorf("error = %v", err)
		}
		if err := change("one", nil); !isDuplicate(err) {
			t.Errorf("another of the same id: %v", err)
		}
		if err := change("three", nil); err != nil {
			t.Error(err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = db.update(t.Context(), func(*tx) error { panic("oops") })
		}()
		if got := ids(t, db, ""); got != "one three" || strings.Join(told, " ") != "three" {
			t.Errorf("found %q, told %q", got, told)
		}
	})
}

func TestRow_readsWhatIsThere(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		numbered(t, db, "one", 7)
		var n int64
		if err := db.row(t.Context(), "SELECT seen_at FROM process WHERE id = $1", []any{"one"}, &n); err != nil || n != 7 {
			t.Errorf("%d, %v", n, err)
		}
		if err := db.row(t.Context(), "SELECT seen_at FROM process WHERE id = $1", []any{"two"}, &n); !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("nothing: %v", err)
		}
		if err := db.Ping(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestIn_findsTheRowsOfAList(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		for _, id := range []string{"a'b", "b", "c"} {
			numbered(t, db, id, 1)
		}
		for want, list := range map[string]string{
			"a'b c": list([]string{"c", "a'b", "d"}),
			"":      list[string](nil),
		} {
			if got := ids(t, db, db.engine.in("id", 1), list); got != want {
				t.Errorf("%s: %q", list, got)
			}
		}
	})
}

func TestNow_isTheDatabasesTime(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var now int64
		if err := db.row(t.Context(), "SELECT "+db.engine.now, nil, &now); err != nil {
			t.Fatal(err)
		}
		if off := time.Since(moment(now)).Abs(); off > time.Hour {
			t.Errorf("off by %s", off)
		}
	})
}

func TestMoment_isTheTimeThatMillisKept(t *testing.T) {
	for _, at := range []time.Time{{}, time.UnixMilli(1), time.Date(2026, 11, 30, 9, 0, 0, 5e6, time.FixedZone("", 3600))} {
		if got := moment(millis(at)); !got.Equal(at) || got.IsZero() != at.IsZero() || got.Location() != time.UTC {
			t.Errorf("%s became %s", at, got)
		}
	}
}

func TestUpdate_ofAFileThatIsLockedSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ours.db")
	db := openTest(t, path)
	other, err := sqlite.Open(path, sqlite.Quick)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	if _, err := other.Write.Exec("BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err = db.update(ctx, func(*tx) error { return nil })
	if f, ok := errors.AsType[*Fault](err); !ok || f.Code() != problem.Internal || !f.Retryable() || f.Hint() == "" {
		t.Errorf("error = %v", err)
	}
	if _, err := other.Write.Exec("COMMIT"); err != nil {
		t.Fatal(err)
	}
	numbered(t, db, "one", 1)
}

func TestUpdate_ofAFullDiskSaysSoAndGoesOnWhenThereIsSpace(t *testing.T) {
	db := openTest(t, filepath.Join(t.TempDir(), "ours.db"))
	bound := func(pages string) {
		t.Helper()
		if _, err := db.write.Exec("PRAGMA max_page_count = " + pages); err != nil {
			t.Fatal(err)
		}
	}
	bound("1") // as few as there are
	err := db.update(t.Context(), func(tx *tx) error {
		_, err := tx.exec("INSERT INTO process (id, seen_at) VALUES ($1, 0)", strings.Repeat("x", 1<<20))
		return err
	})
	if err == nil || err.Error() != "our database has no space left" {
		t.Errorf("error = %v", err)
	}
	bound("1000000")
	numbered(t, db, "one", 1)
}

func TestOpen_leavesTablesAsTheyAre(t *testing.T) {
	t.Parallel()
	eachSource(t, func(t *testing.T, source string) {
		if !IsPostgres(source) {
			if _, err := Open(t.Context(), Options{Source: source, AsIs: true}); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a file that is not there: %v", err)
			}
			if _, err := os.Stat(source); err == nil {
				t.Error("the file was made")
			}
			return
		}
		db, err := Open(t.Context(), Options{Source: source, AsIs: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.SealedBy(t.Context()); err == nil {
			t.Error("there are tables")
		}
	})
}
