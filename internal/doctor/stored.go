package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/authorization"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/redis"
	"github.com/gramql/gramql/internal/seal"
)

// dataFolder looks whether files can be written where the program keeps them.
func (e *Examination) dataFolder() {
	const check = "data folder"
	dir := e.settings.Data
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.found(OK, check, dir+" is made at the first start", "")
		return
	case err != nil:
		e.found(Fail, check, dir+" cannot be looked at", "let the user that runs gramql into it")
		return
	case !info.IsDir():
		e.found(Fail, check, dir+" is no folder", "name one with -data")
		return
	}
	file, err := os.CreateTemp(dir, "doctor-*")
	if err != nil {
		e.found(Fail, check, "nothing can be written into "+dir, "chown it to the user that runs gramql, and look whether the disk is full or read-only")
		return
	}
	_, err = file.Write(make([]byte, 1<<20))
	if err = errors.Join(err, file.Close(), os.Remove(file.Name())); err != nil {
		e.found(Fail, check, "not even 1 MiB can be written into "+dir, "make room on its disk")
		return
	}
	e.found(OK, check, dir+" can be written to", "")
}

// shared reports whether replicas share what the ring seals.
func (e *Examination) shared() bool {
	return e.settings.Database.Shared() || e.settings.Cache == config.CacheRedis
}

// keyRing reads the ring of keys.
func (e *Examination) keyRing() {
	const check = "key ring"
	path := e.settings.Ring()
	ring, err := seal.ReadRing(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && e.shared():
		e.found(Fail, check, "there is no "+path, "make it once, for all replicas: gramql keys add -key-file "+path)
	case errors.Is(err, fs.ErrNotExist):
		e.found(OK, check, path+" is made when it is needed", "")
	case err != nil:
		e.found(Fail, check, err.Error(), "")
	default:
		e.found(OK, check, fmt.Sprintf("%s has %s, and %s seals", path, asked(len(ring.IDs()), "key", "keys"), ring.IDs()[0]), "")
	}
}

// redis asks the Redis that replicas share.
func (e *Examination) redis(ctx context.Context) {
	const check = "redis"
	if e.settings.Cache != config.CacheRedis {
		e.found(Skip, check, "none is set", "")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	began := time.Now()
	where, err := redis.Ping(ctx, e.settings.Redis.Reveal())
	took := time.Since(began).Round(time.Millisecond)
	switch {
	case err != nil && where == "":
		e.found(Fail, check, err.Error(), "write -cache anew")
	case redis.Refused(err):
		e.found(Fail, check, where+" refuses this program", "look at user and password in the address of -cache, and at what that user may do")
	case err != nil:
		e.found(Fail, check, where+" does not answer", "look whether Redis runs, and whether the address wants rediss://")
	default:
		e.found(OK, check, fmt.Sprintf("%s answers in %s", where, took), "")
	}
}

// apps looks at the file of the apps that may sign people in, if there is one.
func (e *Examination) apps() {
	const check = "apps"
	if e.settings.OAuthClients == "" {
		return
	}
	clients, err := authorization.LoadClients(e.settings.OAuthClients)
	if err != nil {
		e.found(Fail, check, err.Error(), "mend the file that -oauth-clients names")
		return
	}
	e.found(OK, check, asked(len(clients), "app", "apps")+" may sign people in", "")
}

// database opens the program's own database as it is, and looks at what it holds.
func (e *Examination) database(ctx context.Context) {
	check := "database"
	if e.settings.Database.Shared() {
		check = "postgresql"
	}
	began := time.Now()
	opened, cancel := context.WithTimeout(ctx, 2*callTime)
	defer cancel()
	db, err := database.Open(opened, database.Options{Source: e.settings.DatabaseSource(), Now: e.now, AsIs: true})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.found(OK, check, filepath.Clean(e.settings.DatabaseSource())+" is made at the first start", "")
		return
	case err != nil:
		e.found(Fail, check, err.Error(), "look at -database, and whether it runs and lets this user in")
		return
	}
	defer func() { _ = db.Close() }() // it was only read
	sealed, err := db.SealedBy(ctx)
	if err != nil {
		e.found(Warn, check, "answers, and its tables are not those of this version", "start gramql serve once: it brings them to its version")
		return
	}
	e.found(OK, check, fmt.Sprintf("answers in %s", time.Since(began).Round(time.Millisecond)), "")
	e.sealed(sealed)
	e.accounts(ctx, db)
}

// sealed looks whether the ring has all keys that sealed something, by their ids.
func (e *Examination) sealed(texts map[string]int) {
	ring, _ := seal.ReadRing(e.settings.Ring()) // another finding tells what is wrong with it
	for id, n := range texts {
		if !slices.Contains(ring.IDs(), id) {
			e.found(Fail, "key ring", fmt.Sprintf("the key %s sealed %s in the database and is not in the ring", id, asked(n, "token", "tokens")), "put its line back, or name the file that has it with -key-file")
		}
	}
}
