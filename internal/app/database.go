package app

import (
	"context"
	"errors"
	"io/fs"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/events"
	"github.com/gramql/gramql/internal/jobs"
)

// openDatabase opens the program's own database, and prepares what does its jobs.
func (a *App) openDatabase(ctx context.Context) (err error) {
	s := a.settings
	a.database, err = database.Open(ctx, database.Options{Source: s.DatabaseSource(), Now: a.now})
	if err != nil {
		return databaseError(s, err)
	}
	a.database.OnTorn(func(table string, why error) {
		a.log.Error("a row of the database cannot be read: it is left out", "table", table, "error", why)
	})
	a.workers = jobs.New(jobs.Options{
		Tables: a.database.Tables(),
		Store:  a.database.Processes(),
		Now:    a.now,
		Log:    a.log,
	})
	return nil
}

// openEvents prepares to tell those who wait what has changed, here and on other replicas.
func (a *App) openEvents() error {
	signals := []events.Signal{a.database.Signal(a.log)}
	send := func(string) {}
	if a.settings.Cache == config.CacheRedis {
		redis, err := events.NewRedis(a.settings.Redis.Reveal(), a.log)
		if err != nil {
			return err
		}
		signals, send = append(signals, redis), redis.Send
	}
	a.events = events.NewBus(a.database.Events(), a.log, signals...)
	a.events.OnSignal(a.forgetAccess)
	a.database.OnTold(func(topic string) {
		a.events.Wake(topic)
		send(topic)
		a.forgetAccess(topic)
	})
	return nil
}

// databaseError is a wrong setting: the database is not there, or is none.
func databaseError(s config.Settings, err error) error {
	source := "-database"
	if _, file := errors.AsType[*fs.PathError](err); file && s.Database == (config.Database{}) {
		source = "-data"
	}
	return &config.Error{Source: source, Reason: err.Error()}
}
