package database

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/jobs"
)

// left notes a process that was last seen some time ago, with a job that it was doing
// and all others to lead.
func left(t *testing.T, db *DB, process string, ago time.Duration) {
	t.Helper()
	doer := "jsonb_array($2, $1)"
	if db.pool != nil {
		doer = "ARRAY[$2::text, $1::text]"
	}
	err := db.update(t.Context(), func(tx *tx) error {
		if err := tx.enqueue(jobs.Job{Kind: "note", ID: process}); err != nil {
			return err
		}
		if _, err := tx.exec("INSERT INTO process (id, seen_at) VALUES ($1, "+db.engine.now+" - $2)", process, ago.Milliseconds()); err != nil {
			return err
		}
		if _, err := tx.exec("INSERT INTO river_leader (leader_id, elected_at, expires_at) VALUES ($1, $2, $2) ON CONFLICT DO NOTHING", process, time.Now().UTC().Format("2006-01-02 15:04:05")); err != nil {
			return err
		}
		_, err := tx.exec("UPDATE river_job SET state = 'running', attempt = 2, attempted_by = "+doer+" WHERE state = 'available'", process, "earlier")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// running returns how many jobs are being done, and how many leaders there are.
func running(t *testing.T, db *DB) (n, leaders int) {
	t.Helper()
	if err := db.row(t.Context(), "SELECT count(*), (SELECT count(*) FROM river_leader) FROM river_job WHERE state = 'running'", nil, &n, &leaders); err != nil {
		t.Fatal(err)
	}
	return n, leaders
}

func TestProcesses_freeTheJobsOfThoseThatWereNotSeen(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		left(t, db, "dead", jobs.DeadAfter+time.Second)
		left(t, db, "earlier", 0)
		for want := int64(1); want >= 0; want-- { // the second beat finds nothing to do
			freed, err := db.Processes().Beat(t.Context(), "me")
			if err != nil || freed != want {
				t.Errorf("%d jobs were freed, want %d; %v", freed, want, err)
			}
		}
		if n, leaders := running(t, db); n != 1 || leaders != 0 {
			t.Errorf("%d jobs go on, %d leaders", n, leaders)
		}
		if got := ids(t, db, ""); got != "earlier me" {
			t.Errorf("noted: %s", got)
		}
		if err := db.Processes().Leave(t.Context(), "me"); err != nil {
			t.Error(err)
		}
		if got := ids(t, db, ""); got != "earlier" {
			t.Errorf("noted: %s", got)
		}
	})
}

func TestOpen_freesAllJobsOfAFileThatItHasAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ours.db")
	first := openTest(t, path)
	left(t, first, "dead", 0)
	second := openTest(t, path)
	if n, leaders := running(t, second); n != 1 || leaders != 1 {
		t.Errorf("another process has the file: %d jobs go on, %d leaders", n, leaders)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	if n, leaders := running(t, openTest(t, path)); n != 0 || leaders != 0 {
		t.Errorf("alone: %d jobs go on, %d leaders", n, leaders)
	}
}
