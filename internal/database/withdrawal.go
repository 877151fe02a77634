package database

import (
	"encoding/json"

	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
)

// holdAccess keeps an access from ending until the transaction has: what is written by the access
// is there then, to be withdrawn. An access that has ended is publish.ErrTakenBack.
func (t *tx) holdAccess(access string) error {
	if access == "" {
		return nil
	}
	held, err := t.exec("UPDATE connected_account SET access = access WHERE access = $1 AND state <> 'REVOKED'", access)
	if err == nil && held == 0 {
		err = publish.ErrTakenBack
	}
	return err
}

// withdraw ends the posts on their way of an access that ends, and of the account whose last
// access it is: however soon somebody signs in again, they are not published.
func (t *tx) withdraw(g given, last bool) error {
	whose, args := "account_id = $1 AND login = $2", []any{g.graph, g.login}
	if last {
		whose, args = "account_id = $1", args[:1]
	}
	var posts []*publication.Publication
	if err := t.rows(func(row scanner) error {
		p, torn := scanPublication(row)
		if torn != nil { // it may have been asked to publish
			p.State = publication.Publishing
		}
		posts = append(posts, p)
		return nil
	}, "UPDATE publication SET version = version + 1 WHERE "+whose+" AND state NOT IN ('PUBLISHED', 'FAILED', 'CANCELLED') RETURNING "+publicationColumns, args...); err != nil {
		return err
	}
	ids := make([]string, len(posts))
	for i, p := range posts {
		ids[i] = p.ID
		p.Withdraw()
		failure, err := json.Marshal(p.Failure)
		if err != nil {
			return err
		}
		if _, err := t.exec("UPDATE publication SET state = $1, failure = $2, retry_at = 0, updated_at = $3, ended_at = $3 WHERE id = $4", string(p.State), string(failure), millis(t.now()), p.ID); err != nil {
			return err
		}
		if err := t.tell(publish.Topic(p.ID)); err != nil {
			return err
		}
	}
	if err := t.giveBack(g.graph); err != nil {
		return err
	}
	return t.dequeue(publish.Kind, ids)
}

// erasePosts deletes what was posted by an account that is not connected any more.
func (t *tx) erasePosts(graph string) error {
	var ids []string
	if err := t.rows(func(row scanner) error {
		var id string
		err := row.Scan(&id)
		ids = append(ids, id)
		return err
	}, "DELETE FROM publication WHERE account_id = $1 AND NOT EXISTS (SELECT 1 FROM connected_account WHERE account_id = $1) RETURNING id", graph); err != nil {
		return err
	}
	return t.dequeue(publish.Kind, ids)
}

// dequeue deletes the jobs of a kind for rows, whether they are to be done or were: a job says
// which row it is for, and when it is due.
func (t *tx) dequeue(kind string, rows []string) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := t.exec("DELETE FROM river_job WHERE "+t.engine.riverArgument("task")+" = $1 AND "+t.engine.in(t.engine.riverArgument("id"), 2), kind, list(rows))
	return err
}
