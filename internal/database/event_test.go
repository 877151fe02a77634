package database

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/database/databasetest"
	"github.com/jackc/pgx/v5"
)

// happens tells of topics, each in a transaction of its own.
func happens(t *testing.T, db *DB, topics ...string) {
	t.Helper()
	for _, topic := range topics {
		if err := db.update(t.Context(), func(tx *tx) error { return tx.tell(topic) }); err != nil {
			t.Fatal(err)
		}
	}
}

func newest(t *testing.T, db *DB, topics ...string) map[string]int64 {
	t.Helper()
	found, err := db.Events().Newest(t.Context(), topics)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEvents_newestIsOfTheTopicsThatAreAskedFor(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		happens(t, db, "a", "b", "c'", "a")
		for _, c := range []struct {
			topics []string
			want   map[string]int64
		}{
			{[]string{"a", "c'"}, map[string]int64{"a": 4, "c'": 3}},
			{[]string{"b", "none"}, map[string]int64{"b": 2}},
			{nil, map[string]int64{}},
		} {
			if got := newest(t, db, c.topics...); !maps.Equal(got, c.want) {
				t.Errorf("%q: %v, want %v", c.topics, got, c.want)
			}
		}
	})
}

func TestEvents_areToldWithTheirTransactionOrNotAtAll(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var told []string
		db.OnTold(func(topic string) { told = append(told, fmt.Sprint(topic, newest(t, db, topic)[topic])) })
		happens(t, db, "a")
		changed := errors.New("changed my mind")
		err := db.update(t.Context(), func(tx *tx) error { return errors.Join(tx.tell("a"), changed) })
		if !errors.Is(err, changed) || len(newest(t, db, "a")) != 1 || fmt.Sprint(told) != "[a1]" {
			t.Errorf("%v, told of %q, newest %v", err, told, newest(t, db, "a"))
		}
	})
}

func TestEvents_areForgottenButForTheNewestOfEachTopic(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		happens(t, db, "a", "b", "a", "a")
		left := func() (n int) {
			if err := db.row(t.Context(), "SELECT count(*) FROM event", nil, &n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		for _, c := range []struct {
			before time.Duration
			want   int
		}{{-time.Hour, 4}, {time.Hour, 2}} {
			if err := db.Events().Trim(t.Context(), time.Now().Add(c.before)); err != nil || left() != c.want {
				t.Errorf("before %v: %d events are left, %v", c.before, left(), err)
			}
		}
		if got := newest(t, db, "a", "b"); !maps.Equal(got, map[string]int64{"a": 4, "b": 2}) {
			t.Errorf("newest %v", got)
		}
		happens(t, db, "b")
		if got := newest(t, db, "b")["b"]; got != 5 {
			t.Errorf("an id came again: %d", got)
		}
	})
}

// What one process tells is heard by another that shares the database.
func TestReceive_hearsWhatOthersTell(t *testing.T) {
	eachSource(t, func(t *testing.T, source string) {
		here, there := openTest(t, source), openTest(t, source)
		heard := make(chan string, 10)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			here.Signal(slog.New(slog.DiscardHandler)).Receive(ctx, func(topic string) { heard <- topic })
			close(ended)
		}()
		defer func() { stop(); <-ended }()
		if !here.engine.notify {
			<-ended // there is nothing to hear
			return
		}
		for _, want := range []string{"", "a'b"} {
			if got := <-heard; got != want {
				t.Fatalf("heard %q, want %q", got, want)
			}
			if want == "" {
				happens(t, there, "a'b")
			}
		}
	})
}

func TestSend_tellsOthersOfWhatNoEventIsKept(t *testing.T) {
	source := databasetest.Postgres(t)
	here, there := openTest(t, source), openTest(t, source)
	log := slog.New(slog.DiscardHandler)
	heard := make(chan string, 10)
	ctx, stop := context.WithCancel(t.Context())
	var receiving sync.WaitGroup
	sending := there.Signal(log)
	receiving.Go(func() { here.Signal(log).Receive(ctx, func(topic string) { heard <- topic }) })
	receiving.Go(func() { sending.Receive(ctx, func(string) {}) })
	defer func() { stop(); receiving.Wait() }()
	<-heard // it listens
	sending.Send("a'b")
	sending.Send("c")
	for _, want := range []string{"a'b", "c"} {
		if got := <-heard; got != want {
			t.Errorf("heard %q, want %q", got, want)
		}
	}
	if got := newest(t, here, "a'b", "c"); len(got) != 0 {
		t.Errorf("events are kept: %v", got)
	}
}

func TestHear_tellsSilenceFromALostConnection(t *testing.T) {
	db := openTest(t, databasetest.Postgres(t))
	conn, err := pgx.ConnectConfig(t.Context(), db.pool.Config().ConnConfig)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	if told, err := hear(t.Context(), conn); told != nil || err != nil {
		t.Errorf("heard %v, %v in silence", told, err)
	}
	if _, err := db.write.ExecContext(t.Context(), "SELECT pg_terminate_backend($1)", conn.PgConn().PID()); err != nil {
		t.Fatal(err)
	}
	if told, err := hear(t.Context(), conn); err == nil {
		t.Errorf("heard %v of a connection that is lost", told)
	}
}

func TestReceive_listensAgainWhenItsConnectionIsLost(t *testing.T) {
	source := databasetest.Postgres(t)
	db, err := Open(t.Context(), Options{Source: source})
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 10)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		db.Signal(slog.New(slog.DiscardHandler)).Receive(ctx, func(topic string) { heard <- topic })
		close(ended)
	}()
	<-heard
	if _, err := db.write.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"); err != nil {
		t.Fatal(err)
	}
	if got := <-heard; got != "" {
		t.Errorf("heard %q", got)
	}
	happens(t, db, "a")
	if got := <-heard; got != "a" {
		t.Errorf("heard %q", got)
	}
	stop()
	<-ended
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}
