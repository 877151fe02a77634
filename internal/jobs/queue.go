package jobs

import (
	"context"
	"database/sql"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Job is work to be done.
type Job struct {
	// Kind is the kind of its task.
	Kind string
	// ID is the id of the row that says what is to be done.
	ID string
	// At is when it is to be done; zero is at once. A job that was to be done long
	// after may be done sooner than it should if the clock is set ahead and back.
	At time.Time
}

// Queue takes jobs.
type Queue struct {
	inserter *river.Client[*sql.Tx]
	now      func() time.Time
}

// NewQueue returns the queue of a database, which goes by a clock.
func NewQueue(t Tables, now func() time.Time) (*Queue, error) {
	inserter, err := t.inserter(&river.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	return &Queue{inserter, now}, nil
}

// Insert puts a job into the queue, in a transaction of the database: it is done if
// that is committed.
func (q *Queue) Insert(ctx context.Context, tx *sql.Tx, j Job) error {
	work, options := q.prepare(j)
	_, err := q.inserter.InsertTx(ctx, tx, work, options)
	return err
}

func (q *Queue) prepare(j Job) (payload, *river.InsertOpts) {
	work, options := payload{Task: j.Kind, ID: j.ID}, &river.InsertOpts{MaxAttempts: maxAttempts}
	if !j.At.IsZero() {
		work.Due = j.At.UnixMilli()
		options.ScheduledAt = time.Now().Add(j.At.Sub(q.now())) // River goes by the machine's time
	}
	return work, options
}

// maxAttempts is how often River begins a job. A job that fails ends earlier, by its
// task; but to be killed is no fault of the job's.
const maxAttempts = 10_000

// payload is what River keeps of a job. All jobs are of one kind there: a process that
// does not know a task yet leaves it to others.
type payload struct {
	Task string `json:"task"         river:"unique"`
	ID   string `json:"id,omitzero"  river:"unique"`
	Due  int64  `json:"due,omitzero"` // Unix milliseconds
}

// Kind returns River's kind of all jobs.
func (payload) Kind() string { return "task" }

// once has a job refused while another for the same is not done yet.
var once = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
	rivertype.JobStateRetryable, rivertype.JobStateScheduled,
}}
