package database

import (
	"context"
	"slices"
	"strconv"

	"github.com/gramql/gramql/internal/jobs"
	"github.com/gramql/gramql/internal/seal"
	"github.com/gramql/gramql/internal/vault"
)

// sealedColumn is a column with sealed texts, empty or none where there is no text.
type sealedColumn struct {
	table, column string
	key           string // the expression of the row's key, as in the place of its text
}

// namesKey is a condition: a key's id is in the text. A text that was torn names none.
func (c sealedColumn) namesKey() string { return c.column + " LIKE '" + seal.TextPrefix + "%.%'" }

// sealedColumns are all columns with sealed texts: what a key sealed is looked for in
// them before it is retired.
var sealedColumns = []sealedColumn{
	{table: "account_grant", column: "token", key: "account_id || '/' || login"},
	{table: "lent_token", column: "token", key: "account_id || '/' || login"},
}

// SealedByOthers fulfils vault.Texts.
func (g grants) SealedByOthers(ctx context.Context, first string, behind vault.Sealed, most int) (found []vault.Sealed, err error) {
	from, key := max(0, columnOf(behind)), behind.Key
	for _, c := range sealedColumns[from:] {
		err := g.rows(ctx, func(row scanner) error {
			s := vault.Sealed{Table: c.table, Column: c.column}
			err := row.Scan(&s.Key, &s.Text)
			found = append(found, s)
			return err
		}, "SELECT "+c.key+", "+c.column+" FROM "+c.table+" WHERE "+c.namesKey()+" AND "+g.keyID(c)+" <> $1 AND "+c.key+" > $2 ORDER BY "+c.key+" LIMIT $3", first, key, most-len(found))
		if err != nil {
			return nil, err
		}
		key = ""
	}
	return found, nil
}

// columnOf returns which of the columns a text is in; -1 for none.
func columnOf(s vault.Sealed) int {
	return slices.IndexFunc(sealedColumns, func(c sealedColumn) bool { return c.table == s.Table && c.column == s.Column })
}

// Replace fulfils vault.Texts.
func (g grants) Replace(ctx context.Context, s vault.Sealed, text string) error {
	c := sealedColumns[columnOf(s)]
	return g.update(ctx, func(tx *tx) error {
		_, err := tx.exec("UPDATE "+c.table+" SET "+c.column+" = $1 WHERE "+c.key+" = $2 AND "+c.column+" = $3", text, s.Key, s.Text)
		return err
	})
}

// SealedBy returns how many texts each key sealed, by its id.
func (db *DB) SealedBy(ctx context.Context) (map[string]int, error) {
	texts := map[string]int{}
	for _, c := range sealedColumns {
		err := db.rows(ctx, func(row scanner) error {
			var id string
			var n int
			err := row.Scan(&id, &n)
			texts[id] += n
			return err
		}, "SELECT "+db.keyID(c)+", count(*) FROM "+c.table+" WHERE "+c.namesKey()+" GROUP BY 1")
		if err != nil {
			return nil, err
		}
	}
	return texts, nil
}

// keyID returns the expression of the id of the key that sealed a column's text.
func (db *DB) keyID(c sealedColumn) string {
	return db.engine.upToStop("substr(" + c.column + ", " + strconv.Itoa(len(seal.TextPrefix)+1) + ")")
}

// Served reports whether a process does jobs, which reads the ring of keys by itself.
func (db *DB) Served(ctx context.Context) (bool, error) {
	var n int
	err := db.row(ctx, "SELECT count(*) FROM process WHERE "+db.engine.now+" - seen_at <= $1", []any{jobs.DeadAfter.Milliseconds()}, &n)
	return n > 0, err
}
