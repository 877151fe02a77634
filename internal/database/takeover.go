package database

import (
	"crypto/rand"

	"github.com/gramql/gramql/internal/login"
)

// takeOver makes an account a viewer's who signs in with it, whoever had connected it before: an
// account belongs to one viewer. It tells the one before, and ends what goes on by the account's
// access, their API keys for the account, and their apps if they have no account any more.
func (t *tx) takeOver(viewer, graph string) error {
	var before []given
	if err := t.rows(func(row scanner) error {
		var g given
		err := row.Scan(&g.id, &g.viewer, &g.access)
		before = append(before, g)
		return err
	}, "SELECT id, viewer_id, access FROM connected_account WHERE account_id = $1 AND viewer_id <> $2", graph, viewer); err != nil {
		return err
	}
	for _, g := range before {
		if _, err := t.exec("UPDATE connected_account SET viewer_id = $1, access = $2 WHERE id = $3", viewer, rand.Text()+rand.Text(), g.id); err != nil {
			return err
		}
		if err := t.tell(login.AccessTopic(g.access)); err != nil {
			return err
		}
	}
	told := map[string]bool{}
	for _, g := range before {
		if told[g.viewer] {
			continue
		}
		told[g.viewer] = true
		if err := t.unbind(g.viewer, graph); err != nil {
			return err
		}
		if err := t.tellAccounts(g.viewer); err != nil {
			return err
		}
		if err := t.endUnconnected(g.viewer); err != nil {
			return err
		}
	}
	return nil
}
