package database

import (
	"context"
	"slices"
	"sync"
)

// readable returns what a function reads from the rows of a table that a query finds. A row that
// cannot be read is left out, so that no row takes others with it: OnTorn hears of it.
func readable[T any](ctx context.Context, db *DB, table string, read func(scanner) (T, error), query string, args ...any) (all []T, err error) {
	err = db.rows(ctx, func(row scanner) error {
		each, torn := read(row)
		if torn != nil {
			db.torn.tell(table, torn)
			return nil
		}
		all = append(all, each)
		return nil
	}, query, args...)
	return slices.Clip(all), err
}

// maxTorn is how many rows are remembered that cannot be read.
const maxTorn = 1000

// torn tells, once of each, that rows cannot be read.
type torn struct {
	hears func(table string, why error)

	mu   sync.Mutex
	told map[[2]string]bool // by table and reason
}

// OnTorn has a function called with the table of a row that cannot be read, and why, once for
// each reason. It is set before any.
func (db *DB) OnTorn(hears func(table string, why error)) { db.torn.hears = hears }

func (t *torn) tell(table string, why error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if row := [2]string{table, why.Error()}; t.hears != nil && !t.told[row] && len(t.told) < maxTorn {
		if t.told == nil {
			t.told = map[[2]string]bool{}
		}
		t.told[row] = true
		t.hears(table, why)
	}
}
