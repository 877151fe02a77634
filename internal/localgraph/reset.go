package localgraph

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/gramql/gramql/internal/localgraph/mediafile"
	"github.com/gramql/gramql/internal/localgraph/store"
	"github.com/gramql/gramql/internal/localgraph/world"
)

// ErrInUse says that a server runs on a folder that is to be brought back.
var ErrInUse = store.ErrInUse

// Reset brings the demo world back as it was at first: what was written is gone,
// no fault is on, and no call has been made.
func (s *Server) Reset(ctx context.Context) error {
	if err := world.Replant(ctx, s.db); err != nil {
		return err
	}
	if err := s.media.Clear(); err != nil {
		return err
	}
	s.faults.Clear()
	s.usage.Forget()
	s.writer.Forget()
	s.ForgetCalls()
	return nil
}

// Accounts returns the ids of all accounts of the demo world, as Facebook Login has them: what
// a program keeps of these is about nothing after a reset.
func (s *Server) Accounts(ctx context.Context) ([]string, error) { return accounts(ctx, s.db) }

// Reset brings the demo world of a data folder back as it was at first, without
// serving it, and returns the ids of its accounts. The folder is made when it is missing. The
// error is ErrInUse where a server runs on the folder.
func Reset(ctx context.Context, dir string) (ids []string, err error) {
	db, err := store.OpenAlone(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := world.Replant(ctx, db); err != nil {
		return nil, err
	}
	if err := mediafile.Open(dir, nil).Clear(); err != nil {
		return nil, err
	}
	return accounts(ctx, db)
}

func accounts(ctx context.Context, db *store.DB) (ids []string, err error) {
	err = db.Query(ctx, "SELECT id FROM account ORDER BY seq", func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, strconv.FormatInt(id, 10))
		return err
	})
	return ids, err
}
