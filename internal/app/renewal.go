package app

import (
	"time"

	"github.com/gramql/gramql/internal/jobs"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/renewal"
)

// renewEvery is how often is looked which accounts' tokens are to be renewed. They are weeks
// before their end, but a state that changes is to be told soon.
const renewEvery = time.Minute

// openRenewal prepares what keeps accounts connected.
func (a *App) openRenewal() {
	a.renewer = renewal.New(renewal.Options{
		Store: a.database.Renewals(), Vault: a.vault, Meta: a.login, Now: a.now, Log: a.log,
		Renewed: a.telemetry.Renewed,
	})
	a.database.OnChanged(func(c login.Change) {
		a.telemetry.AccountChanged(c.To)
		a.log.Info("an account's state has changed", "account", c.Graph, "login", c.Login, "from", c.From, "to", c.To, "why", c.Why)
	})
	a.workers.Repeat(jobs.Periodic{Kind: "renewal", Every: renewEvery, Do: a.renewer.Work})
}
