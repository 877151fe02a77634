package app

import (
	"context"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/viewer"
)

// viewers returns how the viewer of an access token is put into a context.
func viewers(s config.Settings) func(context.Context, string) context.Context {
	return func(ctx context.Context, token string) context.Context {
		return viewer.NewContext(ctx, viewer.Viewer{Token: token, Dialect: s.DialectOf(token)})
	}
}
