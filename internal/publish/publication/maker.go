package publication

import (
	"cmp"
	"time"

	"github.com/gramql/gramql/internal/dialect"
)

// Maker returns the login type whose tokens the containers are made with: tokens of another
// are not known to reach them.
func (p *Publication) Maker() dialect.Login { return cmp.Or(p.MadeBy, p.Login) }

// GoOnWith has the publication go on with a token of a login type: containers that were made
// with another are made anew. False if the login type stays as it is: it is the same, or it is
// not known whether the containers are published already.
func (p *Publication) GoOnWith(login dialect.Login) bool {
	if login == p.Maker() || !p.Posting.IsZero() {
		return false
	}
	p.MadeBy, p.Containers, p.Allowed = login, nil, time.Time{}
	p.begin()
	return true
}
