package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/localgraph"
)

// Reset brings the demo world in the data folder back as it was at first, at the
// machine's time, and drops what was published or was to be published there. No server may run
// on the folder.
func Reset(ctx context.Context, w io.Writer, s config.Settings) error {
	accounts, err := localgraph.Reset(ctx, s.Data)
	switch folder, ok := errors.AsType[*fs.PathError](err); {
	case ok:
		return &config.Error{Source: "-data", Reason: folder.Error()}
	case errors.Is(err, localgraph.ErrInUse):
		return &config.Error{Source: "-data", Reason: fmt.Sprintf(
			"a server runs on %s: stop it first, or have it reset itself by POST /_control/reset at the local graph (with -local-control on)", s.Data)}
	case err != nil:
		return err
	}
	if err := clock.Remove(s.Data); err != nil {
		return err
	}
	if err := forgetPublications(ctx, s, accounts); err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, "the demo world is as it was at first, in", s.Data)
	return err
}

// forgetPublications drops the publications of the demo world's accounts from the program's
// database, if there is one.
func forgetPublications(ctx context.Context, s config.Settings, accounts []string) (err error) {
	if _, err := os.Stat(s.DatabaseSource()); err != nil && !s.Database.Shared() {
		return nil //nolint:nilerr // a file that is not there holds no publications
	}
	db, err := database.Open(ctx, database.Options{Source: s.DatabaseSource(), Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.ForgetPublications(ctx, accounts)
}
