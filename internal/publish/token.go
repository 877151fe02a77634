package publish

import (
	"context"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/publish/publication"
)

// Token is an access token that a publication is worked on with.
type Token struct {
	Account string
	Login   dialect.Login
	// Lent reports that it is of a caller who has connected no account.
	Lent bool
	Text string
}

// tokens are those that publications can be made with.
type tokens struct{ connected, lent Vault }

func (t tokens) of(lent bool) Vault {
	if lent {
		return t.lent
	}
	return t.connected
}

// open returns a good token for a publication, with an empty text if there is none: one that
// reaches the containers, or else that of the login type which the publication began with, or
// else any. Of each login type it is of the kind that the publication began with, or else of
// the other.
func (t tokens) open(ctx context.Context, p *publication.Publication) (Token, error) {
	logins := []dialect.Login{p.Maker(), p.Login}
	for _, d := range dialect.All() {
		logins = append(logins, d.Login)
	}
	for _, login := range logins {
		for _, lent := range []bool{p.Lent, !p.Lent} {
			text, err := t.of(lent).Open(ctx, p.Account, login)
			if text != "" || err != nil {
				return Token{p.Account, login, lent, text}, err
			}
		}
	}
	return Token{}, nil
}

// bury notes that a token is dead.
func (t tokens) bury(ctx context.Context, dead Token) error {
	return t.of(dead.Lent).Bury(ctx, dead.Account, dead.Login, dead.Text)
}
