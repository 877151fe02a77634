package vault_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/vault"
)

// failing is a store that fails at one of its methods.
type failing struct {
	vault.Store
	at string
}

var errStore = errors.New("the disk is full")

func (s *failing) err(at string) error {
	if s.at == at {
		return errStore
	}
	return nil
}

func (s *failing) Grant(ctx context.Context, account, login string) (vault.Row, bool, error) {
	if err := s.err("grant"); err != nil {
		return vault.Row{}, false, err
	}
	return s.Store.Grant(ctx, account, login)
}

func (s *failing) Keep(ctx context.Context, r vault.Row) error {
	if err := s.err("keep"); err != nil {
		return err
	}
	return s.Store.Keep(ctx, r)
}

func (s *failing) Bury(context.Context, string, string, string) error { return s.err("bury") }

func (s *failing) SealedByOthers(ctx context.Context, _ string, behind vault.Sealed, most int) ([]vault.Sealed, error) {
	if err := s.err("find"); err != nil {
		return nil, err
	}
	return s.Store.SealedByOthers(ctx, "none", behind, most) // all of them
}

func (s *failing) Replace(ctx context.Context, found vault.Sealed, text string) error {
	if err := s.err("replace"); err != nil {
		return err
	}
	return s.Store.Replace(ctx, found, text)
}

func TestVault_saysThatItsStoreFails(t *testing.T) {
	f := open(t)
	f.keep(t, "17", dialect.Instagram, "token")
	store := &failing{Store: f.db.Grants()}
	v := vault.New(store, f.keys, slog.Default())
	told := 0
	v.OnGood(func(context.Context, string) { told++ })
	for at, do := range map[string]func() error{
		"grant": func() error {
			_, opened := v.Open(t.Context(), "17", dialect.Instagram)
			if kept := v.Keep(t.Context(), "17", dialect.Instagram, "other"); !errors.Is(kept, errStore) {
				t.Errorf("kept: %v", kept)
			}
			return opened
		},
		"keep": func() error { return v.Keep(t.Context(), "17", dialect.Instagram, "other") },
		"bury": func() error { return v.Bury(t.Context(), "17", dialect.Instagram, "token") },
		"find": func() error { _, err := v.Reseal(t.Context()); return err },
		"replace": func() error {
			n, err := v.Reseal(t.Context())
			if n != 0 {
				t.Errorf("%d were sealed anew", n)
			}
			return err
		},
	} {
		store.at = at
		if err := do(); !errors.Is(err, errStore) {
			t.Errorf("%s: %v", at, err)
		}
	}
	if got := f.opened(t, "17", dialect.Instagram); got != "token" || told != 0 {
		t.Errorf("%s is kept, %d times told", got, told)
	}
}
