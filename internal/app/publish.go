package app

import (
	"context"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/jobs"
	"github.com/gramql/gramql/internal/publish"
)

// openPublications prepares the service that accepts posts, and the jobs that publish them.
func (a *App) openPublications(client *graphapi.Client) {
	store := a.database.Publications()
	a.publications = publish.NewService(store, a.vault, client, a.now)
	a.vault.OnGood(func(ctx context.Context, account string) {
		if err := a.publications.Resume(ctx, account); err != nil {
			a.log.Error("publications that wait for a token could not go on", "error", err)
		}
	})
	worker := &publish.Worker{
		Graph: client, Store: store, Vault: a.vault, Now: a.now, WithToken: a.withToken, Pause: pause,
	}
	a.workers.Handle(jobs.Task{Kind: publish.Kind, Do: func(ctx context.Context, run jobs.Run) error {
		again, err := worker.Work(ctx, run.ID)
		if err == nil && again > 0 {
			err = jobs.Again(again)
		}
		return err
	}})
}

// pause waits, and returns false if the context ended before.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
