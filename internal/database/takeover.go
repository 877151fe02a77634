package database

import (
	"crypto/rand"

	"github.com/gramql/gramql/internal/login"
)

// takeOver makes an account a viewer's who signs in with it, whoever had connected it before: an
// account belongs to one viewer. To that viewer it is connected now, behind the accounts that they
// have: the first is who they ask as. It tells the one before, and ends what goes on by the
// account's access, their API keys for the account, and their apps if they have no account any more.
func (t *tx) takeOver(viewer string, a login.Account) error {
	var before []given
	if err := t.rows(func(row scanner) error {
		var g given
		err := row.Scan(&g.id, &g.viewer, &g.access)
		before = append(before, g)
		return err
	}, "SELECT id, viewer_id, access FROM connected_account WHERE account_id = $1 AND viewer_id <> $2 ORDER BY "+oldest, a.Graph, viewer); err != nil {
		return err
	}
	for i, g := range before {
		since := millis(a.ConnectedAt) + int64(i) // login types stay in their order
		if _, err := t.exec("UPDATE connected_account SET viewer_id = $1, access = $2, connected_at = $3 WHERE id = $4", viewer, rand.Text()+rand.Text(), since, g.id); err != nil {
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
		if err := t.unbind(g.viewer, a.Graph); err != nil {
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
