package config

import "github.com/gramql/gramql/internal/dialect"

// DialectOf returns the dialect of an access token: the one that all tokens
// speak, else the one that the token's prefix names. A token with an unknown
// prefix is taken for one of Instagram Login; whether it is valid is for the
// upstream to say.
func (s Settings) DialectOf(token string) *dialect.Dialect {
	d := s.dialect()
	if d == nil {
		d = dialect.OfToken(token)
	}
	if d == nil {
		d = dialect.Of(dialect.Instagram)
	}
	return d.At(s.GraphVersion)
}

// Dialects returns every dialect that a token may speak with these settings.
func (s Settings) Dialects() []*dialect.Dialect {
	all := dialect.All()
	if fixed := s.dialect(); fixed != nil {
		all = []*dialect.Dialect{fixed}
	}
	for i, d := range all {
		all[i] = d.At(s.GraphVersion)
	}
	return all
}

// dialect returns the dialect of all tokens: the one that -login names, else the
// upstream host's; nil if it depends on the token.
func (s Settings) dialect() *dialect.Dialect {
	if s.Login == 0 && s.Graph != nil {
		return dialect.OfHost(s.Graph.Hostname())
	}
	return dialect.Of(s.Login)
}
