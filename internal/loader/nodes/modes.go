package nodes

import (
	"sync"

	"github.com/gramql/gramql/internal/dialect"
)

// Modes knows which look-ups a server has refused altogether.
type Modes struct {
	// withoutIDs holds the login types with which the server has refused ?ids=.
	withoutIDs sync.Map
}

// Forget forgets the refusals.
func (m *Modes) Forget() { m.withoutIDs.Clear() }

// Of returns how nodes are looked up in a dialect where a mode is wanted.
func (m *Modes) Of(d *dialect.Dialect, wanted dialect.LookupMode) dialect.LookupMode {
	mode := d.LookupModeWith(wanted)
	if _, refused := m.withoutIDs.Load(d.Login); refused && mode == dialect.IDs {
		if d.Batches(wanted) {
			return dialect.Batch
		}
		return dialect.Single
	}
	return mode
}
