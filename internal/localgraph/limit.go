package localgraph

import (
	"context"
	"database/sql"
	"fmt"
)

// LimitPublishing sets how many media each account may publish in 24 hours. It
// lasts until the demo world is reset.
func (s *Server) LimitPublishing(ctx context.Context, most int64) error {
	err := s.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE account SET publishing_quota = ?", most)
		return err
	})
	if err != nil {
		return fmt.Errorf("local graph: set the quota for publishing: %w", err)
	}
	return nil
}
