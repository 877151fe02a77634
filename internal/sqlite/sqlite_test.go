package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func openTest(t *testing.T, path string, durability Durability) *DB {
	t.Helper()
	db, err := Open(path, durability)
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

func TestOpen_setsEveryConnectionUp(t *testing.T) {
	db := openTest(t, filepath.Join(t.TempDir(), "new", "a b?c#d.db"), Durable)
	for pragma, want := range map[string][2]string{ // of the connection that writes, and of those that read
		"journal_mode": {"wal", "wal"},
		"synchronous":  {"2", "2"},
		"foreign_keys": {"1", "1"},
		"busy_timeout": {"5000", "5000"},
		"cache_size":   {"-2000", "-2000"},
		"query_only":   {"0", "1"},
	} {
		var write, read string
		err := errors.Join(db.Write.QueryRow("PRAGMA "+pragma).Scan(&write), db.Read.QueryRow("PRAGMA "+pragma).Scan(&read))
		if got := [2]string{write, read}; err != nil || got != want {
			t.Errorf("%s is %q, %v", pragma, got, err)
		}
	}
	if n := db.Write.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("%d connections write", n)
	}
	if n := db.Read.Stats().MaxOpenConnections; n != readers {
		t.Errorf("%d connections read", n)
	}
}

func TestOpen_takesTheLockForWritingWhenATransactionBegins(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	first, second := openTest(t, path, Quick), openTest(t, path, Quick)
	if _, err := second.Write.Exec("PRAGMA busy_timeout = 0"); err != nil {
		t.Fatal(err)
	}
	tx, err := first.Write.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if other, err := second.Write.Begin(); err == nil {
		t.Error("two write at once", other.Rollback())
	}
	if reading, err := first.Read.Begin(); err != nil {
		t.Error("nobody reads meanwhile:", err)
	} else if err := reading.Rollback(); err != nil {
		t.Error(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
}

func TestOpen_inMemoryIsSharedByItsConnectionsAlone(t *testing.T) {
	first, second := openTest(t, "", Quick), openTest(t, "", Quick)
	if _, err := first.Write.Exec("CREATE TABLE t (x)"); err != nil {
		t.Fatal(err)
	}
	if _, err := first.Read.Exec("SELECT x FROM t"); err != nil {
		t.Error(err)
	}
	if _, err := second.Read.Exec("SELECT x FROM t"); err == nil {
		t.Error("another database has the table")
	}
}

func TestOpen_keepsTheFileFromOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	openTest(t, path, Quick)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestOpen_saysThatThereCanBeNoFile(t *testing.T) {
	for name, path := range map[string]string{
		"a folder":            t.TempDir(),
		"a file for a folder": "/dev/null/data/x.db",
	} {
		_, err := Open(path, Quick)
		if _, is := errors.AsType[*fs.PathError](err); !is {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRemove_leavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	for _, suffix := range []string{"", "-wal", "-shm", "-other"} {
		if err := os.WriteFile(path+suffix, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second finds nothing
		if err := Remove(path); err != nil {
			t.Error(err)
		}
	}
	if left, _ := filepath.Glob(path + "*"); len(left) != 1 || left[0] != path+"-other" {
		t.Errorf("%q are left", left)
	}
	if err := Remove("/dev/null/x.db"); err == nil {
		t.Error("no error of what cannot be removed")
	}
}
