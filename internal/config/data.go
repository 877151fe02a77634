package config

import (
	"cmp"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
)

// dataFlags say where the program keeps what must outlast its end.
var dataFlags = []setting{
	{
		flag: "data", fallback: "data",
		meaning: "directory of the SQLite files and media; created if missing",
		set:     into(func(s *Settings) *string { return &s.Data }, notEmpty),
	},
	{
		flag:    "database",
		meaning: "the program's own data: a SQLite file, or the address of a PostgreSQL that replicas share, such as postgres://user:password@host/name (requires -key-file); empty: gramql.db in -data",
		set:     into(func(s *Settings) *Database { return &s.Database }, parseDatabase),
	},
	{
		flag:    "key-file",
		meaning: "ring of keys that seals tokens, and what replicas share; the same file for all replicas, which no one else may read; gramql keys add makes it; empty: keys in -data, made when it is needed",
		set:     into(func(s *Settings) *string { return &s.KeyFile }, anything),
	},
}

// Ring returns the path of the ring of keys.
func (s Settings) Ring() string { return cmp.Or(s.KeyFile, filepath.Join(s.Data, "keys")) }

// DatabaseSource returns the address of the PostgreSQL, or the path of the SQLite file.
func (s Settings) DatabaseSource() string {
	return cmp.Or(s.Database.Reveal(), filepath.Join(s.Data, "gramql.db"))
}

// Database is a SQLite file, or the address of a PostgreSQL, which may hold a password;
// empty is the file in the data folder.
type Database struct{ Secret }

// Shared reports whether it is a PostgreSQL, which replicas share.
func (d Database) Shared() bool {
	return strings.HasPrefix(d.Reveal(), "postgres://") || strings.HasPrefix(d.Reveal(), "postgresql://")
}

// parseDatabase refuses what names another server: it would be taken for a file.
func parseDatabase(text string) (Database, error) {
	d := Database{Secret(text)}
	if !strings.Contains(text, "://") {
		return d, nil
	}
	if address, err := url.Parse(text); err != nil || address.Host == "" && address.RawQuery == "" || !d.Shared() {
		return Database{}, errors.New("is neither a file nor the address of a PostgreSQL such as postgres://user:password@host/name")
	}
	return d, nil
}
