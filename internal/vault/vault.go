// Package vault keeps access tokens for work that goes on without the people whom they
// belong to. They are kept in the database, sealed: the keys are in a file of their
// own.
//
//	vault.go    grants: kept, opened, dead
//	lent.go     tokens that are kept for one's work alone
//	reseal.go   what old keys sealed is sealed with the first
//	torn.go     rows that cannot be opened
package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/seal"
)

// Row is a grant as the database keeps it.
type Row struct {
	Account string
	Login   string
	Sealed  string // the token, sealed; empty when it is dead
	Mark    string // of the token, which tells it from others
	Dead    bool
}

// Store keeps grants, one for each account and login type.
type Store interface {
	// Grant returns a grant; false if there is none.
	Grant(ctx context.Context, account, login string) (Row, bool, error)
	// Keep keeps a grant in the place of the one that was there.
	Keep(ctx context.Context, r Row) error
	// Swap keeps a grant in the place of the one with a mark; false if that is not there
	// any more.
	Swap(ctx context.Context, mark string, r Row) (bool, error)
	// Bury notes that a grant is dead and drops its token, if it is still the one with
	// this mark.
	Bury(ctx context.Context, account, login, mark string) error
	Texts
}

// Vault keeps grants. It may be used by many goroutines at once.
type Vault struct {
	store Store
	texts *seal.Texts
	torn  torn

	mu   sync.Mutex
	good []func(ctx context.Context, account string)
}

// New returns the vault over a store, which seals with the keys of a file. The log says which
// rows cannot be opened.
func New(store Store, keys *seal.File, log *slog.Logger) *Vault {
	return &Vault{store: store, texts: keys.Texts("vault"), torn: torn{log: log}}
}

// OnGood has a function called after a token came that an account had not, or whose
// last one was dead or could not be opened.
func (v *Vault) OnGood(f func(ctx context.Context, account string)) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.good = append(v.good, f)
}

// Keep keeps a token that works, in the place of the one that the account had with the
// login type.
func (v *Vault) Keep(ctx context.Context, account string, login dialect.Login, token string) error {
	old, found, err := v.store.Grant(ctx, account, login.String())
	if err != nil {
		return err
	}
	if found && !old.Dead {
		if known, torn := v.opened(old, login); torn == nil && known == token {
			return nil
		}
	}
	r, err := v.row(account, login, token)
	if err == nil {
		err = v.store.Keep(ctx, r)
	}
	if err != nil {
		return err
	}
	v.mu.Lock()
	good := v.good
	v.mu.Unlock()
	for _, f := range good {
		f(ctx, account)
	}
	return nil
}

// Swap keeps a token in the place of another; false if the account does not have that one
// any more.
func (v *Vault) Swap(ctx context.Context, account string, login dialect.Login, old, token string) (bool, error) {
	r, err := v.row(account, login, token)
	if err != nil {
		return false, err
	}
	return v.store.Swap(ctx, mark(account, old), r)
}

// row returns the grant of a token.
func (v *Vault) row(account string, login dialect.Login, token string) (Row, error) {
	sealed, err := v.texts.Close(token, place(account, login))
	if err != nil {
		return Row{}, fmt.Errorf("seal a token: %w", err)
	}
	return Row{Account: account, Login: login.String(), Sealed: sealed, Mark: mark(account, token)}, nil
}

// Open returns the token that an account has with a login type; empty if it has none that
// works. A token that cannot be opened is none, of which the log says once why.
func (v *Vault) Open(ctx context.Context, account string, login dialect.Login) (token string, err error) {
	row, found, err := v.store.Grant(ctx, account, login.String())
	if err != nil || !found || row.Dead {
		return "", err
	}
	if token, err = v.opened(row, login); err != nil {
		v.torn.tell(ctx, row, err)
	}
	return token, nil
}

// Torn returns why the token that an account has with a login type cannot be opened; nil if
// it can, or if there is none.
func (v *Vault) Torn(ctx context.Context, account string, login dialect.Login) error {
	row, found, err := v.store.Grant(ctx, account, login.String())
	if err != nil || !found || row.Dead {
		return err
	}
	_, err = v.opened(row, login)
	return err
}

// errMark means a row whose mark is another token's, so that nothing could take the token's place.
var errMark = errors.New("the mark is of another token")

// opened returns a grant's token, or why it cannot be opened.
func (v *Vault) opened(r Row, login dialect.Login) (token string, err error) {
	token, err = v.texts.Open(r.Sealed, place(r.Account, login))
	if err == nil && r.Mark != mark(r.Account, token) {
		return "", errMark
	}
	return token, err
}

// Bury notes that a token does not work any more. One that came since stays.
func (v *Vault) Bury(ctx context.Context, account string, login dialect.Login, token string) error {
	return v.store.Bury(ctx, account, login.String(), mark(account, token))
}

// mark returns what tells an account's token from others, and not what it is.
func mark(account, token string) string {
	sum := sha256.Sum256([]byte(account + "|" + token))
	return hex.EncodeToString(sum[:16])
}

// place returns the place of a grant's token.
func place(account string, login dialect.Login) string {
	return Place("account_grant", account+"/"+login.String(), "token")
}

// Place returns what a sealed text is bound to, so that no row's text opens in another:
// its table, its row's key and its column.
func Place(table, key, column string) string { return table + "|" + key + "|" + column }
