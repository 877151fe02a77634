package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/seal"
)

// AddKey puts a new key first in the ring, and writes the key's id and where the
// ring is.
func AddKey(w io.Writer, s config.Settings) error {
	id, err := seal.AddKey(s.Ring())
	if err != nil {
		return &config.Error{Source: "-key-file", Reason: err.Error()}
	}
	_, err = fmt.Fprintf(w, "key: %s\nring: %s\n", id, s.Ring())
	return err
}

// takenUp is how long after a change of the ring every server goes by it.
const takenUp = 10 * time.Second

// RetireKey takes a key out of the ring, unless the database has texts that it sealed,
// and writes where the ring is.
func RetireKey(ctx context.Context, w io.Writer, s config.Settings, id string) error {
	path := s.Ring()
	ring, err := seal.ReadRing(path)
	if err == nil {
		err = ring.MayRetire(id)
	}
	if err != nil {
		return &config.Error{Source: "-key-file", Reason: err.Error()}
	}
	n, err := sealedBy(ctx, s, id)
	if err != nil {
		return &config.Error{Source: "-database", Reason: err.Error()}
	}
	if n > 0 {
		return &config.Error{Source: "-key-file", Reason: fmt.Sprintf(
			"the key %s sealed %d of the tokens in the database; a running server seals them anew within a minute after the first key was added", id, n)}
	}
	if err := seal.RetireKey(path, id); err != nil {
		return &config.Error{Source: "-key-file", Reason: err.Error()}
	}
	_, err = fmt.Fprintf(w, "retired: %s\nring: %s\n", id, path)
	return err
}

// sealedBy returns how many texts of the database a key sealed. It waits until all
// running servers seal with the ring's first key: one that does not yet could seal
// with this one after the look.
func sealedBy(ctx context.Context, s config.Settings, id string) (n int, err error) {
	if !s.Database.Shared() {
		if _, err := os.Stat(s.DatabaseSource()); errors.Is(err, fs.ErrNotExist) {
			return 0, nil
		}
	}
	db, err := database.Open(ctx, database.Options{Source: s.DatabaseSource()})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	served, err := db.Served(ctx)
	if err != nil {
		return 0, err
	}
	if info, err := os.Stat(s.Ring()); served && err == nil {
		select {
		case <-time.After(takenUp - time.Since(info.ModTime())):
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	texts, err := db.SealedBy(ctx)
	return texts[id], err
}
