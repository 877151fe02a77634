package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// ErrInUse says that another process has the folder open.
var ErrInUse = errors.New("a server runs on the folder")

// How long Open waits for a process that has the folder alone, and how often it looks.
const (
	lockTime  = 10 * time.Second
	lockPause = 50 * time.Millisecond
)

// lock shares a folder with other processes, or has it alone, until the database is closed.
func (db *DB) lock(ctx context.Context, dir string, alone bool) error {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	db.locked = flock.New(filepath.Join(dir, fileName+".lock"))
	if alone {
		if got, err := db.locked.TryLock(); err != nil || !got {
			return errors.Join(err, ErrInUse)
		}
		return nil
	}
	ctx, stop := context.WithTimeout(ctx, lockTime)
	defer stop()
	_, err := db.locked.TryRLockContext(ctx, lockPause)
	return err
}
