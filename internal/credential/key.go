// Package credential is what this server gives out so that it is asked by: API keys. Their
// secrets are random, shown once, and stored as hashes.
//
//	key.go      keys, and the store that they need
//	secret.go   what secrets look like
//	create.go   what a key may be asked to be
//	identify.go whose a secret is, and from where it may be sent
//	scope.go    what a key may do
//	rate.go     how often
package credential

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"
)

// Kind is where a key may be kept.
type Kind string

// The kinds.
const (
	// Secret keys stay on servers.
	Secret Kind = "SECRET"
	// Public keys may be put into web pages: they run trusted documents that read, for pages
	// of their origins.
	Public Kind = "PUBLIC"
)

// Key is an API key.
type Key struct {
	// ID is the name in the key's secret.
	ID string
	// Person is whose key it is.
	Person string
	Kind   Kind
	Terms
	CreatedAt time.Time
	// UsedAt is when the key was used last, to the minute; the zero time is never, as it is
	// of Expires.
	UsedAt, Expires time.Time
}

// Terms are what a key is bound to.
type Terms struct {
	Name string `json:"name,omitempty"`
	// Accounts are the Graph API ids of the accounts in whose name the key asks. It asks in that
	// of Usual unless a request names another: the first of those that it was made for, which
	// is not among Accounts any more once it is not connected.
	Accounts []string `json:"accounts"`
	Usual    string   `json:"usual,omitempty"`
	// Scopes are names of permissions, and Read or Write; none is all.
	Scopes []string `json:"scopes,omitempty"`
	// Origins are those of the pages that may use the key; none is any, and no page too.
	Origins []string `json:"origins,omitempty"`
	// Documents are the ids of the trusted documents that the key runs; none is all.
	Documents []string `json:"documents,omitempty"`
	// RatePerMinute is how many operations a minute may have; 0 is any number.
	RatePerMinute int `json:"ratePerMinute,omitempty"`
}

// Prefix is the beginning of the key's secret, by which people tell keys apart.
func (k Key) Prefix() string { return Prefix + k.ID }

// HasUsual reports whether the account in whose name the key asks by itself still is connected.
func (t Terms) HasUsual() bool { return t.Usual == "" || slices.Contains(t.Accounts, t.Usual) }

// Topic returns the topic of a key's only event: that it was revoked.
func Topic(key string) string { return "credential/" + key }

// ErrNone means a key that there is none of, or no more.
var ErrNone = errors.New("no such key")

// Store keeps keys. It knows secrets by their hashes only.
type Store interface {
	// Add keeps a new key.
	Add(ctx context.Context, k Key, secret Hash) error
	// Find returns the key of a secret, unless it has expired; ErrNone if there is none.
	Find(ctx context.Context, secret Hash, now time.Time) (Key, error)
	// Keys returns the keys of a person, the newest first, and those that have expired too.
	Keys(ctx context.Context, person string) ([]Key, error)
	// See notes that a key is used.
	See(ctx context.Context, key string, now time.Time) error
	// Revoke ends a key of a person, and tells of it by its Topic; ErrNone if the person has
	// none of this id.
	Revoke(ctx context.Context, person, key string) error
	// Origins returns the origins of all public keys that have not expired.
	Origins(ctx context.Context, now time.Time) ([]string, error)
}

// Options are what keys are made of.
type Options struct {
	Store Store
	// Document returns the SHA-256 of a trusted document by its id or hash, and whether the
	// document has no operations but mutations; false if there is no such document. It is nil
	// where there are none.
	Document func(name string) (hash string, writes, ok bool)
	Log      *slog.Logger
	Now      func() time.Time
}

// Keys gives out API keys, and knows them again. It may be used by many goroutines at once.
type Keys struct {
	Options
	rates   *Rates
	origins origins
}

// New returns the keys of a store.
func New(o Options) *Keys { return &Keys{Options: o, rates: NewRates(o.Now)} }

// Of returns the keys of a person, the newest first.
func (k *Keys) Of(ctx context.Context, person string) ([]Key, error) {
	return k.Store.Keys(ctx, person)
}

// Revoke ends a key of a person; ErrNone if the person has none of this id.
func (k *Keys) Revoke(ctx context.Context, person, id string) error {
	err := k.Store.Revoke(ctx, person, id)
	k.origins.forget()
	return err
}
