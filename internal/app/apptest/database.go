package apptest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/database"
)

// emptyDatabase returns the file of a database that has its tables and nothing in them. To
// make them takes longer than most tests.
var emptyDatabase = sync.OnceValues(func() (file []byte, err error) {
	path := filepath.Join(folder, "empty", "gramql.db")
	db, err := database.Open(context.Background(), database.Options{Source: path})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// layDatabase gives a program that has none the empty database, unless it shares one.
func layDatabase(t testing.TB, s config.Settings) {
	t.Helper()
	path := s.DatabaseSource()
	if s.Database.Shared() {
		return
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return // the one of an earlier start
	}
	file, err := emptyDatabase()
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o750)
	}
	if err == nil {
		err = os.WriteFile(path, file, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
