package app

import (
	"context"
	"time"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/jobs"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/vault"
	"github.com/gramql/gramql/internal/viewer"
)

// openPublications prepares the service that accepts posts, and the jobs that publish them.
func (a *App) openPublications(client *graphapi.Client) {
	store := a.database.Publications()
	lent := vault.NewLent(a.database.Lent(), a.ring, a.log)
	a.publications = publish.NewService(store, lent, client, a.now)
	a.vault.OnGood(func(ctx context.Context, account string) {
		if err := a.publications.Resume(ctx, account); err != nil {
			a.log.Error("publications that wait for a token could not go on", "error", err)
		}
	})
	worker := &publish.Worker{
		Graph: client, Store: store, Connected: a.vault, Lent: lent, Now: a.now, Pause: clock.Pause,
		WithToken: a.withPublishing,
	}
	a.workers.Repeat(jobs.Periodic{Kind: "lent", Every: lentFor, Do: func(ctx context.Context) error {
		return a.database.GiveBackUnused(ctx, a.now().Add(-lentFor))
	}})
	a.workers.Handle(jobs.Task{Kind: publish.Kind, Do: func(ctx context.Context, run jobs.Run) error {
		again, err := worker.Work(ctx, run.ID)
		if err == nil && again > 0 {
			err = jobs.Again(again)
		}
		return err
	}})
}

// withPublishing puts the viewer into a context in whose name a post is made: the one who
// reads by the same access, so that what they have read before does not hide the post.
func (a *App) withPublishing(ctx context.Context, t publish.Token) context.Context {
	if t.Lent {
		return a.withGraphToken(ctx, t.Text)
	}
	account, found, err := a.database.ConnectedAs(ctx, t.Account, t.Login)
	if err != nil || !found {
		return a.withGraphToken(ctx, t.Text)
	}
	account.Token = t.Text
	return viewer.NewContext(ctx, a.viewerBy(account))
}

// lentFor is for how long tokens are kept that were lent for nothing.
const lentFor = time.Hour
