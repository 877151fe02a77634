package database

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/gramql/gramql/internal/events"
)

// eventChannel is where PostgreSQL says which topics have news.
const eventChannel = "gramql_event"

// tell appends an event of a topic. Those of one topic must be told by transactions that
// wait for each other, as those do that change the same row before: else an event may
// appear behind one with a higher id. Who listens is woken with the commit.
func (t *tx) tell(topic string) error {
	if _, err := t.exec("INSERT INTO event (topic, at) VALUES ($1, "+t.engine.now+")", topic); err != nil {
		return err
	}
	if err := t.notify(topic); err != nil {
		return err
	}
	if t.told != nil {
		t.after(func() { t.told(topic) })
	}
	return nil
}

// notify has PostgreSQL say with the commit that a topic has news.
func (t *tx) notify(topic string) error {
	if !t.engine.notify {
		return nil
	}
	_, err := t.exec("SELECT pg_notify('"+eventChannel+"', $1)", topic)
	return err
}

// OnTold has a function called after each transaction of this process that told of a
// topic. It is set before any.
func (db *DB) OnTold(told func(topic string)) { db.told = told }

// Events returns the events.
func (db *DB) Events() events.Store { return eventRows{db} }

type eventRows struct{ *DB }

// Newest returns the id of each topic's newest event.
func (e eventRows) Newest(ctx context.Context, topics []string) (map[string]int64, error) {
	newest := map[string]int64{}
	err := e.rows(ctx, func(row scanner) error {
		var topic string
		var id int64
		err := row.Scan(&topic, &id)
		newest[topic] = id
		return err
	}, "SELECT topic, max(id) FROM event WHERE "+e.engine.in("topic", 1)+" GROUP BY topic", list(topics))
	return newest, err
}

// Trim forgets events that are older than a time, but for the newest of each topic: a
// client that comes back knows by its id whether the state has changed.
func (e eventRows) Trim(ctx context.Context, before time.Time) error {
	return e.update(ctx, func(tx *tx) error {
		_, err := tx.exec("DELETE FROM event WHERE at < $1 AND EXISTS (SELECT 1 FROM event AS later WHERE later.topic = event.topic AND later.id > event.id)", millis(before))
		return err
	})
}

// Signal returns what hears of the topics that processes tell PostgreSQL of. Of a SQLite
// file there is nothing to hear.
func (db *DB) Signal(log *slog.Logger) events.Signal {
	return notifications{events.NewOutbox(), db, log}
}

type notifications struct {
	*events.Outbox
	db  *DB
	log *slog.Logger
}

// Receive calls wake for each topic that is told, and with "" when some may have been
// missed, until the context ends. Meanwhile it sends.
func (n notifications) Receive(ctx context.Context, wake func(topic string)) {
	if !n.db.engine.notify {
		return
	}
	var sending sync.WaitGroup
	sending.Go(func() { n.send(ctx) })
	defer sending.Wait()
	away := false
	for ctx.Err() == nil {
		err := n.listen(ctx, func(topic string) {
			if away {
				away = false
				n.log.Info("changes on other replicas are told at once")
			}
			wake(topic)
		})
		if ctx.Err() != nil {
			return
		}
		if !away {
			away = true
			n.log.Warn("PostgreSQL's notifications do not come: changes on other replicas are told some seconds later", "error", fault(err))
		}
		select {
		case <-ctx.Done():
		case <-time.After(listenAgain):
		}
	}
}

// listenAgain is how long to wait after a connection for notifications has failed.
const listenAgain = 2 * time.Second

// send tells PostgreSQL of topics without an event, until the context ends. What cannot be
// said is said when PostgreSQL answers again.
func (n notifications) send(ctx context.Context) {
	for {
		topic, err := n.Next(ctx)
		if err != nil {
			return
		}
		err = n.db.update(ctx, func(tx *tx) error { return tx.notify(topic) })
		if err == nil {
			continue
		}
		n.Lost()
		select {
		case <-ctx.Done():
		case <-time.After(listenAgain):
		}
	}
}

// A connection on which nothing is heard for silence is asked whether it is still there, and
// has answering to say so: what others write is to be known within three seconds.
const silence, answering = time.Second, 2 * time.Second

// listen hears notifications on a connection of its own, until that fails: a pool's
// would be kept from queries.
func (n notifications) listen(ctx context.Context, heard func(topic string)) error {
	conn, err := pgx.ConnectConfig(ctx, n.db.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+eventChannel); err != nil {
		return err
	}
	heard("") // for what was told while no one listened
	for {
		told, err := hear(ctx, conn)
		if err != nil {
			return err
		}
		if told != nil {
			heard(told.Payload)
		}
	}
}

// hear waits for a notification; nil for none for a while, on a connection that is alive.
func hear(ctx context.Context, conn *pgx.Conn) (*pgconn.Notification, error) {
	waiting, enough := context.WithTimeout(ctx, silence)
	defer enough()
	told, err := conn.WaitForNotification(waiting)
	if err == nil || !pgconn.Timeout(err) || ctx.Err() != nil {
		return told, err
	}
	asking, enough := context.WithTimeout(ctx, answering)
	defer enough()
	return nil, conn.Ping(asking)
}
