package app

import (
	"context"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/viewer"
)

// viewers puts the viewer behind an access token into a context.
func viewers(s config.Settings) func(context.Context, string) context.Context {
	speaks := dialects(s)
	return func(ctx context.Context, token string) context.Context {
		return viewer.NewContext(ctx, viewer.Viewer{Token: token, Dialect: speaks(token)})
	}
}

// dialects tells which dialect an access token speaks: the one that the settings
// name, else the upstream host's, else the one that the token's first letters
// tell. A token that tells nothing is Instagram Login's: whether it is any good
// is the upstream's business.
func dialects(s config.Settings) func(token string) *dialect.Dialect {
	var fixed *dialect.Dialect
	if login, err := dialect.ParseLogin(s.Login); err == nil {
		fixed = dialect.Of(login)
	} else if s.Graph != nil {
		fixed = dialect.OfHost(s.Graph.Hostname())
	}
	return func(token string) *dialect.Dialect {
		if fixed != nil {
			return fixed
		}
		if d := dialect.OfToken(token); d != nil {
			return d
		}
		return dialect.Of(dialect.Instagram)
	}
}
