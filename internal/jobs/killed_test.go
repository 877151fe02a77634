package jobs_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/jobs"
)

// childSource is the variable with the database on which this program, started again,
// does jobs until it is killed.
const childSource = "JOBS_TEST_CHILD"

// childMain begins a job that does not end, if this is the child.
func childMain() bool {
	source := os.Getenv(childSource)
	if source == "" {
		return false
	}
	db, err := database.Open(context.Background(), database.Options{Source: source})
	if err != nil {
		panic(err)
	}
	w := jobs.New(jobs.Options{
		Tables: db.Tables(), Store: db.Processes(), Now: time.Now, Log: slog.Default(),
	})
	w.Handle(jobs.Task{Kind: "note", Attempts: 1, Do: func(ctx context.Context, r jobs.Run) error {
		fmt.Println("began", r.ID)
		<-ctx.Done()
		select {}
	}})
	if err := w.Start(context.Background()); err != nil {
		panic(err)
	}
	select {}
}

// begin starts a child, and returns when it has begun a job, with what kills it.
func begin(t *testing.T, source string) (kill func()) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), self)
	child.Env, child.Stderr = append(os.Environ(), childSource+"="+source), os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || !strings.HasPrefix(line, "began") {
		t.Fatalf("%q, %v", line, err)
	}
	return func() {
		_ = child.Process.Kill()
		_ = child.Wait()
	}
}

// note has workers tell which jobs they do.
func (f *fixture) note() <-chan jobs.Run {
	did := make(chan jobs.Run, 10)
	f.workers.Handle(jobs.Task{Kind: "note", Attempts: 1, Do: func(_ context.Context, r jobs.Run) error { did <- r; return nil }})
	return did
}

func TestWorkers_goOnAtOnceIfTheyAreAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ours.db")
	first := open(t, path)
	first.insert(t, jobs.Job{Kind: "note", ID: "one"})
	if err := first.db.Close(); err != nil {
		t.Fatal(err)
	}
	kill := begin(t, path)
	kill()
	killed := time.Now()
	second := open(t, path)
	did := second.note()
	second.start(t)
	if r := receive(t, did); r.Attempt != 1 || !r.Last {
		t.Errorf("to be killed used up an attempt: %+v", r)
	}
	if took := time.Since(killed); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestWorkers_goOnWithWhatAnotherProcessLeft(t *testing.T) {
	if os.Getenv("GRAMQL_TEST_POSTGRES") == "" {
		t.Skip("GRAMQL_TEST_POSTGRES names no server, and this takes some time")
	}
	each(t, func(t *testing.T, f *fixture) {
		source := f.source
		f.insert(t, jobs.Job{Kind: "note", ID: "one"})
		kill := begin(t, source)
		did := f.note()
		f.start(t)
		kill()
		killed := time.Now()
		f.insert(t, jobs.Job{Kind: "note", ID: "two", At: f.now().Add(8 * time.Second)})
		for range 2 {
			r := receive(t, did)
			t.Logf("%s after %s", r.ID, time.Since(killed))
			if took := time.Since(killed); took > 30*time.Second || r.Attempt != 1 {
				t.Errorf("%+v after %s", r, took)
			}
		}
	})
}
