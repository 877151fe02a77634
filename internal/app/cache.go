package app

import (
	"time"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/graphapi/cache"
	"github.com/gramql/gramql/internal/graphapi/quota"
	"github.com/gramql/gramql/internal/viewer"
)

// answers keeps the Graph API's answers, and can forget all of them, or all but those that came
// before a time and are given where there is no other.
type answers interface {
	cache.Store
	Forget()
	ForgetSince(since time.Time)
}

// openCache prepares where the Graph API's answers are kept. Replicas that share
// a database or a Redis derive equal keys from the same ring.
func (a *App) openCache() error {
	s := a.settings
	if s.Cache != config.CacheRedis && !s.Database.Shared() {
		a.hasher = viewer.NewHasher(s.AppID, a.upstream, nil)
	} else {
		a.hasher = viewer.NewHasher(s.AppID, a.upstream, a.ring.Ring().Key("keys"))
	}
	if s.Cache == config.CacheOff {
		return nil
	}
	memory := cache.NewMemory(s.CacheSize)
	memory.Now = a.now
	a.answers = memory
	if s.Cache == config.CacheRedis {
		redis, err := cache.NewRedis(s.Redis.Reveal(), a.ring.Seal("seal"), a.log)
		if err != nil {
			return err
		}
		redis.Now = a.now
		a.answers = cache.NewLevels(memory, redis)
	}
	return nil
}

// openQuotas counts the upstream's quotas, together with replicas if there is a
// Redis.
func (a *App) openQuotas() (err error) {
	s := a.settings
	a.quotas = quota.New(quota.Pacing(s.Pace), a.now)
	if s.Cache == config.CacheRedis {
		a.feed, err = quota.NewFeed(a.quotas, s.Redis.Reveal(), a.ring.Seal("quota"), a.log)
	}
	return err
}
