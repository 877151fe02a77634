package localgraph

import (
	"context"
	"errors"

	"github.com/gramql/gramql/internal/localgraph/mediafile"
	"github.com/gramql/gramql/internal/localgraph/store"
	"github.com/gramql/gramql/internal/localgraph/world"
)

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
	s.usage.forget()
	s.writer.Forget()
	s.ForgetCalls()
	return nil
}

// Reset brings the demo world of a data folder back as it was at first, without
// serving it. The folder is made when it is missing.
func Reset(ctx context.Context, dir string) (err error) {
	db, err := store.Open(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := world.Replant(ctx, db); err != nil {
		return err
	}
	return mediafile.Open(dir, nil).Clear()
}
