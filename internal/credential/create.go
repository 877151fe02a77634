package credential

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gramql/gramql/internal/origin"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/redact"
)

// The most that one person, and one key, may have.
const (
	maxKeys      = 100
	maxName      = 100 // characters
	maxOrigins   = 20
	maxDocuments = 1000
	maxDocument  = 256 // bytes
	maxRate      = 1_000_000
	maxShown     = 100 // bytes of what is wrong
)

// Create gives a person a key of a kind, and returns it with its secret, which cannot be had
// again. An error is a problem where the terms are wrong.
func (k *Keys) Create(ctx context.Context, person string, kind Kind, t Terms, expires time.Time) (Key, string, error) {
	now := k.Now()
	if err := k.check(kind, t, expires, now); err != nil {
		return Key{}, "", err
	}
	known, err := k.Store.Keys(ctx, person)
	if err != nil {
		return Key{}, "", err
	}
	if len(known) >= maxKeys {
		return Key{}, "", problem.New(problem.Forbidden, fmt.Sprintf("you have %d API keys; there may be no more", maxKeys), "Revoke those that are not used any more.")
	}
	if len(t.Accounts) > 0 {
		t.Usual = t.Accounts[0]
	}
	secret, name := NewSecret(Prefix)
	key := Key{ID: name, Person: person, Kind: kind, Terms: t, CreatedAt: now, Expires: expires}
	if err := k.Store.Add(ctx, key, HashOf(secret)); err != nil {
		return Key{}, "", err
	}
	k.origins.forget()
	return key, secret, nil
}

// check returns what is wrong with the terms of a new key.
func (k *Keys) check(kind Kind, t Terms, expires, now time.Time) error {
	switch {
	case utf8.RuneCountInString(t.Name) > maxName:
		return wrong("name", fmt.Sprintf("is longer than %d characters", maxName), "Give a shorter name.")
	case !expires.IsZero() && !expires.After(now):
		return wrong("expiresAt", "is in the past", "Give a time in the future, or leave it out for a key that lives until it is revoked.")
	case t.RatePerMinute < 0 || t.RatePerMinute > maxRate:
		return wrong("ratePerMinute", "is not 1 to "+strconv.Itoa(maxRate), "Leave it out for a key without a rate.")
	case kind == Public && len(t.Origins) == 0:
		return wrong("origins", "is missing", "Name the origins of the pages that have the key, such as https://app.example: a PUBLIC key works for no others.")
	case len(t.Origins) > maxOrigins:
		return wrong("origins", fmt.Sprintf("are more than %d", maxOrigins), "Make several keys.")
	case len(t.Documents) > maxDocuments:
		return wrong("documents", fmt.Sprintf("are more than %d", maxDocuments), "Leave them out for all trusted documents, or make several keys.")
	}
	for _, each := range t.Origins {
		if _, err := origin.Parse(each); err != nil {
			return wrong("origins", err.Error(), "Write each as browsers send it: scheme, host and, unless it is the scheme's own, port.")
		}
	}
	for _, each := range t.Scopes {
		if !slices.Contains(Scopes(), each) {
			return wrong("scopes", strconv.Quote(redact.Given(each, maxShown))+" is none", "Give any of these, or none for all: "+strings.Join(Scopes(), ", ")+".")
		}
	}
	if kind == Public && slices.Contains(t.Scopes, Write) {
		return wrong("scopes", "a PUBLIC key only reads", "Leave out write, or make a SECRET key.")
	}
	return k.checkDocuments(t.Documents, kind == Public || ReadOnly(t.Scopes))
}

// checkDocuments returns what is wrong with the documents of a new key: with none that it can
// run, a key that reads only could do nothing.
func (k *Keys) checkDocuments(documents []string, readOnly bool) error {
	written := ""
	for _, each := range documents {
		hash, writes, known := "", false, k.Document == nil
		if !known {
			hash, writes, known = k.Document(each)
		}
		switch {
		case each == "" || len(each) > maxDocument || !known:
			return wrong("documents", strconv.Quote(redact.Given(each, maxShown))+" is no trusted document", "Give ids, or SHA-256 hashes, of documents in the manifest that this server was started with.")
		case !writes:
			readOnly = false // there is something that it can do
		case written == "":
			written = hash
		}
	}
	if readOnly && written != "" {
		return wrong("documents", "the document "+written+" only writes, and the key only reads", "Name a document with a query, or make a SECRET key that may write.")
	}
	return nil
}

func wrong(field, reason, hint string) error { return problem.Input("input."+field, reason, hint) }
