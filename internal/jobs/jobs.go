// Package jobs does work that must be done whatever happens to a process: a job is
// written in the transaction that makes it necessary, and done later, by any process
// that shares the database. It hides River from all other packages.
//
//	jobs.go     the tables of jobs
//	queue.go    puts jobs into the queue
//	task.go     what a job does, and how it ends
//	workers.go  does jobs while the program runs
//	work.go     one job at a time
//	alive.go    what processes that were killed leave behind
//	ahead.go    a clock that is set ahead
//
// A job is done at least once: a process that was suspended may wake up and go on
// with what another has taken over. So what a job changes is guarded by its own row,
// and the job carries no more than that row's id.
package jobs

import (
	"context"
	"database/sql"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// Tables is the database that jobs are in.
type Tables struct {
	// DB writes to the database.
	DB *sql.DB
	// Pool is what DB is made of with PostgreSQL; nil with SQLite.
	Pool *pgxpool.Pool
}

// Migrate brings the tables of jobs to this version. It must be done by one process
// at a time.
func Migrate(ctx context.Context, t Tables) error {
	config := &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)}
	if t.Pool == nil {
		m, err := rivermigrate.New(riversqlite.New(t.DB), config)
		if err == nil {
			_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
		}
		return err
	}
	m, err := rivermigrate.New(riverpgxv5.New(t.Pool), config)
	if err == nil {
		_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	}
	return err
}

// inserter returns the client that puts jobs into the queue, in transactions of DB.
func (t Tables) inserter(config *river.Config) (*river.Client[*sql.Tx], error) {
	if t.Pool == nil {
		return river.NewClient(riversqlite.New(t.DB), config)
	}
	return river.NewClient(riverdatabasesql.New(t.DB), config)
}

// worker returns the client that does jobs.
func (t Tables) worker(config *river.Config) (worker, error) {
	if t.Pool == nil {
		return river.NewClient(riversqlite.New(t.DB), config)
	}
	return river.NewClient(riverpgxv5.New(t.Pool), config)
}
