package vault

import (
	"context"
	"log/slog"
	"sync"
)

// torn says of rows, once of each, that they cannot be opened: the key that sealed them is
// gone, or they were altered, or copied from another row. Their accounts have to be connected
// again.
type torn struct {
	log *slog.Logger

	mu sync.Mutex
	// told are the sealed texts by account and login type.
	told map[[2]string]string
}

// tell says why a row cannot be opened.
func (t *torn) tell(ctx context.Context, r Row, why error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	row := [2]string{r.Account, r.Login}
	if text, told := t.told[row]; told && text == r.Sealed {
		return
	}
	if t.told == nil {
		t.told = map[[2]string]string{}
	}
	t.told[row] = r.Sealed
	t.log.ErrorContext(ctx, "the token of an account cannot be opened: the account has to be connected again", "account", r.Account, "login", r.Login, "error", why)
}
