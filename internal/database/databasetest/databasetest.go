// Package databasetest gives tests an empty PostgreSQL.
package databasetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// setting names a server, such as postgres://user@127.0.0.1:5432/postgres.
const setting = "GRAMQL_TEST_POSTGRES"

// Postgres makes an empty schema, which lasts as long as the test, and returns the address
// that leads to it. The test is skipped where the environment names no server.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(setting)
	if server == "" {
		t.Skip(setting + " names no server")
	}
	name := "test_" + strings.ToLower(rand.Text()[:10])
	run := func(statement string) {
		t.Helper()
		db, err := sql.Open("pgx", server)
		if err == nil {
			_, err = db.ExecContext(context.Background(), statement)
		}
		if err != nil {
			t.Fatal(err)
		}
		_ = db.Close()
	}
	run("CREATE SCHEMA " + name)
	t.Cleanup(func() { run("DROP SCHEMA " + name + " CASCADE") })
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	query := address.Query()
	query.Set("search_path", name)
	address.RawQuery = query.Encode()
	return address.String()
}
