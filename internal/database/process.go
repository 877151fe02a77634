package database

import (
	"context"

	"github.com/gramql/gramql/internal/jobs"
)

// processes keeps which processes live, and frees the jobs of those that do not.
type processes struct{ *DB }

var _ jobs.Store = processes{}

// Processes returns which processes live.
func (db *DB) Processes() jobs.Store { return processes{db} }

// Beat fulfils jobs.Store. All times are the database's: machines differ.
func (p processes) Beat(ctx context.Context, process string) (freed int64, err error) {
	err = p.update(ctx, func(tx *tx) error {
		_, err := tx.exec("INSERT INTO process (id, seen_at) VALUES ($1, "+p.engine.now+
			") ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at", process)
		if err != nil {
			return err
		}
		freed, err = tx.bury(p.engine.now+" - seen_at > $1", jobs.DeadAfter.Milliseconds())
		return err
	})
	return freed, err
}

// buryAll frees what all processes have left. None may live.
func (db *DB) buryAll(ctx context.Context) error {
	return db.update(ctx, func(tx *tx) error {
		_, err := tx.bury("1 = 1")
		return err
	})
}

// bury forgets the processes that a condition holds for. Others do what they were
// doing, and lead what they led.
func (t *tx) bury(condition string, args ...any) (freed int64, err error) {
	var dead []string
	err = t.rows(func(row scanner) error {
		var id string
		err := row.Scan(&id)
		dead = append(dead, id)
		return err
	}, "DELETE FROM process WHERE "+condition+" RETURNING id", args...)
	if err != nil || len(dead) == 0 {
		return 0, err
	}
	_, err = t.exec("DELETE FROM river_leader WHERE "+t.engine.in("leader_id", 1), list(dead))
	if err != nil {
		return 0, err
	}
	return t.exec("UPDATE river_job SET state = 'available', scheduled_at = "+t.engine.riverNow+
		" WHERE state = 'running' AND "+t.engine.in(t.engine.riverDoer, 1), list(dead))
}

// Leave fulfils jobs.Store.
func (p processes) Leave(ctx context.Context, process string) error {
	return p.update(ctx, func(tx *tx) error {
		_, err := tx.exec("DELETE FROM process WHERE id = $1", process)
		return err
	})
}
