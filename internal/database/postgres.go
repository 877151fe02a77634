package database

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// connectTime is how long a connection to PostgreSQL may take.
const connectTime = 5 * time.Second

// connections is how many connections a process opens, unless the address says.
const connections = 10

// migrationLock is the advisory lock under which the tables are brought to their
// version.
const migrationLock = 0x6772616d716c // "gramql"

// openPostgres opens the database of a PostgreSQL server. The error has neither the
// address, which may hold a password, nor what the driver says of it.
func (db *DB) openPostgres(ctx context.Context, o Options) error {
	address := o.Source
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return errors.New("the address of PostgreSQL cannot be read; write it as postgres://user:password@host:5432/name")
	}
	if !strings.Contains(address, "pool_max_conns=") {
		config.MaxConns = connections
	}
	config.ConnConfig.ConnectTimeout = connectTime
	config.ConnConfig.RuntimeParams["application_name"] = "gramql"
	// What a lost peer leaves open ends here and there.
	config.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "30000"
	config.ConnConfig.RuntimeParams["tcp_user_timeout"] = "20000"
	if db.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return opening(postgresName(config), fault(err))
	}
	db.engine, db.write = postgresEngine, stdlib.OpenDBFromPool(db.pool)
	db.read = db.write
	db.closes = append(db.closes, func() error { db.pool.Close(); return nil }, db.write.Close)
	prepare := db.lockServer
	if o.AsIs {
		prepare = db.pool.Ping
	}
	if err := prepare(ctx); err != nil {
		return opening(postgresName(config), fault(err))
	}
	return nil
}

// postgresName returns which database an address names, without its user and password.
func postgresName(config *pgxpool.Config) string {
	return "PostgreSQL's database " + config.ConnConfig.Database + " at " + config.ConnConfig.Host
}

// lockServer brings the tables to their version while no other process does.
func (db *DB) lockServer(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, lockTime)
	defer cancel()
	holder, err := db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer holder.Release()
	if _, err := holder.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(migrationLock)); err != nil {
		return err
	}
	defer func() {
		_, unlocked := holder.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(migrationLock))
		err = errors.Join(err, unlocked)
	}()
	return db.migrate(ctx)
}
