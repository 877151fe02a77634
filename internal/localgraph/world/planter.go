package world

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"strings"
)

// planter inserts rows. It keeps its first error and does nothing from then on, so
// that callers need no checks and read as lists.
type planter struct {
	ctx  context.Context //nolint:containedctx // lives as long as the one call that seeds
	tx   *sql.Tx
	rand *rand.Rand
	used map[int64]bool
	err  error

	prepared map[string]*sql.Stmt
}

// newPlanter returns a planter with a fixed seed: its choices are always the same.
func newPlanter(ctx context.Context, tx *sql.Tx) *planter {
	chance := rand.New(rand.NewPCG(1842, 66_000_000)) //nolint:gosec // must repeat
	return &planter{ctx: ctx, tx: tx, rand: chance, used: map[int64]bool{}, prepared: map[string]*sql.Stmt{}}
}

// insert adds a row: names of columns and their values in turn.
func (p *planter) insert(table string, columns ...any) {
	if p.err != nil {
		return
	}
	var names, marks []string
	var values []any
	for i := 0; i < len(columns); i += 2 {
		names, marks, values = append(names, columns[i].(string)), append(marks, "?"), append(values, columns[i+1])
	}
	into := p.prepare("INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(marks, ", ") + ")")
	if p.err == nil {
		_, p.err = into.ExecContext(p.ctx, values...)
	}
}

// exec runs any other statement.
func (p *planter) exec(text string, args ...any) {
	if p.err == nil {
		_, p.err = p.tx.ExecContext(p.ctx, text, args...)
	}
}

// prepare returns the prepared statement of a text, which is closed with the
// transaction. There are few texts, and thousands of rows.
func (p *planter) prepare(text string) *sql.Stmt {
	if p.prepared[text] == nil {
		p.prepared[text], p.err = p.tx.PrepareContext(p.ctx, text)
	}
	return p.prepared[text]
}

// id returns a new id between two bounds.
func (p *planter) id(from, to int64) int64 {
	for {
		if id := from + p.rand.Int64N(to-from); !p.used[id] {
			p.used[id] = true
			return id
		}
	}
}

// chance reports true that many times in a hundred.
func (p *planter) chance(percent int) bool { return p.rand.IntN(100) < percent }

// between returns a number from low to high.
func (p *planter) between(low, high int) int { return low + p.rand.IntN(high-low+1) }

// pick returns one of the elements.
func pick[T any](p *planter, from []T) T { return from[p.rand.IntN(len(from))] }

// texts splits a file into its texts, between which are lines with a %.
func texts(file string) []string {
	return strings.Split(strings.TrimSuffix(file, "\n"), "\n%\n")
}
