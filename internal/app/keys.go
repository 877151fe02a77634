package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/jobs"
	"github.com/gramql/gramql/internal/seal"
	"github.com/gramql/gramql/internal/vault"
)

// resealEvery is how often texts are looked for that old keys sealed. A key that comes
// is seen at once, and this is for what was missed.
const resealEvery = time.Hour

// openRing reads the ring of keys: one that others can read is refused even where
// nothing is sealed. What replicas share can't wait for the ring to be needed: each
// would make one of its own.
func (a *App) openRing() (err error) {
	s := a.settings
	path := s.Ring()
	if a.ring, err = seal.OpenFile(path, a.log); err != nil {
		return &config.Error{Source: "-key-file", Reason: err.Error()}
	}
	if len(a.ring.Ring().IDs()) == 0 && (s.Database.Shared() || s.Cache == config.CacheRedis) {
		return &config.Error{Source: "-key-file", Reason: "there is no " + path + "; make it once, for all replicas: gramql keys add -key-file " + path}
	}
	return nil
}

// openVault prepares where tokens are kept. A database whose tokens can't be opened is
// refused: to go on would be to ask everyone to sign in again.
func (a *App) openVault(ctx context.Context) error {
	sealed, err := a.database.SealedBy(ctx)
	if err != nil {
		return databaseError(a.settings, err)
	}
	known := a.ring.Ring().IDs()
	for id := range sealed {
		if !slices.Contains(known, id) {
			return &config.Error{Source: "-key-file", Reason: fmt.Sprintf(
				"the database has tokens that the key %s sealed, which is not in %s; put its line back, or name the file that has it", id, a.ring.Path())}
		}
	}
	a.vault = vault.New(a.database.Grants(), a.ring, a.log)
	a.workers.Repeat(jobs.Periodic{Kind: "reseal", Every: resealEvery, Do: a.reseal})
	return nil
}

// followRing takes up what becomes of the ring, until the context ends.
func (a *App) followRing(ctx context.Context) {
	a.ring.Follow(ctx, func() {
		if err := a.reseal(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("not all tokens could be sealed with the new key", "error", err)
		}
	})
}

// reseal seals with the first key what old ones sealed. Replicas that do not have the
// first key yet read the ring again when they need it.
func (a *App) reseal(ctx context.Context) error {
	n, err := a.vault.Reseal(ctx)
	if n > 0 {
		a.log.Info("tokens were sealed with the first key of the ring", "tokens", n)
	}
	return err
}
