package vault

import (
	"context"
	"fmt"
)

// Sealed is a sealed text of any table.
type Sealed struct{ Table, Key, Column, Text string }

// Texts are all sealed texts of the database.
type Texts interface {
	// SealedByOthers returns up to so many texts that another key sealed than one, those
	// behind a text in an order that lasts; behind the zero value are all.
	SealedByOthers(ctx context.Context, first string, behind Sealed, most int) ([]Sealed, error)
	// Replace puts a text in the place of the one that was found, if that still is
	// there.
	Replace(ctx context.Context, found Sealed, text string) error
}

// atOnce is how many texts are sealed anew with one look.
const atOnce = 100

// Reseal seals with the first key of the ring what others sealed, so that these can be
// retired. The error is that of the first text that can't be opened; the others are
// sealed all the same.
func (v *Vault) Reseal(ctx context.Context) (resealed int, err error) {
	first := v.texts.First()
	if first == "" {
		return 0, nil // nothing is sealed yet
	}
	for last := (Sealed{}); ; {
		old, failed := v.store.SealedByOthers(ctx, first, last, atOnce)
		if failed != nil {
			return resealed, failed
		}
		for _, s := range old {
			switch failed := v.reseal(ctx, s); {
			case failed == nil:
				resealed++
			case err == nil:
				err = failed
			}
		}
		if len(old) < atOnce {
			return resealed, err
		}
		last = old[len(old)-1]
	}
}

func (v *Vault) reseal(ctx context.Context, s Sealed) error {
	place := Place(s.Table, s.Key, s.Column)
	plain, err := v.texts.Open(s.Text, place)
	if err != nil {
		return fmt.Errorf("a row of %s: %w", s.Table, err)
	}
	fresh, err := v.texts.Close(plain, place)
	if err != nil {
		return err
	}
	return v.store.Replace(ctx, s, fresh)
}
